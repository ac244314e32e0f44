import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { recordOf, stringOf } from '../../base/json.ts'
import { gatewayGroup } from '../../model/gateway-kinds.ts'
import { kindKey, objectTitle, type KubeObject } from '../../model/object.ts'
import { obstacleOf } from '../obstacle.ts'
import { verdictLooks, verdictOfAll, type Verdict } from '../verdict.ts'
import { count, good, type Finding } from './finding.ts'
import { gatewayFindings, routeFindings } from './gateway-findings.ts'
import { ingressFindings } from './ingress-findings.ts'
import type { ObjectFacts } from './object-facts.ts'
import { policyFindings } from './policy-findings.ts'
import { serviceFindings } from './service-findings.ts'
import { jobFindings, podFindings, workloadFindings } from './workload-findings.ts'

/** What an object of a manifest comes to in a cluster. It speaks of objects, never of traffic. */
export interface ObjectJudgement {
  readonly object: string
  readonly verdict: Verdict
  readonly sentence: string
  /** One thing to do, when the verdict is not `pass`. */
  readonly next?: string
  readonly state: ObjectState
  readonly findings: readonly Finding[]
}

/** The judgement in a few words. The icon is one of the editor's own set. */
export interface ObjectState {
  readonly icon: string
  readonly text: string
  /** Time can change it without anybody's doing: Pods become Ready. */
  readonly settles: boolean
}

/**
 * Whether the object is in the cluster, as its text says, and ready as its kind understands it. What the
 * model of the network predicts is said and never decides.
 */
export function judgeObject(facts: ObjectFacts): ObjectJudgement {
  const object = objectTitle(facts.written)
  const findings = findingsOf(facts)
  const deciding = findings.filter(({ weight }) => weight === undefined)
  const verdict = verdictOfAll(deciding.map(one => one.verdict))
  const decided = deciding.find(one => one.verdict === verdict && verdict !== 'pass')
  const says = decided ? decided.says : inOneSentence(deciding.map(one => one.says))
  const predicted = findings.filter(one => one.weight === 'predicted' && one.verdict !== 'pass')
  const sentences = [`${object} ${says}.`, ...predicted.map(one => `Predicted: it ${one.says}.`)]
  const next = decided?.next ?? predicted[0]?.next
  return {
    object,
    verdict,
    sentence: sentences.join(' '),
    ...(next !== undefined && { next }),
    state: stateOf(facts, deciding, decided, predicted[0]),
    findings
  }
}

function inOneSentence(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

const compared = 'as written'

function findingsOf(facts: ObjectFacts): readonly Finding[] {
  const { comparison, live, written } = facts
  const { kind } = comparison
  if (kind === 'absent') {
    const because =
      comparison.because === undefined ? '' : `: ${comparison.because.replace(/\.$/, '')}`
    return [
      {
        about: 'in the cluster',
        verdict: 'fail',
        says: `is not in the cluster${because}`,
        next: comparison.next ?? 'Apply it, then verify again.'
      }
    ]
  }
  if (kind === 'not-served')
    return [
      {
        about: 'in the cluster',
        verdict: 'blocked',
        says: 'is of a kind that the cluster does not serve',
        next: comparison.error.hint ?? 'Install what defines this kind (its CRDs).',
        brief: 'kind not served'
      }
    ]
  const ending = live?.metadata.deletionTimestamp === undefined ? [] : [beingDeleted]
  return [
    ...ending,
    comparisonFinding(facts),
    ...(live ? (byKind[kindKey(written)]?.(live, facts) ?? []) : [])
  ]
}

const beingDeleted: Finding = {
  about: 'in the cluster',
  verdict: 'fail',
  says: 'is being deleted',
  next: 'Wait until it is gone, then apply it again.',
  brief: 'is being deleted'
}

function comparisonFinding({ comparison }: ObjectFacts): Finding {
  switch (comparison.kind) {
    case 'differs':
      return {
        about: compared,
        verdict: 'fail',
        says: `differs from this text in ${count(comparison.fields.length, 'field')}: ${fieldList(comparison.fields)}`,
        next: 'Preview shows the difference. Apply the text, or correct it.'
      }
    case 'refused':
      return {
        about: compared,
        verdict: 'fail',
        says: `would be refused. ${comparison.error.message.replace(/\.$/, '')}`,
        next: comparison.error.hint ?? 'Correct the text, then verify again.',
        brief: 'would be refused'
      }
    case 'unknown': {
      const { verdict, sentence, next } = obstacleOf(comparison.error, 'compare it with this text')
      return {
        about: compared,
        verdict,
        says: `can’t be judged. ${sentence.replace(/\.$/, '')}`,
        ...(next !== undefined && { next }),
        brief: 'can’t tell'
      }
    }
    default:
      return good(compared, 'is in the cluster as this text says')
  }
}

/** The fields by their paths, the first few of them. */
function fieldList(fields: readonly FieldPath[]): string {
  const shown = fields.slice(0, 5).map(formatFieldPath)
  return fields.length > shown.length
    ? `${shown.join(', ')} and ${fields.length - shown.length} more`
    : shown.join(', ')
}

type KindFindings = (live: KubeObject, facts: ObjectFacts) => readonly Finding[]

/** By group and kind: others have a Service and a Gateway, too. */
const byKind: Readonly<Record<string, KindFindings>> = {
  'apps/Deployment': workloadFindings,
  'apps/ReplicaSet': workloadFindings,
  'apps/StatefulSet': workloadFindings,
  'apps/DaemonSet': workloadFindings,
  'batch/Job': jobFindings,
  '/Pod': podFindings,
  '/Namespace': namespaceFindings,
  '/Service': serviceFindings,
  'networking.k8s.io/NetworkPolicy': policyFindings,
  'networking.k8s.io/Ingress': ingressFindings,
  [`${gatewayGroup}/Gateway`]: gatewayFindings,
  [`${gatewayGroup}/HTTPRoute`]: routeFindings,
  [`${gatewayGroup}/GRPCRoute`]: routeFindings
}

function namespaceFindings({ status }: KubeObject): readonly Finding[] {
  const phase = stringOf(recordOf(status).phase) ?? 'without a phase'
  if (phase === 'Active') return [good('phase', 'is Active')]
  return [
    {
      about: 'phase',
      verdict: 'fail',
      says: `is ${phase}`,
      next: beingDeleted.next ?? '',
      brief: `is ${phase}`
    }
  ]
}

function stateOf(
  { comparison }: ObjectFacts,
  deciding: readonly Finding[],
  decided: Finding | undefined,
  predicted: Finding | undefined
): ObjectState {
  if (comparison.kind === 'absent')
    return { icon: 'circle-slash', text: 'not in cluster', settles: false }
  if (comparison.kind === 'differs' && decided?.about === compared)
    return {
      icon: 'diff',
      text: `differs in ${count(comparison.fields.length, 'field')}`,
      settles: false
    }
  if (decided)
    return {
      icon: decided.verdict === 'fail' ? 'warning' : verdictLooks[decided.verdict].icon,
      text: decided.brief ?? verdictLooks[decided.verdict].word,
      settles: decided.verdict === 'fail' && decided.about !== compared
    }
  const text = deciding.findLast(({ brief }) => brief !== undefined)?.brief ?? 'in sync'
  if (predicted?.brief === undefined) return { icon: 'pass', text, settles: false }
  return { icon: 'warning', text: `${text} · ${predicted.brief}`, settles: false }
}
