import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { LabClusterError } from './lab-cluster.ts'
import type { RefusedCheck } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import type { Probe, ProbeRole } from './step-result.ts'

/** Asks the API server in a dry run whether it takes the manifest of a `refused` check, and its neighbour. */
export async function sampleRefused(context: ProbeContext, check: RefusedCheck): Promise<Sample> {
  const subject = await ask(context, 'subject', check.manifest)
  if ('final' in subject) return sampleOf(subject, [])
  const { probe, error } = subject
  if (!error)
    return {
      verdict: 'fail',
      sentence: `The API server takes ${check.manifest}.`,
      next: 'Look what the file lacks that should make the API server refuse it.',
      probes: [probe]
    }
  if (!isRefusal(error)) return sampleOf(obstacleOf(error, `ask about ${check.manifest}`), [probe])
  if (!isFor(check, error))
    return {
      verdict: 'fail',
      sentence: `The API server refuses ${check.manifest} for another reason: ${error.message}`,
      next: `The refusal has to be about ${check.field ?? check.words ?? ''}.`,
      probes: [probe]
    }
  const accepted =
    check.accepted === undefined ? undefined : await ask(context, 'control', check.accepted)
  if (accepted && 'final' in accepted) return sampleOf(accepted, [probe])
  if (accepted?.error)
    return {
      verdict: 'inconclusive',
      sentence: `The API server refuses ${check.accepted ?? ''} as well: ${accepted.error.message}`,
      next: 'Its neighbour has to be taken, or the refusal shows nothing about the one field.',
      probes: [probe, accepted.probe]
    }
  return {
    verdict: 'pass',
    sentence: `The API server refuses ${check.manifest}: ${error.message}${accepted ? ` It takes ${check.accepted ?? ''}.` : ''}`,
    probes: [probe, ...(accepted ? [accepted.probe] : [])]
  }
}

interface Asked {
  readonly probe: Probe
  readonly error: LabClusterError | undefined
}

async function ask(
  context: ProbeContext,
  role: ProbeRole,
  file: string
): Promise<Asked | Obstacle> {
  const { cluster, readFile } = context
  if (!readFile || !cluster.previewOf)
    return {
      verdict: 'inconclusive',
      sentence: `The file ${file} can’t be asked about here.`,
      next: 'Verify it in the editor or with the command netlabs.',
      final: true
    }
  const at = context.clock.now()
  for (const object of objectsIn(await readFile(file))) {
    const answer = await cluster.previewOf(object, { ...callOptions(context, 10_000), force: true })
    stopIfAborted(context)
    if (!answer.ok)
      return { error: answer.error, probe: probeOf(context, role, file, at, answer.error.message) }
  }
  return { error: undefined, probe: probeOf(context, role, file, at) }
}

function objectsIn(text: string): readonly KubeObject[] {
  return parseYamlFile(text).documents.flatMap(({ value }) => (isKubeObject(value) ? [value] : []))
}

function probeOf(
  { clock }: ProbeContext,
  role: ProbeRole,
  file: string,
  at: number,
  refusal?: string
): Probe {
  return {
    role,
    from: 'API server',
    to: file,
    what: `kubectl apply --server-side --dry-run=server -f ${file}`,
    result: refusal ?? 'taken',
    outcome: refusal === undefined ? 'reached' : 'refused',
    at,
    took: clock.now() - at
  }
}

/** A refusal of what stands in the file; missing rights and silence are none. */
function isRefusal({ reason, message }: LabClusterError): boolean {
  return (
    reason === 'invalid' ||
    (reason === 'forbidden' && /violates PodSecurity|admission/i.test(message))
  )
}

function isFor({ field, words }: RefusedCheck, error: LabClusterError): boolean {
  const named = itemsOf(recordOf(recordOf(recordOf(error).status).details).causes).map(cause =>
    stringOf(recordOf(cause).field)
  )
  const bare = (path: string): string => path.replace(/^\./, '')
  const isField =
    field === undefined ||
    named.some(one => one !== undefined && bare(one) === field) ||
    error.message.includes(field)
  return isField && (words === undefined || new RegExp(words, 'iu').test(error.message))
}
