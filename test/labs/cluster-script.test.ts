/** Clusters for the labs as scripts: nothing here is run, so their configuration is checked as its readers do. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { recordOf } from '../../src/base/json.ts'
import { providers } from '../../src/labs/cluster-plan.ts'
import { clusterScript } from '../../src/labs/cluster-script.ts'
import { neededAnywhere } from '../../src/labs/requirements.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { lintText } from '../support/service.ts'
import { labCalled, labs } from './playground.ts'

function scriptOf(id: string, provider: (typeof providers)[number]): string {
  const made = clusterScript(labCalled(id), provider)
  assert.ok('script' in made, `${id} with ${provider}`)
  return made.script
}

/** The files that a script writes. */
function filesIn(script: string): readonly { readonly name: string; readonly text: string }[] {
  return [...script.matchAll(/^cat > (\S+) <<'END'\n([^]*?)^END$/gm)].map(
    ([, name = '', text = '']) => ({ name, text })
  )
}

test('kind can make the cluster of every lab, and its configuration has no finding of ours', () => {
  for (const lab of labs) {
    const script = scriptOf(lab.id, 'kind')
    const files = filesIn(script)
    const needed = neededAnywhere(lab)
    assert.equal(files.length, needed.includes('two-clusters') ? 2 : 1, lab.id)
    for (const { name, text } of files) {
      assert.deepEqual(lintText(text), [], `${lab.id}: ${name}`)
      assert.match(script, new RegExp(`^kind create cluster --config ${name}$`, 'm'))
      const { networking } = recordOf(parseYamlFile(text).documents[0]?.value)
      const { ipFamily, disableDefaultCNI } = recordOf(networking)
      assert.equal(ipFamily === 'dual', needed.includes('dual-stack'), lab.id)
      assert.equal(
        disableDefaultCNI === true,
        needed.includes('cilium') || needed.includes('hubble') || lab.id === 'install-a-cni',
        lab.id
      )
    }
  }
})

test('our lint reads the configuration of kind: a field that kind lacks is found', () => {
  const [file] = filesIn(scriptOf('ipv6', 'kind'))
  assert.ok(file)
  assert.notDeepEqual(lintText(file.text.replace('ipFamily', 'ipFamilies')), [])
  assert.notDeepEqual(lintText(file.text.replace('ipFamily: dual', 'ipFamily: both')), [])
})

/** The options of each program that its reference documents, of those that are used here. */
const documented: Readonly<Record<string, RegExp>> = {
  // https://minikube.sigs.k8s.io/docs/commands/start/ and …/delete/
  minikube:
    /^minikube (start --profile netlabs(-two)? --nodes 2 --cni=(calico|false) --service-cluster-ip-range=\S+\/16 --extra-config=kubeadm\.pod-network-cidr=\S+\/16|delete --profile netlabs(-two)?)$/,
  // https://k3d.io/stable/usage/commands/k3d_cluster_create/, node filters as in …/design/concepts/
  k3d: /^k3d cluster (create netlabs(-two)? --agents 1( --k3s-arg "--[a-z-]+(=\S+)?@server:\*")+|delete netlabs(-two)?)$/,
  // https://kind.sigs.k8s.io/docs/user/configuration/
  kind: /^kind (create cluster --config netlabs(-two)?\.yaml|delete cluster --name netlabs(-two)?)$/
}

for (const provider of providers)
  test(`what ${provider} is told for a lab are options that it has, in a script that a shell reads`, () => {
    let made = 0
    for (const lab of labs) {
      const answer = clusterScript(lab, provider)
      if ('limit' in answer) {
        assert.match(answer.limit, /kind (does|fits)\.$/, lab.id)
        continue
      }
      made++
      const { script } = answer
      const read = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' })
      assert.equal(read.status, 0, `${lab.id}: ${read.stderr}`)
      const own = script.split('\n').filter(line => line.startsWith(`${provider} `))
      assert.ok(own.length >= 2, lab.id)
      for (const line of own) assert.match(line, documented[provider] ?? /^$/, lab.id)
      // Nothing goes to a context that happens to be the current one.
      for (const line of script.split('\n'))
        if (/^(kubectl|helm|istioctl|linkerd|cilium) /.test(line))
          assert.match(line, / --(kube-)?context (kind-|k3d-)?netlabs/, lab.id)
    }
    assert.ok(made >= 18, `${made} labs`)
  })

