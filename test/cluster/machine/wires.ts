import type { ClusterPlan, NodePlan } from '../parts/plan.ts'
import { takes } from './checks.ts'
import { thisMachine } from './machine-facts.ts'
import { runInNode } from './node-namespaces.ts'
import { run } from './run.ts'

/**
 * Wires the nodes to each other, the first one to this machine (for kubectl) and to a namespace that stands
 * for the outside. No packet of a Pod leaves: the default route ends outside, where nothing is forwarded.
 */
export async function wire(plan: ClusterPlan): Promise<void> {
  const [first, ...others] = plan.nodes as readonly [NodePlan]
  await wireMachine(plan, first)
  await wireOutside(plan, first)
  for (const node of others) await wireNode(first, node)
}

async function wireMachine(plan: ClusterPlan, node: NodePlan): Promise<void> {
  const end = plan.wire.interface
  await run('ip', [
    ...['link', 'add', 'name', end, 'type', 'veth', 'peer', 'name'],
    'eth0',
    'netns',
    node.id
  ])
  await run('sh', ['-ec', endOf(end, plan.wire.host4, plan.wire.host6)])
  await inside(node, [
    'ip link set lo up',
    endOf('eth0', node.address.v4, node.address.v6),
    forwarding
  ])
}

async function wireOutside(plan: ClusterPlan, node: NodePlan): Promise<void> {
  const { namespace, address, gateway } = plan.outside
  await run('ip', ['netns', 'add', namespace])
  const peer = ['peer', 'name', 'eth0', 'netns', namespace]
  await run('ip', ['link', 'add', 'name', 'outside', 'netns', node.id, 'type', 'veth', ...peer])
  await inside(node, [
    `ip addr add ${gateway.v4}/24 dev outside`,
    `ip addr add ${gateway.v6}/64 dev outside nodad`,
    'ip link set outside up',
    // Without a default route a ClusterIP has none either, and fails before it is translated.
    `ip route add default via ${address.v4}`,
    `ip -6 route add default via ${address.v6}`
  ])
  const commands = [
    'ip link set lo up',
    `ip addr add ${address.v4}/24 dev eth0`,
    `ip addr add ${address.v6}/64 dev eth0 nodad`,
    'ip link set eth0 up',
    `ip route add default via ${gateway.v4}`,
    `ip -6 route add default via ${gateway.v6}`
  ]
  await run('ip', ['netns', 'exec', namespace, 'sh', '-ec', commands.join('\n')])
}

async function wireNode(first: NodePlan, node: NodePlan): Promise<void> {
  const peer = ['peer', 'name', 'eth0', 'netns', node.id]
  await run('ip', ['link', 'add', 'name', node.name, 'netns', first.id, 'type', 'veth', ...peer])
  await inside(first, [
    endOf(node.name, node.gateway.v4, node.gateway.v6),
    `ip route add ${node.pods.v4} via ${node.address.v4}`,
    `ip -6 route add ${node.pods.v6} via ${node.address.v6}`
  ])
  await inside(node, [
    'ip link set lo up',
    endOf('eth0', node.address.v4, node.address.v6),
    `ip route add default via ${node.gateway.v4}`,
    `ip -6 route add default via ${node.gateway.v6}`,
    forwarding
  ])
}

function endOf(name: string, v4: string, v6: string): string {
  return [
    `ip addr add ${v4}/30 dev ${name}`,
    `ip addr add ${v6}/64 dev ${name} nodad`,
    `ip link set ${name} up`
  ].join('\n')
}

/** These switches belong to the network namespace, not to the machine. */
const forwarding = [
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding',
  'echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter',
  'echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter'
].join('\n')

async function inside(node: NodePlan, commands: readonly string[]): Promise<void> {
  await runInNode(node, ['sh', '-ec', commands.join('\n')])
}

