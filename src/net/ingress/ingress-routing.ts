import type { Ingress, IngressBackend, IngressClass, IngressPath } from '../../model/kinds.ts'
import { namespaceOf, nameOf, titleOf, type Network } from '../network.ts'
import {
  proxyAnswer,
  type Decision,
  type ProxiedRequest,
  type WeightedBackend
} from '../proxy/decision.ts'
import { hasPrefix, splitQuery } from '../gateway/route-match.ts'
import { usableEndpoints } from '../service-routing.ts'

const defaultClassAnnotation = 'ingressclass.kubernetes.io/is-default-class'
const middlewaresAnnotation = 'traefik.ingress.kubernetes.io/router.middlewares'
/** The way before IngressClass, which controllers still read. */
export const classAnnotation = 'kubernetes.io/ingress.class'

/** The class that an Ingress without one belongs to; the newest when several are marked. */
export function defaultIngressClass(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes
    .filter(one => one.metadata.annotations?.[defaultClassAnnotation] === 'true')
    .sort((a, b) =>
      (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '')
    )[0]
}

/** The controller that an Ingress asks for, or undefined when no class says it. */
export function controllerOfIngress(network: Network, ingress: Ingress): string | undefined {
  const wanted =
    ingress.spec?.ingressClassName ?? ingress.metadata.annotations?.[classAnnotation] ?? ''
  const classes = network.list('networking.k8s.io/v1/IngressClass') as readonly IngressClass[]
  return classes.find(one => nameOf(one) === wanted)?.spec?.controller
}

interface Candidate {
  readonly ingress: Ingress
  readonly backend: IngressBackend
  readonly rank: readonly number[]
  readonly where: string
}

/**
 * Where the Ingresses of one controller send a request: an exact host before a wildcard before none, then the
 * longest path, and of equal ones Exact before Prefix.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function routeByIngresses(
  network: Network,
  ingresses: readonly Ingress[],
  request: ProxiedRequest
): Decision {
  const [path] = splitQuery(request.path)
  const found = ingresses.flatMap(ingress => candidatesOf(ingress, request.host, path))
  const ranked = found.sort((a, b) => compare(b.rank, a.rank))
  const best = ranked.find(one => backendOf(network, one).to) ?? ranked[0]
  if (!best)
    return proxyAnswer(
      404,
      '404 page not found\n',
      `No Ingress has a rule for ${request.host}${path}, and none has a default backend.`
    )
  if (best.ingress.metadata.annotations?.[middlewaresAnnotation] !== undefined)
    return {
      kind: 'refuse',
      reason: `${titleOf(best.ingress)} sends requests through Middlewares, which are not modelled.`
    }
  return {
    kind: 'forward',
    turn: `${titleOf(best.ingress)} ${best.where}`,
    backends: [backendOf(network, best)],
    request,
    reason: `${titleOf(best.ingress)} takes it by ${best.where}.`,
    object: best.ingress
  }
}

function candidatesOf(ingress: Ingress, host: string, path: string): readonly Candidate[] {
  const { rules = [], defaultBackend } = ingress.spec ?? {}
  const candidates = rules.flatMap((rule, i) => {
    const hostRank = rankOfHost(rule.host, host)
    if (hostRank === undefined) return []
    return (rule.http?.paths ?? []).flatMap((entry, j): Candidate[] => {
      if (!entry.backend || !pathFits(entry, path)) return []
      const rank = [1, hostRank, (entry.path ?? '/').length, entry.pathType === 'Exact' ? 1 : 0]
      const where = `spec.rules[${i}].http.paths[${j}]`
      return [{ ingress, backend: entry.backend, rank, where }]
    })
  })
  if (defaultBackend)
    candidates.push({
      ingress,
      backend: defaultBackend,
      rank: [0, 0, 0, 0],
      where: 'spec.defaultBackend'
    })
  return candidates
}

/** A wildcard stands for exactly one label. Undefined when the host isn't meant. */
function rankOfHost(ruleHost: string | undefined, host: string): number | undefined {
  if (ruleHost === undefined || ruleHost === '') return 0
  const wanted = ruleHost.toLowerCase()
  if (!wanted.startsWith('*.')) return wanted === host ? 2 : undefined
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot) === wanted.slice(1) ? 1 : undefined
}

function pathFits({ path = '/', pathType }: IngressPath, asked: string): boolean {
  if (pathType === 'Exact') return asked === path
  if (pathType === 'Prefix') return hasPrefix(path, asked)
  // ImplementationSpecific: Traefik takes it as a prefix of the text.
  return asked.startsWith(path)
}

/** Traefik leaves a rule out whose Service has nobody to answer, so that a less exact one may take its place. */
function backendOf(
  network: Network,
  { ingress, backend: { service: ref, resource } }: Candidate
): WeightedBackend {
  const failed = (problem: string): WeightedBackend => ({ weight: 1, status: 404, problem })
  if (!ref) return failed(`A backend of kind ${resource?.kind ?? '?'} is not supported here.`)
  const namespace = namespaceOf(ingress)
  const title = `Service ${namespace}/${ref.name ?? ''}`
  const service = network.service(namespace, ref.name ?? '')
  if (!service) return failed(`${title} does not exist.`)
  const port = (service.spec?.ports ?? []).find(one =>
    ref.port?.name === undefined || ref.port.name === ''
      ? one.port === ref.port?.number
      : one.name === ref.port.name
  )
  if (!port) return failed(`${title} has no port ${ref.port?.name ?? ref.port?.number ?? ''}.`)
  const families = service.spec?.ipFamilies ?? ['IPv4']
  const isServed =
    service.spec?.type === 'ExternalName' ||
    families.some(family => usableEndpoints(network, service, port, family).length > 0)
  if (!isServed) return failed(`${title} has no ready endpoints, so the rule is left out.`)
  return { weight: 1, to: { service, port: port.port } }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
