import {
  gatewayGroup,
  type BackendRef,
  type Gateway,
  type GatewayClass,
  type GRPCRoute,
  type HTTPRoute,
  type ParentReference
} from '../../model/gateway-kinds.ts'
import type { Condition } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { nameOf, namespaceOf } from '../../net/network.ts'
import { backendFindings, type Backend } from './backend-findings.ts'
import { count, good, needsController, unreadFinding, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

const noController = {
  next: 'Install a Gateway API controller, and name its GatewayClass.',
  what: 'Gateway controller'
}

/** Whether a Gateway has a class that is there, and what its controller says of it. */
export function gatewayFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const gateway = live as Gateway
  const unread = unreadFinding('class', facts.unread, ['GatewayClass'])
  if (unread) return [unread]
  const name = gateway.spec?.gatewayClassName ?? ''
  const classes = facts.network.list(`${gatewayGroup}/v1/GatewayClass`) as readonly GatewayClass[]
  if (!classes.some(one => nameOf(one) === name))
    return [
      needsController('class', facts.simulated, {
        ...noController,
        says: `names the GatewayClass ${name}, which is not in the cluster, so no controller acts on it`,
        brief: 'no GatewayClass'
      })
    ]
  const listeners = gateway.status?.listeners ?? []
  const attached = listeners.reduce((sum, { attachedRoutes = 0 }) => sum + attachedRoutes, 0)
  return [
    good('class', `has the GatewayClass ${name}`),
    ...conditionFindings(gateway, gateway.status?.conditions, ['Accepted', 'Programmed'], facts),
    ...listeners.flatMap(({ name: listener, conditions }) =>
      refusedOf(conditions, ['Accepted', 'Programmed', 'ResolvedRefs']).map(condition => ({
        about: `listener ${listener}`,
        verdict: 'fail' as const,
        says: `has a listener ${listener} that is not ${condition.type}: ${wordsOf(condition)}`,
        next: 'Correct the listener by what its condition says.',
        brief: `listener ${listener} is not ${condition.type}`
      }))
    ),
    {
      about: 'routes',
      verdict: 'pass',
      says: `has ${count(attached, 'route')} attached`,
      weight: 'note'
    }
  ]
}

/** Whether each parent of a route is there and has accepted it, and whether its backends answer. */
export function routeFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const route = live as HTTPRoute | GRPCRoute
  const parents = route.spec?.parentRefs ?? []
  return [
    ...(parents.length === 0
      ? [
          {
            about: 'parents',
            verdict: 'fail' as const,
            says: 'names no parent, so no traffic comes to it',
            next: 'Name a Gateway in spec.parentRefs.',
            brief: 'no parent'
          }
        ]
      : parents.flatMap(parent => parentFindings(route, parent, facts))),
    ...backendFindings(backendsOf(route), facts)
  ]
}

function parentFindings(
  route: HTTPRoute | GRPCRoute,
  parent: ParentReference,
  facts: ObjectFacts
): readonly Finding[] {
  const { kind = 'Gateway', name, sectionName } = parent
  const namespace = parent.namespace ?? namespaceOf(route)
  const title = `${kind} ${namespace}/${name}`
  const about = 'parent'
  const unread = unreadFinding(about, facts.unread, [kind])
  if (unread) return [unread]
  const group = parent.group ?? gatewayGroup
  const key = `${group === '' ? '' : `${group}/`}v1/${kind}`
  const isThere = facts.network
    .list(key)
    .some(one => nameOf(one) === name && namespaceOf(one) === namespace)
  if (!isThere)
    return [
      {
        about,
        verdict: 'fail',
        says: `hangs on ${title}, which is not in the cluster`,
        next: `Apply ${title} first, or correct spec.parentRefs.`,
        brief: `no ${kind} ${name}`
      }
    ]
  const answers = (route.status?.parents ?? []).filter(
    ({ parentRef }) =>
      parentRef?.name === name &&
      (parentRef.namespace ?? namespaceOf(route)) === namespace &&
      parentRef.sectionName === sectionName
  )
  if (answers.length === 0)
    return [
      needsController(about, facts.simulated, {
        ...noController,
        says: `hangs on ${title}, and no controller has answered for it`,
        brief: 'no controller answers'
      })
    ]
  return answers.flatMap(({ conditions }) =>
    conditionFindings(route, conditions, ['Accepted', 'ResolvedRefs'], facts, ` by ${title}`)
  )
}

/** One finding for the conditions of a controller's answer: the first that is not True, or all well. */
function conditionFindings(
  object: KubeObject,
  conditions: readonly Condition[] = [],
  wanted: readonly string[],
  { simulated }: ObjectFacts,
  by = ''
): readonly Finding[] {
  const about = wanted.join(', ')
  const [refused] = refusedOf(conditions, wanted)
  if (refused)
    return [
      {
        about,
        verdict: 'fail',
        says: `is not ${refused.type}${by}: ${wordsOf(refused)}`,
        next: 'Correct what the condition names, then verify again.',
        brief: `not ${refused.type}`
      }
    ]
  const isOld = ({ observedGeneration = 0 }: Condition): boolean =>
    observedGeneration < (object.metadata.generation ?? 0)
  const isKnown = wanted.every(type =>
    conditions.some(one => one.type === type && one.status === 'True' && !isOld(one))
  )
  if (isKnown) return [good(about, `is ${wanted.join(' and ')}${by}`)]
  return [
    needsController(about, simulated, {
      ...noController,
      says: `waits for a controller to say ${wanted.join(' and ')}`,
      brief: 'no controller answers'
    })
  ]
}

function refusedOf(
  conditions: readonly Condition[] = [],
  wanted: readonly string[]
): readonly Condition[] {
  return conditions.filter(({ type, status }) => wanted.includes(type) && status === 'False')
}

function wordsOf({ reason, message }: Condition): string {
  return [reason, message?.replace(/\.$/, '')].filter(Boolean).join(', ')
}

/** Backends without weight get nothing, so nobody has to be behind them. */
function backendsOf(route: HTTPRoute | GRPCRoute): readonly Backend[] {
  const refs: readonly BackendRef[] = (route.spec?.rules ?? []).flatMap(
    ({ backendRefs = [] }) => backendRefs
  )
  return refs
    .filter(
      ({ group = '', kind = 'Service', weight = 1 }) =>
        group === '' && kind === 'Service' && weight > 0
    )
    .map(({ namespace = namespaceOf(route), name, port }) => ({
      namespace,
      name,
      ...(port !== undefined && { port })
    }))
}
