import { groupBy } from '../../base/group-by.ts'
import type { Ingress, IngressBackend } from '../../model/kinds.ts'
import { weightedPathsOf, type WeightedPath } from './weighted-paths.ts'

/** The number of a Service's port by its name, as far as the workspace knows. */
export type PortNumber = (service: string, portName: string) => number | undefined

/**
 * The Ingress as Gateway API HTTPRoutes, one for each host. Undefined when a backend is no Service or a
 * port is known by name only, because a `backendRef` needs the number.
 * https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress/
 */
export function toHttpRoutes(
  ingress: Ingress,
  gateway: { readonly name: string; readonly namespace?: string | undefined },
  portNumber: PortNumber
): readonly object[] | undefined {
  const routes: object[] = []
  const hosts = groupBy(weightedPathsOf(ingress), path => path.host)
  for (const [host, paths] of hosts) {
    const rules: object[] = []
    for (const path of paths) {
      const backendRefs = path.backends.map(({ backend, weight }) => {
        const target = targetOf(backend, portNumber)
        return target && { ...target, ...(path.backends.length > 1 && { weight: weight ?? 1 }) }
      })
      if (backendRefs.includes(undefined)) return undefined
      rules.push({ matches: [{ path: pathMatch(path) }], backendRefs })
    }
    if (ingress.spec?.defaultBackend) {
      const target = targetOf(ingress.spec.defaultBackend, portNumber)
      if (!target) return undefined
      rules.push({ backendRefs: [target] })
    }
    routes.push({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: metadataOf(ingress, hosts.size > 1 ? nameForHost(ingress, host) : undefined),
      spec: {
        parentRefs: [
          {
            name: gateway.name,
            ...(gateway.namespace !== undefined && { namespace: gateway.namespace })
          }
        ],
        ...(host !== undefined && { hostnames: [host] }),
        rules
      }
    })
  }
  return routes.length === 0 ? undefined : routes
}

/**
 * The Ingress as Traefik's IngressRoute, with a TraefikService for every path that is shared.
 * https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/
 */
export function toTraefik(ingress: Ingress): readonly object[] | undefined {
  const services: object[] = []
  const routes: object[] = []
  for (const path of weightedPathsOf(ingress)) {
    const targets = path.backends.map(({ backend, weight }) => {
      const port = backend.service?.port?.number ?? backend.service?.port?.name
      const name = backend.service?.name
      return name === undefined || port === undefined ? undefined : { name, port, weight }
    })
    const first = targets[0]
    if (first === undefined || targets.includes(undefined)) return undefined
    if (targets.length === 1) {
      routes.push(traefikRoute(path, { name: first.name, port: first.port }))
      continue
    }
    const name = `${ingress.metadata.name ?? 'weighted'}${services.length === 0 ? '' : `-${services.length + 1}`}`
    services.push({
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'TraefikService',
      metadata: metadataOf(ingress, name),
      spec: {
        weighted: {
          services: targets.map(target => ({
            name: target?.name,
            port: target?.port,
            weight: target?.weight ?? 1
          }))
        }
      }
    })
    routes.push(traefikRoute(path, { name, kind: 'TraefikService' }))
  }
  if (routes.length === 0 || ingress.spec?.defaultBackend) return undefined
  const secret = ingress.spec?.tls?.[0]?.secretName
  return [
    ...services,
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'IngressRoute',
      metadata: metadataOf(ingress),
      spec: {
        entryPoints: [ingress.spec?.tls ? 'websecure' : 'web'],
        routes,
        ...(ingress.spec?.tls && { tls: secret === undefined ? {} : { secretName: secret } })
      }
    }
  ]
}

/**
 * Two Ingresses for ingress-nginx: the second takes the share that its annotation says. Undefined unless
 * every shared path has exactly two backends with the same two shares.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function toCanaryIngresses(ingress: Ingress): readonly object[] | undefined {
  const paths = weightedPathsOf(ingress)
  const shared = paths.filter(path => path.backends.length > 1)
  const shares = new Set(
    shared.map(path => path.backends.map(({ weight }) => weight ?? 1).join(':'))
  )
  const [main = 1, canary = 1] = [...shares][0]?.split(':').map(Number) ?? []
  if (shared.length === 0 || shares.size !== 1) return undefined
  if (shared.some(path => path.backends.length !== 2)) return undefined
  const total = main + canary
  if (total === 0) return undefined
  const common = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress'
  }
  const spec = { ...ingress.spec, ingressClassName: ingress.spec?.ingressClassName ?? 'nginx' }
  return [
    {
      ...common,
      metadata: { ...metadataOf(ingress), ...annotationsOf(ingress) },
      spec: { ...spec, rules: rulesOf(paths, 0) }
    },
    {
      ...common,
      metadata: {
        ...metadataOf(ingress, `${ingress.metadata.name ?? 'weighted'}-canary`),
        annotations: {
          'nginx.ingress.kubernetes.io/canary': 'true',
          'nginx.ingress.kubernetes.io/canary-weight': String(canary),
          ...(total !== 100 && { 'nginx.ingress.kubernetes.io/canary-weight-total': String(total) })
        }
      },
      spec: { ingressClassName: spec.ingressClassName, rules: rulesOf(shared, 1) }
    }
  ]
}

function rulesOf(paths: readonly WeightedPath[], backend: number): object[] {
  return [...groupBy(paths, path => path.host)].map(([host, own]) => ({
    ...(host !== undefined && { host }),
    http: {
      paths: own.map(path => ({
        path: path.path,
        pathType: path.pathType ?? 'Prefix',
        backend: (path.backends[backend] ?? path.backends[0])?.backend
      }))
    }
  }))
}

function targetOf(
  backend: IngressBackend,
  portNumber: PortNumber
): { readonly name: string; readonly port: number } | undefined {
  const name = backend.service?.name
  if (name === undefined) return undefined
  const { number, name: portName } = backend.service?.port ?? {}
  const port = number ?? (portName === undefined ? undefined : portNumber(name, portName))
  return port === undefined ? undefined : { name, port }
}

function pathMatch(path: WeightedPath): object {
  return { type: path.pathType === 'Exact' ? 'Exact' : 'PathPrefix', value: path.path }
}

function traefikRoute(path: WeightedPath, service: object): object {
  const matcher = path.pathType === 'Exact' ? 'Path' : 'PathPrefix'
  const conditions = [`${matcher}(\`${path.path}\`)`]
  if (path.host?.startsWith('*.') === true)
    conditions.unshift(`HostRegexp(\`^[^.]+${path.host.slice(1).replaceAll('.', '\\.')}$\`)`)
  else if (path.host !== undefined) conditions.unshift(`Host(\`${path.host}\`)`)
  return { match: conditions.join(' && '), kind: 'Rule', services: [service] }
}

function nameForHost(ingress: Ingress, host: string | undefined): string {
  const suffix = (host ?? 'any').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `${ingress.metadata.name ?? 'route'}-${suffix}`
}

function metadataOf(ingress: Ingress, name = ingress.metadata.name): object {
  const { namespace, labels } = ingress.metadata
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels })
  }
}

function annotationsOf(ingress: Ingress): object {
  const { annotations } = ingress.metadata
  return annotations ? { annotations } : {}
}
