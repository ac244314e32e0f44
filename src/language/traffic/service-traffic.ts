import { targetPortOf } from '../../model/int-or-string.ts'
import {
  serviceNameLabel,
  type EndpointSlice,
  type Service,
  type ServicePort
} from '../../model/kinds.ts'
import { formatSelector, matchesLabels } from '../../model/selector.ts'
import { resolvePort } from '../../model/workloads.ts'
import { policiesOn } from './policy-traffic.ts'
import { listed, mayShare, titleOf, type Scene, type ScenePod } from './scene.ts'

/** Which Pods a Service leads to, on which ports, and what may stand in the way. */
export function serviceTraffic(service: Service, scene: Scene): string[] {
  const { type, externalName, selector = {} } = service.spec ?? {}
  if (type === 'ExternalName') return [`DNS answers with the alias \`${externalName ?? ''}\`.`]
  if (scene.isCluster) return endpointLines(service, scene)
  if (Object.keys(selector).length === 0) return endpointLines(service, scene)
  const pods = podsOf(service, scene)
  const wanted = formatSelector({ matchLabels: selector })
  if (pods.length === 0)
    return [`No Pod ${scene.where} has \`${wanted}\`, so nothing answers from these files alone.`]
  const ports = (service.spec?.ports ?? []).map(port => `- ${portLine(port, pods)}`)
  return [
    `Pods with \`${wanted}\`: ${listed(pods.map(({ title }) => title))}.`,
    ...(ports.length > 0 ? [ports.join('\n')] : []),
    ...policyLine(pods, scene)
  ]
}

/** The Service that a field names, in a few words: `Service `web` → Deployment `shop/web``. */
export function backendText(name: string, namespace: string | undefined, scene: Scene): string {
  const service = findService(name, namespace, scene)
  if (!service) return `Service \`${name}\` (not ${scene.where})`
  const pods = podsOf(service, scene)
  const ready = scene.isCluster ? readyOf(service, scene) : undefined
  if (ready) return `Service \`${name}\` (${ready})`
  if (service.spec?.type === 'ExternalName') return `Service \`${name}\` (a DNS alias)`
  return `Service \`${name}\` → ${
    pods.length === 0
      ? `no Pod ${scene.where}`
      : listed(
          pods.map(({ title }) => title),
          3
        )
  }`
}

export function findService(
  name: string,
  namespace: string | undefined,
  scene: Scene
): Service | undefined {
  return (scene.all('/Service') as readonly Service[]).find(
    ({ metadata }) => metadata.name === name && mayShare(metadata.namespace, namespace)
  )
}

function podsOf({ metadata, spec }: Service, scene: Scene): readonly ScenePod[] {
  const { selector = {} } = spec ?? {}
  if (Object.keys(selector).length === 0) return []
  return scene.pods.filter(
    ({ namespace, labels }) =>
      mayShare(namespace, metadata.namespace) && matchesLabels(selector, labels)
  )
}

function portLine(entry: ServicePort, pods: readonly ScenePod[]): string {
  const { port, protocol = 'TCP', nodePort } = entry
  const target = targetPortOf(entry)
  const numbers = new Set(pods.map(({ spec }) => resolvePort(spec, target, protocol)))
  const known = [...numbers].filter(number => number !== undefined)
  const node = nodePort === undefined ? '' : `, on every node ${nodePort}`
  if (known.length === 0)
    return `${protocol} ${port}${node} → \`${target}\`, which no container calls one of its ports`
  const name = typeof target === 'string' ? ` (\`${target}\`)` : ''
  return `${protocol} ${port}${node} → ${known.join(' or ')}${name} of the Pods`
}

function policyLine(pods: readonly ScenePod[], scene: Scene): string[] {
  const policies = pods.flatMap(pod => policiesOn(pod, scene, 'Ingress'))
  if (policies.length === 0) return []
  return [`Who may connect is decided by ${listed(policies.map(titleOf))}.`]
}

function endpointLines(service: Service, scene: Scene): string[] {
  const slices = slicesOf(service, scene)
  if (slices.length === 0)
    return [
      scene.isCluster
        ? `It has no endpoints ${scene.where}.`
        : `It has no selector, and no EndpointSlice ${scene.where} is for it.`
    ]
  const endpoints = slices.flatMap(slice => {
    const [port] = slice.ports ?? []
    return (slice.endpoints ?? []).map(({ addresses, conditions, targetRef }) => ({
      text: `\`${addresses[0] ?? ''}${port?.port === undefined ? '' : `:${port.port}`}\`${targetRef?.name === undefined ? '' : ` (Pod ${targetRef.name})`}`,
      isReady: conditions?.ready !== false
    }))
  })
  const ready = endpoints.filter(({ isReady }) => isReady)
  return [
    `${ready.length} of ${endpoints.length} endpoints ${ready.length === 1 ? 'is' : 'are'} ready${ready.length === 0 ? '.' : `: ${listed(ready.map(({ text }) => text))}.`}`
  ]
}

function readyOf(service: Service, scene: Scene): string | undefined {
  const endpoints = slicesOf(service, scene).flatMap(slice => slice.endpoints ?? [])
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false)
  return endpoints.length === 0
    ? 'no endpoints'
    : `${ready.length} of ${endpoints.length} endpoints ready`
}

function slicesOf({ metadata }: Service, scene: Scene): readonly EndpointSlice[] {
  return (scene.all('discovery.k8s.io/EndpointSlice') as readonly EndpointSlice[]).filter(
    slice =>
      slice.metadata.labels?.[serviceNameLabel] === metadata.name &&
      mayShare(slice.metadata.namespace, metadata.namespace)
  )
}
