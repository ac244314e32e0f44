import assert from 'node:assert/strict'
import { detectCapability } from '../../src/labs/capabilities.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { LabCheck, LabStep } from '../../src/labs/lab-definition.generated.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { requirementsOf } from '../../src/labs/requirements.ts'
import type { StepResult } from '../../src/labs/step-result.ts'

/** Checks for which a cluster lacks a capability: they are never proven there. */
export async function lackingChecks(
  lab: Lab,
  step: LabStep,
  {
    cluster,
    other
  }: { readonly cluster: LabCluster; readonly other?: { readonly cluster: LabCluster } }
): Promise<readonly LabCheck[]> {
  const lacking: LabCheck[] = []
  for (const check of step.checks)
    for (const capability of requirementsOf(lab, step, check)) {
      const { state } = await detectCapability(capability, {
        cluster,
        ...(other && { other: other.cluster })
      })
      if (state === 'no' && !lacking.includes(check)) lacking.push(check)
    }
  return lacking
}

/** A step after its solution: every check is proven, but for those that the cluster lacks something for. */
export function judgeDone(
  lab: Lab,
  step: LabStep,
  result: StepResult,
  lacking: readonly LabCheck[]
): void {
  for (const [i, check] of step.checks.entries()) {
    const { verdict = 'fail', sentence = '', next } = result.checks[i] ?? {}
    const where = `${lab.id}/${step.id}/${check.id}: ${sentence}`
    if (check.kind === 'attest')
      assert.ok(['attest', 'blocked', 'not-here'].includes(verdict), where)
    else if (lacking.includes(check)) {
      assert.ok(['blocked', 'not-here'].includes(verdict), where)
      assert.ok(next, `${where} It says how to get it.`)
    } else if (verdict === 'not-here')
      assert.fail(
        `${where} Let the check require what this cluster lacks: requires: [real-network].`
      )
    // A check may rest on one that can't be seen here, such as a block on its baseline.
    else if (lacking.length === 0) assert.equal(verdict, 'pass', where)
  }
}