test('both clusters of a lab get its programs, and what no command brings is said', () => {
  const script = scriptOf('multi-cluster-services', 'kind')
  for (const context of ['kind-netlabs', 'kind-netlabs-two'])
    assert.match(script, new RegExp(`^kubectl --context ${context} apply .*serviceexports`, 'm'))
  assert.match(script, /^# Install its definitions and a controller that serves them/m)
  assert.match(script, /--context kind-netlabs --other-context kind-netlabs-two$/m)
})

test('with kind, every command that makes one mesh of two is there, each for its own cluster', () => {
  const script = scriptOf('mesh-across-clusters', 'kind')
  assert.doesNotMatch(script, /^# In both clusters/m)
  for (const [one, other] of [
    ['kind-netlabs', 'kind-netlabs-two'],
    ['kind-netlabs-two', 'kind-netlabs']
  ] as const) {
    const lines = [
      `kubectl --context ${one} label namespace istio-system topology.istio.io/network=${one}`,
      `kubectl --context ${one} -n istio-system create secret generic cacerts --from-file=ca-cert.pem=mesh-certs/${one}-cert.pem .*--from-file=root-cert.pem=mesh-certs/root-cert.pem`,
      `istioctl --context ${one} install -y .*clusterName=${one} --set values.global.network=${one}`,
      `istioctl --context ${one} create-remote-secret --name ${one} --server "https://\\$SERVER" \\| kubectl --context ${other} apply -f -`
    ]
    for (const line of lines) assert.match(script, new RegExp(`^${line}$`, 'm'))
    // Its own authority comes before Istio, which reads it when it starts.
    assert.ok(script.indexOf(`${one} -n istio-system create`) < script.indexOf(`${one} install`))
  }
  const manifests = [...script.matchAll(/apply -f - <<'?END'?\n([^]*?)^END$/gm)].map(
    ([, text = '']) => text
  )
  assert.equal(manifests.length, 4)
  for (const text of manifests)
    assert.deepEqual(lintText(text.replaceAll('${NODE%.*}', '172.18.0')), [], text)
})

test('two clusters of one network give out different addresses', () => {
  const pools = [...scriptOf('mesh-across-clusters', 'kind').matchAll(/\.(\d+)-\S+\.(\d+)"\]\}$/gm)]
  const [first, second] = pools.map(([, from, to]) => [Number(from), Number(to)] as const)
  assert.ok(first && second)
  assert.ok(first[1] < second[0], `${first.join('-')} and ${second.join('-')}`)
})

test('where two clusters are in networks of their own, the script says so and names kind', () => {
  for (const provider of ['minikube', 'k3d'] as const)
    assert.match(
      scriptOf('mesh-across-clusters', provider),
      new RegExp(`^# In both clusters: .*cacerts[^]*^# ${provider} gives .*--with kind`, 'm')
    )
})

test('a lab of which only a check needs both families is not refused for them', () => {
  for (const provider of ['minikube', 'k3d'] as const) {
    assert.match(
      scriptOf('egress-policies', provider),
      /checks of both stay blocked; kind does both/
    )
    assert.ok('limit' in clusterScript(labCalled('ipv6'), provider))
  }
  assert.match(scriptOf('egress-policies', 'kind'), /ipFamily: dual/)
})

test('where requests come in at a Gateway, MetalLB has addresses for it, of the network of the nodes', () => {
  const script = scriptOf('http-routing', 'kind')
  assert.match(script, /metallb-native\.yaml$/m)
  const pool = /<<END\n([^]*?)^END$/m.exec(script)?.[1] ?? ''
  assert.deepEqual(lintText(pool.replaceAll('${NODE%.*}', '172.18.0')), [])
  // The lab about MetalLB is about its pools.
  assert.doesNotMatch(scriptOf('metallb', 'kind'), /IPAddressPool/)
})

test('K3s keeps its own load balancer, unless the lab brings MetalLB', () => {
  assert.match(scriptOf('metallb', 'k3d'), /--disable=servicelb/)
  const script = scriptOf('http-routing', 'k3d')
  assert.doesNotMatch(script, /servicelb|metallb/)
  assert.match(script, /^helm --kube-context k3d-netlabs install traefik/m)
})
