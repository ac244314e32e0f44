import { isRecord } from '../base/json.ts'

/** Group, version and kind: which type of object something is. The core group is the empty string. */
export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** The part of `ObjectMeta` that the rooms read. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export interface ObjectMeta {
  readonly name?: string
  readonly generateName?: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly OwnerReference[]
  readonly managedFields?: readonly unknown[]
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

/** Any Kubernetes object, its kind not known yet. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly [field: string]: unknown
}

/** True when the value has what every Kubernetes object has: apiVersion and kind as text. */
export function isKubeObject(value: unknown): value is KubeObject {
  return isRecord(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string'
}

export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

export function gvkOf(object: {
  readonly apiVersion: string
  readonly kind: string
}): GroupVersionKind {
  const { apiVersion, kind } = object
  // One object is asked about many times before the next one is.
  if (apiVersion !== latest.apiVersion || kind !== latest.gvk.kind) {
    const { group, version } = parseApiVersion(apiVersion)
    latest = { apiVersion, gvk: { group, version, kind } }
  }
  return latest.gvk
}

let latest = { apiVersion: '', gvk: { group: '', version: '', kind: '' } }

export function apiVersionOf(gvk: { readonly group: string; readonly version: string }): string {
  return gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`
}

/** One text for a type, as used for keys and rule lists: `v1/Service`, `networking.k8s.io/v1/Ingress`. */
export function gvkKey(gvk: GroupVersionKind): string {
  if (gvk !== latestKeyed.gvk) latestKeyed = { gvk, key: `${apiVersionOf(gvk)}/${gvk.kind}` }
  return latestKeyed.key
}

let latestKeyed: { readonly gvk: GroupVersionKind | undefined; readonly key: string } = {
  gvk: undefined,
  key: ''
}

/** How messages name an object: `Service backend/web`, `Namespace backend`. */
export function objectTitle(object: KubeObject): string {
  const { name = object.metadata.generateName ?? '?', namespace } = object.metadata
  return namespace === undefined ? `${object.kind} ${name}` : `${object.kind} ${namespace}/${name}`
}

/** Group and kind without the version: `apps/Deployment`, `/Service`. */
export function kindKey({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  return `${parseApiVersion(apiVersion).group}/${kind}`
}
