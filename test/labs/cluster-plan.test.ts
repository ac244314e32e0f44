import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  creationPlan,
  deletionCommands,
  providerLimit,
  providers,
  showCommands,
  wishesOf,
  type ClusterWishes
} from '../../src/labs/cluster-plan.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'

const plain: ClusterWishes = { dualStack: false, noNetwork: false, second: false }

test('a lab’s needs become wishes for its cluster', () => {
  assert.deepEqual(wishesOf(['exec', 'network-policy']), plain)
  assert.deepEqual(wishesOf(['dual-stack', 'mcs']), { ...plain, dualStack: true, second: true })
  assert.deepEqual(wishesOf(['hubble']), { ...plain, noNetwork: true })
})

test('the configuration of kind is YAML that says what was wished', () => {
  const { files, commands, contexts } = creationPlan('kind', {
    dualStack: true,
    noNetwork: true,
    second: true
  })
  assert.deepEqual(contexts, ['kind-netlabs', 'kind-netlabs-two'])
  assert.deepEqual(commands, [
    'kind create cluster --config FILE:netlabs.yaml',
    'kind create cluster --config FILE:netlabs-two.yaml'
  ])
  const [first, second] = files.map(({ text }) => parseYamlFile(text).documents[0]?.value) as {
    name: string
    networking: Record<string, unknown>
  }[]
  assert.deepEqual(first?.networking, {
    ipFamily: 'dual',
    disableDefaultCNI: true,
    podSubnet: '10.244.0.0/16,fd00:10:244::/56',
    serviceSubnet: '10.96.0.0/16,fd00:10:96::/112'
  })
  assert.equal(second?.name, 'netlabs-two')
  assert.notEqual(second.networking.podSubnet, first.networking.podSubnet)
})

test('a plain cluster keeps its network plugin and one family', () => {
  const [file] = creationPlan('kind', plain).files
  assert.doesNotMatch(file?.text ?? '', /ipFamily|disableDefaultCNI|fd00/)
})

test('ranges of two clusters do not overlap', () => {
  for (const provider of providers) {
    const { commands, files } = creationPlan(provider, { ...plain, second: true })
    const text = [...commands, ...files.map(one => one.text)].join('\n')
    const ranges = text.match(/10\.\d+\.0\.0\/16/g) ?? []
    assert.ok(ranges.length > 1, provider)
    assert.equal(new Set(ranges).size, ranges.length, `${provider}: ${ranges.join(' ')}`)
  }
})

test('what a provider can’t make is said, with one that can', () => {
  assert.equal(providerLimit('kind', { ...plain, dualStack: true }), undefined)
  for (const provider of ['minikube', 'k3d'] as const) {
    assert.match(providerLimit(provider, { ...plain, dualStack: true }) ?? '', /kind does/)
    assert.equal(providerLimit(provider, plain), undefined)
  }
})

test('deleting names the labs’ own clusters and no other', () => {
  for (const provider of providers)
    for (const command of deletionCommands(provider)) {
      assert.match(command, /netlabs/)
      assert.doesNotMatch(command, /--all/)
    }
  assert.equal(showCommands('kind')[0], 'kind get clusters')
})
