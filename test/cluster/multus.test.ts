/** Further interfaces of Pods: the annotation that asks for them, the status that tells of them, and packets. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { absence } from './additions/absence.ts'
import { runInNode } from './machine/node-namespaces.ts'
import { until } from './machine/until.ts'
import { inUrl } from './outside.ts'
import { applyAll, readObjects } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import type { NodePlan } from './parts/plan.ts'
import { pick } from './scene/pick.ts'
import { isForeign, testKubeconfig, testPlan } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const [node] = testPlan(1).nodes as readonly [NodePlan]
const cannot =
  (await absence(cluster, 'multus')) ||
  (isForeign && 'Nothing is known of the interfaces of this node, which a macvlan needs one of.')

interface InterfaceStatus {
  readonly name: string
  readonly interface: string
  readonly ips: readonly string[]
  readonly mac?: string
  readonly default?: boolean
}

describe('Multus', { skip: cannot, timeout: 1_200_000 }, () => {
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/multus-test.yaml'), 'utf8')
    const filled = text
      .replaceAll('@NAMESPACE@', namespace)
      .replaceAll('@NODE@', node.name)
      .replaceAll('@MASTER@', 'outside')
    await applyAll(cluster, readObjects(filled))
    for (const name of ['short', 'long'])
      await until(`Pod ${name} runs`, 300_000, async () => {
        return pick(await pod(name), 'status.phase') === 'Running'
      })
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('tells of each interface in the status, the first being the default', async () => {
    for (const name of ['short', 'long']) {
      const found = await statusOf(name)
      assert.deepEqual(
        found.map(one => [one.interface, one.name, one.default ?? false]),
        [
          ['eth0', 'pods', true],
          ['net1', `${namespace}/wire`, false],
          ['lan', `${namespace}/switch`, false]
        ]
      )
      assert.deepEqual(found[0]?.ips, pick(await pod(name), 'status.podIPs.*.ip'))
    }
  })

  test('makes the interfaces with the addresses and hardware addresses of the status', async () => {
    for (const one of await statusOf('short')) {
      const text = await inPod('short', ['ip', '-json', '-details', 'addr', 'show', one.interface])
      const [device] = JSON.parse(text) as [Device]
      const ips = device.addr_info
        .filter(({ scope }) => scope === 'global')
        .map(({ local }) => local)
      assert.deepEqual(ips.sort(), [...one.ips].sort())
      assert.equal(device.address, one.mac)
      const kinds: Readonly<Record<string, string>> = { eth0: 'veth', net1: 'macvlan', lan: 'veth' }
      assert.equal(device.linkinfo.info_kind, kinds[one.interface])
    }
  })

  test('has Pods reach each other through the second and third interface, in both families', async () => {
    const [, wire, lan] = await statusOf('long')
    assert.ok(wire && lan)
    assert.equal(wire.ips.length, 2)
    for (const { ip, device } of [
      ...wire.ips.map(ip => ({ ip, device: 'net1' })),
      ...lan.ips.map(ip => ({ ip, device: 'lan' }))
    ]) {
      assert.match(await inPod('short', ['ip', 'route', 'get', ip]), new RegExp(`dev ${device} `))
      const url = `http://${inUrl(ip)}:8080/hostname`
      const curl = ['curl', '-s', '--max-time', '5', '--interface', device, url]
      // The kernel takes a moment to make sure that nobody else has a new IPv6 address.
      await until(`long answers at ${ip}`, 180_000, async () => {
        return (await inPod('short', curl)) === 'long'
      })
    }
  })

  test('leaves a Pod that asks for an unknown network without any, and an event says which', async () => {
    await until('an event names the network', 180_000, async () => {
      const events = await cluster.list({ apiVersion: 'v1', kind: 'Event' }, { namespace })
      assert.ok(events.ok)
      return events.value.items.some(
        one =>
          pick(one, 'involvedObject.name') === 'lost' &&
          String(pick(one, 'message')).includes('network-attachment-definition (nowhere)')
      )
    })
    assert.equal(pick(await pod('lost'), 'status.phase'), 'Pending')
  })

  test('frees what a Pod had when the Pod goes', async () => {
    const ports = async (): Promise<number> => {
      const text = await runInNode(node, ['ip', '-json', 'link', 'show', 'master', 'br-test'])
      return (JSON.parse(text) as readonly unknown[]).length
    }
    assert.equal(await ports(), 2)
    await cluster.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: 'long' })
    await until('one port of the switch is left', 180_000, async () => (await ports()) === 1)
  })
})

interface Device {
  readonly address: string
  readonly addr_info: readonly { readonly local: string; readonly scope: string }[]
  readonly linkinfo: { readonly info_kind: string }
}

async function pod(name: string): Promise<unknown> {
  const read = await cluster.get({ apiVersion: 'v1', kind: 'Pod', namespace, name })
  assert.ok(read.ok)
  return read.value
}

async function statusOf(name: string): Promise<readonly InterfaceStatus[]> {
  const text = pick(await pod(name), 'metadata.annotations.k8s.v1.cni.cncf.io/network-status')
  assert.equal(typeof text, 'string')
  return JSON.parse(text as string) as readonly InterfaceStatus[]
}

async function inPod(name: string, command: readonly string[]): Promise<string> {
  const result = await cluster.exec({ namespace, name }, undefined, command)
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  const { exitCode, stdout, stderr } = result.value
  assert.equal(exitCode, 0, `${command.join(' ')}: ${stdout}${stderr}`)
  return stdout.trim()
}
