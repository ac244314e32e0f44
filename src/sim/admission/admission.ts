import { isRecord, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Pod } from '../../model/pod.ts'
import type { Ingress, IngressClass, Service } from '../../model/kinds.ts'
import { classAnnotation, defaultIngressClass } from '../../net/ingress/ingress-routing.ts'
import type { Backend } from '../backend.ts'
import type { Resource } from '../registry.ts'
import { forbidden } from '../status.ts'
import { withMeshProxy } from './mesh-injection.ts'
import { checkNamespaceLabels, checkPodSecurity } from './pod-security.ts'
import { admitService, withIpModes } from './service.ts'

/** What the API server itself puts into a new object, beyond defaults. @throws ApiError */
export function admitCreate(backend: Backend, resource: Resource, object: KubeObject): KubeObject {
  switch (resource.key) {
    case '/namespaces':
      checkNamespaceLabels(resource, object, undefined)
      return admitNamespace(object)
    case '/pods':
      return admitPod(backend, resource, withMeshProxy(backend, object as Pod))
    case '/services':
      return admitService(backend, resource, object as Service, undefined)
    case '/secrets':
      return withStringData(object)
    case 'batch/jobs':
      return admitJob(object)
    case 'networking.k8s.io/ingresses':
      return admitIngress(backend, object as Ingress)
    default:
      return object
  }
}

/** The same for a changed object. @throws ApiError */
export function admitUpdate(
  backend: Backend,
  resource: Resource,
  before: KubeObject,
  after: KubeObject,
  subresource: string
): KubeObject {
  if (subresource === 'status')
    return resource.key === '/services' ? withIpModes(after as Service) : after
  switch (resource.key) {
    case '/pods':
      checkPodSecurity(backend, resource, after as Pod, before as Pod)
      return after
    case '/namespaces':
      checkNamespaceLabels(resource, after, before)
      return { ...admitNamespace(after), status: before.status, spec: before.spec }
    case '/services':
      return admitService(backend, resource, after as Service, before as Service)
    case '/secrets':
      return withStringData(after)
    default:
      return after
  }
}

function admitNamespace(namespace: KubeObject): KubeObject {
  const { labels, name = '' } = namespace.metadata
  return {
    ...namespace,
    metadata: { ...namespace.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' }
  }
}

function admitPod(backend: Backend, resource: Resource, pod: Pod): KubeObject {
  const { namespace = 'default', name = '' } = pod.metadata
  const serviceAccountName = pod.spec?.serviceAccountName ?? 'default'
  if (!backend.store.get('/serviceaccounts', namespace, serviceAccountName))
    throw forbidden(
      resource,
      name,
      `error looking up service account ${namespace}/${serviceAccountName}: ` +
        `serviceaccount "${serviceAccountName}" not found`
    )
  checkPodSecurity(backend, resource, pod)
  return {
    ...pod,
    spec: {
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
      tolerations: [tolerationOf('not-ready'), tolerationOf('unreachable')],
      ...pod.spec,
      serviceAccountName,
      serviceAccount: serviceAccountName
    },
    status: { phase: 'Pending', qosClass: qualityOfService(pod) }
  }
}

function tolerationOf(condition: string): Record<string, unknown> {
  return {
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300
  }
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qualityOfService(pod: Pod): string {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  const resources = containers.map(container => recordOf(recordOf(container).resources))
  const hasAny = resources.some(
    one => Object.keys(recordOf(one.requests)).length + Object.keys(recordOf(one.limits)).length > 0
  )
  if (!hasAny) return 'BestEffort'
  const guaranteed = resources.every(one => {
    const limits = recordOf(one.limits)
    const requests = { ...limits, ...recordOf(one.requests) }
    return ['cpu', 'memory'].every(
      name => limits[name] !== undefined && limits[name] === requests[name]
    )
  })
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

/** `stringData` is only a way to write `data`. */
function withStringData(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret
  const type = typeof rest.type === 'string' ? rest.type : 'Opaque'
  if (!isRecord(stringData)) return { ...rest, type }
  const data = Object.entries(stringData).map(([key, text]) => [key, base64(String(text))])
  return {
    ...rest,
    type,
    data: { ...recordOf(rest.data), ...(Object.fromEntries(data) as Record<string, string>) }
  }
}

export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** A new Ingress without a class gets the default one, if there is one. */
function admitIngress(backend: Backend, ingress: Ingress): KubeObject {
  const isNamed =
    ingress.spec?.ingressClassName !== undefined ||
    ingress.metadata.annotations?.[classAnnotation] !== undefined
  const classes = backend.store.list('networking.k8s.io/ingressclasses') as IngressClass[]
  const ingressClassName = defaultIngressClass(classes)?.metadata.name
  const admitted: Ingress = { ...ingress, status: { loadBalancer: {} } }
  if (isNamed || ingressClassName === undefined) return admitted
  return { ...admitted, spec: { ...ingress.spec, ingressClassName } }
}

/** A Job selects its Pods by its own uid, unless told to by `manualSelector`. */
function admitJob(job: KubeObject): KubeObject {
  const spec = recordOf(job.spec)
  if (spec.manualSelector === true) return job
  const template = recordOf(spec.template)
  const metadata = recordOf(template.metadata)
  const uid = job.metadata.uid ?? ''
  const own = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': job.metadata.name ?? '',
    'controller-uid': uid,
    'job-name': job.metadata.name ?? ''
  }
  return {
    ...job,
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: {
        ...template,
        metadata: { ...metadata, labels: { ...recordOf(metadata.labels), ...own } }
      }
    }
  }
}