/**
 * Lays a wire between the first nodes of two clusters and routes to what is behind it: Pods of both reach each other
 * by their own addresses, and the nodes of the other cluster, its API server among them, and what MetalLB hands out
 * there. Where the wire is there already, nothing changes.
 */
export async function joinClusters(one: ClusterPlan, other: ClusterPlan): Promise<void> {
  const [here] = one.nodes as readonly [NodePlan]
  const [there] = other.nodes as readonly [NodePlan]
  const ends = [here, there] as const
  const names = [other.name, one.name] as const
  const isThere = await Promise.all(ends.map((end, i) => hasLink(end, names[i] ?? '')))
  if (!isThere.includes(false)) return
  // An end to a cluster that has gone may outlive it for a while; the one that came in its place has none.
  for (const [i, end] of ends.entries())
    if (isThere[i]) await inside(end, [`ip link del ${names[i]}`])
  const peer = ['peer', 'name', names[1], 'netns', ends[1].id]
  await run('ip', ['link', 'add', 'name', names[0], 'netns', ends[0].id, 'type', 'veth', ...peer])
  const v4 = (i: number): string => `10.23${one.number}.${other.number}.${i + 1}`
  const v6 = (i: number): string => `fd00:23${one.number}:${other.number}::${i + 1}`
  for (const [i, end] of ends.entries()) {
    const { pods, nodeRange, outside } = i === 0 ? other : one
    await inside(end, [
      endOf(names[i] ?? '', v4(i), v6(i)),
      ...[pods, nodeRange, outside.range].flatMap(range => [
        `ip route add ${range.v4} via ${v4(1 - i)}`,
        `ip -6 route add ${range.v6} via ${v6(1 - i)}`
      ])
    ])
  }
}

async function hasLink(node: NodePlan, name: string): Promise<boolean> {
  return (await runInNode(node, ['ip', '-o', 'link'])).includes(` ${name}@`)
}

/** Drops what goes from one cluster to the other, on every way, until it is undone. */
export async function cutOff(one: ClusterPlan, other: ClusterPlan): Promise<void> {
  await changeRules(one, other, 'add')
}

export async function undoCutOff(one: ClusterPlan, other: ClusterPlan): Promise<void> {
  await changeRules(one, other, 'del')
}

/** Rules come before all routes, and taking them away leaves those as they were. */
async function changeRules(one: ClusterPlan, other: ClusterPlan, verb: string): Promise<void> {
  const [here] = one.nodes as readonly [NodePlan]
  const ranges = [other.pods, other.nodeRange, other.outside.range]
  await inside(
    here,
    ranges.flatMap(({ v4, v6 }) => [
      `ip rule ${verb} pref 10 to ${v4} blackhole`,
      `ip -6 rule ${verb} pref 10 to ${v6} blackhole`
    ])
  )
}

/** Addresses that the labs hand out: those that kind's own network has, of which most learners' clusters are. */
const labAddresses = { v4: '172.18.255.192/26', v6: 'fd00:172:18::ff00/120' }

/**
 * Gives this machine routes to what MetalLB hands out, so that it is a client outside: the cluster's own pool lies
 * behind the first node, and the addresses of labs are on the wire itself, where somebody has to announce them.
 * With several clusters up, the one with the lowest number has those of the labs. A machine that uses that range
 * itself, as one with Docker does, keeps it.
 */
export async function reachAddressesOf({
  wire,
  outside,
  nodes,
  number
}: ClusterPlan): Promise<void> {
  const [{ address }] = nodes as readonly [NodePlan]
  const taken = (await thisMachine.routes()).filter(({ dev = '' }) => !/^netlabs\d$/.test(dev))
  const metric = ['metric', String(100 + number)]
  const routes = [
    [outside.range.v4, 'via', address.v4],
    [outside.range.v6, 'via', address.v6],
    ...Object.values(labAddresses)
      .filter(range => !taken.some(route => takes(route, range)))
      .map(range => [range, ...metric])
  ]
  for (const route of routes) await run('ip', ['route', 'replace', ...route, 'dev', wire.interface])
}
