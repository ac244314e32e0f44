/** Further networks of Pods, which the practice cluster plans and does not carry. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedNetworks } from '../../src/net/multus.ts'
import { namespace, pod, Practice } from './practice.ts'

function definition(name: string, ipam: object | undefined): object {
  const config = { cniVersion: '1.0.0', type: 'macvlan', master: 'eth0', ...(ipam && { ipam }) }
  return {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name, namespace: 'lab' },
    spec: { config: JSON.stringify(config) }
  }
}

function attached(name: string, networks: string): object {
  const made = pod('lab', name, 'nicolaka/netshoot', {
    container: { command: ['sleep', 'inf'] }
  }) as {
    readonly metadata: object
  }
  const annotations = { 'k8s.v1.cni.cncf.io/networks': networks }
  return { ...made, metadata: { ...made.metadata, annotations } }
}

const hostLocal = {
  type: 'host-local',
  ranges: [
    [{ subnet: '192.168.50.0/24', rangeStart: '192.168.50.10' }],
    [{ subnet: 'fd00:50::/64' }]
  ]
}

async function status(
  practice: Practice,
  name: string
): Promise<readonly Record<string, unknown>[]> {
  const read = await practice.call('GET', `/api/v1/namespaces/lab/pods/${name}`)
  const annotations = read.at('metadata.annotations') as Record<string, string>
  return JSON.parse(annotations['k8s.v1.cni.cncf.io/network-status'] ?? '[]') as Record<
    string,
    unknown
  >[]
}

test('the status plans an interface and its addresses, each of them once', async () => {
  const practice = new Practice()
  await practice.apply(
    namespace('lab'),
    definition('data', hostLocal),
    definition('bare', undefined),
    attached('a', 'data'),
    attached('b', 'lab/data@data0, bare')
  )
  const [main, first] = await status(practice, 'a')
  assert.equal(main?.interface, 'eth0')
  assert.equal(main.default, true)
  assert.deepEqual(first, {
    name: 'lab/data',
    interface: 'net1',
    ips: ['192.168.50.10', 'fd00:50::2'],
    dns: {}
  })
  const [, second, third] = await status(practice, 'b')
  assert.deepEqual([second?.interface, second?.ips], ['data0', ['192.168.50.11', 'fd00:50::3']])
  assert.deepEqual([third?.interface, third?.ips], ['net2', []])
  const asked = await practice.exec('lab', 'a', ['ip', 'addr', 'show', 'dev', 'net1'])
  assert.equal(asked.exitCode, 126)
  assert.match(asked.stderr, /net1 is planned by a NetworkAttachmentDefinition and does not exist/)
})

test('a Pod waits for a definition that is not there, and starts when it comes', async () => {
  const practice = new Practice()
  await practice.apply(namespace('lab'), attached('a', 'data'))
  const url = '/api/v1/namespaces/lab/pods/a'
  assert.equal((await practice.call('GET', url)).at('status.phase'), 'Pending')
  const events = await practice.call('GET', '/api/v1/namespaces/lab/events')
  const messages = (events.at('items') as readonly { readonly message: string }[]).map(
    one => one.message
  )
  assert.ok(
    messages.some(one =>
      one.includes('cannot find a network-attachment-definition (data) in namespace (lab)')
    )
  )
  await practice.apply(
    definition('data', { type: 'static', addresses: [{ address: '192.168.50.7/24' }] })
  )
  assert.equal((await practice.call('GET', url)).at('status.phase'), 'Running')
  assert.deepEqual((await status(practice, 'a'))[1]?.ips, ['192.168.50.7'])
})

test('the annotation is read in both of its forms', () => {
  assert.deepEqual(askedNetworks('a, other/b@eth1', 'lab'), [
    { name: 'a', namespace: 'lab' },
    { name: 'b', namespace: 'other', interfaceName: 'eth1' }
  ])
  assert.deepEqual(askedNetworks('[{"name":"a","interface":"x0","ips":["10.1.1.1/24"]}]', 'lab'), [
    { name: 'a', namespace: 'lab', interfaceName: 'x0', ips: ['10.1.1.1/24'] }
  ])
  assert.equal(typeof askedNetworks('[{', 'lab'), 'string')
  assert.equal(typeof askedNetworks('Not A Name', 'lab'), 'string')
})
