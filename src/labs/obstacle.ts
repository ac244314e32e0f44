import type { LabClusterError } from './lab-cluster.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Verdict } from './verdict.ts'

/** Why a check can't be decided: what stands between the probe and its answer. */
export interface Obstacle {
  readonly verdict: Exclude<Verdict, 'pass' | 'attest'>
  readonly sentence: string
  readonly next?: string
  /** True when waiting won't change it. */
  readonly final: boolean
  /** The Pod whose image lacks the program that the probe needs. */
  readonly lacks?: ProbePod
  /** True when the person did not agree to what the probe would add. */
  readonly refused?: boolean
}

/** Errors of a context that waiting doesn't mend, and that only a person with rights or a key can. */
const missingRights = [
  'forbidden',
  'unauthorized',
  'exec-plugin',
  'untrusted-certificate',
  'kubeconfig'
]

/** The obstacle that a failed call is. `doing` says what was tried, such as `run curl in Pod frontend/client`. */
export function obstacleOf(error: LabClusterError, doing: string): Obstacle {
  const final = missingRights.includes(error.reason)
  return {
    verdict: final ? 'blocked' : 'inconclusive',
    sentence: `${final ? 'Blocked, because it' : 'It'} was not possible to ${doing}: ${error.message}`,
    ...nextOf(error.hint, final),
    final
  }
}

/** Who is blocked is told how to go on, also where the error itself has no advice. */
function nextOf(hint: string | undefined, final: boolean): { readonly next?: string } {
  if (hint !== undefined) return { next: hint }
  return final
    ? { next: 'Ask for the right, sign in again, or choose another context; then verify again.' }
    : {}
}

export function isObstacle(value: object): value is Obstacle {
  return 'final' in value
}
