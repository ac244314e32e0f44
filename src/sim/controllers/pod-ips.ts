import { podIpsOf, type Pod } from '../../model/pod.ts'
import type { Backend } from '../backend.ts'
import type { Site } from '../cluster-set.ts'

/** The Pod addresses of the practice node, dual-stack: the last number is the same in both families. */
export function podCidrs({
  site
}: {
  readonly site?: Pick<Site, 'number'>
}): readonly [string, string] {
  const { ipv4, ipv6 } = prefixes(site?.number)
  return [`${ipv4}.0/24`, `${ipv6}::/64`]
}

/** Joined clusters need ranges of their own, or no packet finds its way. */
function prefixes(number = 1): { readonly ipv4: string; readonly ipv6: string } {
  return { ipv4: `10.${243 + number}.0`, ipv6: `fd00:10:${243 + number}` }
}

/** The last number given out, so that an address isn't used again right after its Pod is gone. */
const lastGiven = new WeakMap<Backend, number>()

/** @throws Error when every address of the node is in use */
export function freePodIps(backend: Backend): readonly string[] {
  const taken = new Set((backend.store.list('/pods') as Pod[]).flatMap(podIpsOf))
  const { ipv4, ipv6 } = prefixes(backend.site?.number)
  const start = lastGiven.get(backend) ?? 1
  for (let step = 1; step < 254; step++) {
    // From .2 to .254: .1 is the node's side of the network.
    const host = ((start - 2 + step + 253) % 253) + 2
    const ip = `${ipv4}.${host}`
    if (taken.has(ip)) continue
    lastGiven.set(backend, host)
    return [ip, `${ipv6}::${host.toString(16)}`]
  }
  throw new Error('no Pod address is left on the practice node')
}
