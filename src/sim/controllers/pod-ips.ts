import { podIpsOf, type Pod } from '../../model/pod.ts'
import type { Backend } from '../backend.ts'

/** The Pod addresses of the practice node, dual-stack: the last number is the same in both families. */
export const podCidrs = ['10.244.0.0/24', 'fd00:10:244::/64'] as const

/** The last number given out, so that an address isn't used again right after its Pod is gone. */
const lastGiven = new WeakMap<Backend, number>()

/** @throws Error when every address of the node is in use */
export function freePodIps(backend: Backend): readonly string[] {
  const taken = new Set((backend.store.list('/pods') as Pod[]).flatMap(podIpsOf))
  const start = lastGiven.get(backend) ?? 1
  for (let step = 1; step < 254; step++) {
    // From .2 to .254: .1 is the node's side of the network.
    const host = ((start - 2 + step + 253) % 253) + 2
    const ip = `10.244.0.${host}`
    if (taken.has(ip)) continue
    lastGiven.set(backend, host)
    return [ip, `fd00:10:244::${host.toString(16)}`]
  }
  throw new Error('no Pod address is left on the practice node')
}
