import { recordOf, stringOf, valueAt } from '../../base/json.ts'
import { namespaceNameLabel, serviceNameLabel } from '../../model/kinds.ts'
import type { Labels } from '../../model/selector.ts'
import { podLabelsOf } from '../../model/workloads.ts'
import { ChoiceList, isIn, type Choices, type ValuePlace } from './choices.ts'
import type { KnownObject } from './known-objects.ts'

/** What a selector asks the labels of. */
interface SelectorPlace {
  readonly of: 'Pod' | 'Namespace' | 'Service'
  /** The label whose values are wanted; undefined: keys are wanted. */
  readonly key: string | undefined
  /** Whether objects of other namespaces count. */
  readonly anywhere: boolean
}

/** Keys or values of labels that Pods, Namespaces or Services really have, where a selector is written. */
export function labelChoices(place: ValuePlace): Choices {
  const choices = new ChoiceList()
  const { kind, path, known } = place
  if (kind === 'discovery.k8s.io/EndpointSlice' && path.at(-1) === serviceNameLabel)
    for (const one of known)
      if (one.kind === '/Service') choices.add(one.name, titleOf(one), titleOf(one))
  const selector = selectorAt(place)
  if (!selector) return choices.sorted()
  const { of, key, anywhere } = selector
  for (const one of known) {
    const labels = labelsOf(one, of)
    if (!labels || !(anywhere || isIn(one, place.namespace))) continue
    if (key !== undefined) choices.add(labels[key], titleOf(one))
    else
      for (const own of Object.keys(labels))
        if (!madeByControllers.test(own)) choices.add(own, `label of ${titleOf(one)}`)
  }
  return choices.sorted()
}

/** Controllers tell Pods of one workload apart by these; nobody selects by them. */
const madeByControllers =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index)$/

/** Undefined where no selector stands. */
function selectorAt({ kind, path, object, namespace }: ValuePlace): SelectorPlace | undefined {
  const map = path.lastIndexOf('matchLabels')
  const list = path.lastIndexOf('matchExpressions')
  const end = Math.max(map, list)
  if (end > 0) {
    const holder = path.slice(0, end)
    const ofNamespaces = holder.at(-1) === 'namespaceSelector' || holder.includes('namespaces')
    const ofServices = kind === 'monitoring.coreos.com/ServiceMonitor'
    const beside = recordOf(valueAt(object, holder.slice(0, -1)))
    return {
      of: ofNamespaces ? 'Namespace' : ofServices ? 'Service' : 'Pod',
      key: map > 0 ? keyAt(path.slice(map + 1)) : keyOfExpression(object, path, list),
      anywhere: namespace === undefined || ofNamespaces || beside.namespaceSelector !== undefined
    }
  }
  const labels = path.lastIndexOf('labels')
  const onPods = labels > 0 && path[labels - 1] === 'metadata' && (kind === '/Pod' || labels > 1)
  const ownMap = mapsOfLabels[kind] ?? []
  const inMap = ownMap.length > 0 && ownMap.every((step, i) => path[i] === step)
  const start = inMap ? ownMap.length : onPods ? labels + 1 : 0
  if (start === 0) return undefined
  return { of: 'Pod', key: keyAt(path.slice(start)), anywhere: namespace === undefined || onPods }
}

/** Selectors that are a map of labels themselves. */
const mapsOfLabels: Readonly<Record<string, readonly string[] | undefined>> = {
  '/Service': ['spec', 'selector'],
  '/ReplicationController': ['spec', 'selector'],
  'networking.istio.io/Gateway': ['spec', 'selector']
}

function keyAt(rest: ValuePlace['path']): string | undefined {
  return rest[0] === undefined ? undefined : String(rest[0])
}

/** The label of the expression in which values are written; none where its key itself is written. */
function keyOfExpression(
  object: ValuePlace['object'],
  path: ValuePlace['path'],
  list: number
): string | undefined {
  if (path[list + 2] !== 'values') return undefined
  return stringOf(valueAt(object, [...path.slice(0, list + 2), 'key']))
}

function labelsOf(
  { object, kind, name }: KnownObject,
  of: SelectorPlace['of']
): Labels | undefined {
  if (of === 'Pod') return podLabelsOf(object)
  if (kind !== `/${of}`) return undefined
  const own = recordOf(object.metadata.labels) as Labels
  return of === 'Namespace' ? { ...own, [namespaceNameLabel]: name } : own
}

function titleOf({ object, name, namespace, from }: KnownObject): string {
  const place = namespace === undefined ? name : `${namespace}/${name}`
  return `${object.kind} ${place}${from === undefined ? '' : ` · ${from}`}`
}
