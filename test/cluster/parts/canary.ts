import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { applyAll, readObjects } from './objects.ts'

/**
 * Proves that the cluster enforces NetworkPolicies: an API server takes them gladly where nothing does, and
 * every test of a block would then be about nothing. Each direction and family is seen open, then closed,
 * with a neighbour that stays open all the time. The canary's namespace is removed again.
 * @throws ClusterFailure that says which way was not closed, or not open
 */
export async function proveEnforcement(cluster: Cluster): Promise<void> {
  const file = path.join(projectRoot, 'test/cluster/manifests/canary.yaml')
  // Another one each time, since the one before may still be on its way out.
  const namespace = `netlabs-canary-${randomBytes(3).toString('hex')}`
  const place: Place = { cluster, namespace }
  try {
    const text = readFileSync(file, 'utf8').replaceAll('@NAMESPACE@', namespace)
    await applyAll(cluster, readObjects(text))
    const addresses = await addressesOf(place, 'server')
    await expectReach(place, addresses, { friend: true, stranger: true })
    for (const spec of [ingressFromFriend, noEgressOfStranger]) {
      const policy = policyIn(namespace, spec)
      await applyAll(cluster, [policy])
      await expectReach(place, addresses, { friend: true, stranger: false })
      await remove(cluster, policy)
      await expectReach(place, addresses, { friend: true, stranger: true })
    }
  } finally {
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace })
  }
}

interface Place {
  readonly cluster: Cluster
  readonly namespace: string
}

const ingressFromFriend = {
  podSelector: { matchLabels: { role: 'server' } },
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: { matchLabels: { role: 'friend' } } }] }]
}

const noEgressOfStranger = {
  podSelector: { matchLabels: { role: 'stranger' } },
  policyTypes: ['Egress']
}

function policyIn(namespace: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'canary', namespace },
    spec
  }
}

type Reach = Readonly<Record<'friend' | 'stranger', boolean>>

/** Policies take a moment to be programmed, so what is expected has to come about, and then for all ways. */
async function expectReach(
  place: Place,
  addresses: readonly string[],
  wanted: Reach
): Promise<void> {
  let seen = ''
  const ways = Object.entries(wanted).flatMap(([client, open]) =>
    addresses.map(address => ({ client, open, address }))
  )
  await until(
    'the canary sees its NetworkPolicies',
    180_000,
    async () => {
      const found = await Promise.all(
        ways.map(async way => ({ ...way, is: await reaches(place, way.client, way.address) }))
      )
      const wrong = found.filter(({ open, is }) => open !== is)
      seen = wrong
        .map(
          ({ client, address, open }) => `${client} to ${address} is ${open ? 'closed' : 'open'}.`
        )
        .join(' ')
      return wrong.length === 0
    },
    () => seen
  )
}

async function reaches(
  { cluster, namespace }: Place,
  client: string,
  address: string
): Promise<boolean> {
  const host = address.includes(':') ? `[${address}]` : address
  const command = [
    'curl',
    '-s',
    '-o',
    '/dev/null',
    '--max-time',
    '1',
    `http://${host}:8080/hostname`
  ]
  const result = await cluster.exec({ namespace, name: client }, undefined, command)
  if (!result.ok) throw new ClusterFailure(result.error.message)
  return result.value.exitCode === 0
}

/** Waits for the three Pods and gives the addresses of one. */
async function addressesOf(
  { cluster, namespace }: Place,
  server: string
): Promise<readonly string[]> {
  let found: readonly string[] = []
  await until('the Pods of the canary run', 180_000, async () => {
    const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace })
    if (!pods.ok) throw new Error(pods.error.message)
    const items = pods.value.items as readonly (KubeObject & {
      readonly status?: {
        readonly phase?: string
        readonly podIPs?: readonly { readonly ip: string }[]
      }
    })[]
    const one = items.find(({ metadata }) => metadata.name === server)
    found = one?.status?.podIPs?.map(({ ip }) => ip) ?? []
    return items.length === 3 && items.every(({ status }) => status?.phase === 'Running')
  })
  return found
}

async function remove(cluster: Cluster, { apiVersion, kind, metadata }: KubeObject): Promise<void> {
  const { name = '', namespace } = metadata
  await cluster.delete({ apiVersion, kind, name, ...(namespace !== undefined && { namespace }) })
}
