import type { Sample } from './check-outcome.ts'
import type { AttestCheck } from './lab-definition.generated.ts'

/** What only a person can tell. No probe is sent, and it is never proven by itself. */
export function sampleAttest({ look }: AttestCheck): Sample {
  return { verdict: 'attest', sentence: look, probes: [], final: true }
}
