import { clusterIdentity } from './baseline.ts'
import type { CapabilityFinding } from './capabilities.ts'
import { seeEnforcement, type Direction, type Enforcement } from './enforcement-canary.ts'
import type { ProbeContext } from './probe-context.ts'

/** Milliseconds for which a canary counts: somebody may change the network plugin. */
const lifetime = 10 * 60_000

/** What canaries have seen, by cluster. One canary is enough for all labs that are verified in these minutes. */
export class EnforcementMemory {
  readonly #seen = new Map<string, { readonly at: number; readonly enforcement: Enforcement }>()

  async of(context: ProbeContext): Promise<Enforcement> {
    const identity = await clusterIdentity(context)
    const known = this.#seen.get(identity)
    if (known && context.clock.now() - known.at <= lifetime) return known.enforcement
    const enforcement = await seeEnforcement(context)
    this.#seen.set(identity, { at: context.clock.now(), enforcement })
    return enforcement
  }
}

/** What a canary says of the capability; undefined where it says nothing. */
export function findingOf({ cells, probes }: Enforcement): CapabilityFinding | undefined {
  const open = cells.filter(({ state }) => state === 'not-enforced')
  if (open.length > 0)
    return {
      state: 'no',
      grade: 'A',
      how: `a canary was answered although a policy cuts it off: ${waysOf(open)}`,
      probes
    }
  const enforced = cells.filter(({ state }) => state === 'enforced')
  return cells.length > 0 && enforced.length === cells.length
    ? { state: 'yes', grade: 'A', how: `a canary was cut off: ${waysOf(enforced)}`, probes }
    : undefined
}

/** Such as `ingress over IPv4 and IPv6, egress over IPv4`. */
function waysOf(cells: Enforcement['cells']): string {
  return (['ingress', 'egress'] as const)
    .flatMap((direction: Direction) => {
      const families = cells.filter(one => one.direction === direction).map(({ family }) => family)
      return families.length === 0 ? [] : [`${direction} over ${families.join(' and ')}`]
    })
    .join(', ')
}
