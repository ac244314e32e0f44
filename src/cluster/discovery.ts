import type { ResourceType } from './cluster.ts'

/** One type that the server serves, with what is needed to build its URLs. */
export interface ServedResource {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The name in URLs, such as `networkpolicies`. */
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
}

export interface Discovery {
  readonly resources: readonly ServedResource[]
  find(type: ResourceType): ServedResource | undefined
  /** Groups whose answer was missing, as when the server behind an APIService is down. */
  readonly staleGroups: readonly string[]
}
