import {
  detectCapability,
  type CapabilityFinding,
  type CapabilityQuestion
} from './capabilities.ts'
import type { Sample } from './check-outcome.ts'
import { findingOf } from './enforcement.ts'
import { capabilityWords, howToBring } from './how-to-get.ts'
import type { Capability, LabCheck, LabStep } from './lab-definition.generated.ts'
import type { Lab } from './lab.ts'
import { stopIfAborted, type ProbeContext } from './probe-context.ts'

/** What a kind of check needs, whatever the lab says. */
const neededByKind: Partial<Readonly<Record<LabCheck['kind'], readonly Capability[]>>> = {
  'path-mtu': ['real-network'],
  throughput: ['real-network'],
  capture: ['real-network', 'ephemeral-containers'],
  metric: ['prometheus']
}

/** Everything that a check needs: what its lab, its step, it itself and its kind require. */
export function requirementsOf(lab: Lab, step: LabStep, check: LabCheck): readonly Capability[] {
  return [
    ...new Set([
      ...lab.requires,
      ...(step.requires ?? []),
      ...(check.requires ?? []),
      ...(neededByKind[check.kind] ?? [])
    ])
  ]
}

/** What a lab or a whole step needs; what a single check needs beyond that only blocks the check. */
export function neededBySteps({ requires, steps }: Lab): readonly Capability[] {
  return [...new Set([...requires, ...steps.flatMap(step => step.requires ?? [])])]
}

/** What any check of a lab needs. */
export function neededAnywhere(lab: Lab): readonly Capability[] {
  const all = lab.steps.flatMap(step =>
    step.checks.flatMap(check => requirementsOf(lab, step, check))
  )
  return [...new Set([...lab.requires, ...all])]
}

/** Whether a cluster lacks something for every check of a step: what such a step applies would be for nothing. */
export async function lacksForAll(
  lab: Lab,
  step: LabStep,
  question: CapabilityQuestion
): Promise<boolean> {
  for (const check of step.checks) {
    const findings = await Promise.all(
      requirementsOf(lab, step, check).map(capability => detectCapability(capability, question))
    )
    if (!findings.some(({ state }) => state === 'no')) return false
  }
  return step.checks.length > 0
}

/** Asks a cluster for capabilities, for each of them once. */
export class Requirements {
  readonly #context: ProbeContext
  /** Everything that the lab needs anywhere: a cluster that is made for it should have all of it. */
  readonly #ofLab: readonly Capability[]
  readonly #lab: string
  readonly #known = new Map<Capability, Promise<CapabilityFinding>>()

  constructor(context: ProbeContext, lab: Lab) {
    this.#context = context
    this.#ofLab = neededAnywhere(lab)
    this.#lab = lab.id
  }

  /** The first capability that the cluster lacks, as what becomes of the check. */
  async missing(capabilities: readonly Capability[]): Promise<Sample | undefined> {
    for (const capability of capabilities) {
      // A probe that may not run a command says so itself, and names the Pod.
      if (capability === 'exec') continue
      const finding = await this.#find(capability)
      if (finding.state === 'no')
        return lacking(this.#context, capability, finding, { id: this.#lab, needs: this.#ofLab })
    }
    return undefined
  }

  #find(capability: Capability): Promise<CapabilityFinding> {
    const known = this.#known.get(capability)
    if (known) return known
    const asked = this.#detect(capability)
    this.#known.set(capability, asked)
    return asked
  }

  async #detect(capability: Capability): Promise<CapabilityFinding> {
    const { cluster, other, signal, enforcement } = this.#context
    const seen =
      capability === 'network-policy' && enforcement && !cluster.simulated
        ? findingOf(await enforcement.of(this.#context))
        : undefined
    // A name or a kind says less than what was seen.
    return (
      seen ??
      (await detectCapability(capability, {
        cluster,
        ...(other && { other }),
        ...(signal && { signal })
      }))
    )
  }
}

function lacking(
  context: ProbeContext,
  capability: Capability,
  { how, grade, probes = [] }: CapabilityFinding,
  lab: { readonly id: string; readonly needs: readonly Capability[] }
): Sample {
  stopIfAborted(context)
  const { needs } = capabilityWords[capability]
  const isOutOfSight = capability === 'real-network'
  return {
    verdict: isOutOfSight ? 'not-here' : 'blocked',
    sentence: `Blocked${isOutOfSight ? ' here' : ''}, because this needs ${needs}, and ${how}.`,
    next: howToBring(capability, { simulated: context.cluster.simulated, lab }),
    probes: [
      {
        role: 'object',
        from: 'API server',
        to: capability,
        what: `capability ${capability}, grade ${grade}`,
        result: how,
        outcome: 'other',
        at: context.clock.now(),
        took: 0
      },
      ...probes
    ],
    final: true
  }
}
