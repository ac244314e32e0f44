import type { Disposable } from '../base/disposable.ts'
import type { Event } from '../base/events.ts'
import type { KubeObject } from '../model/object.ts'
import type { ClusterError } from './cluster-error.ts'

/** All objects of one type as last heard of, kept up to date until disposed. */
export interface ResourceWatch extends Disposable {
  readonly state: WatchState
  /** Objects by `namespace/name` (by `name` for cluster-wide kinds), in the order of first appearance. */
  readonly objects: ReadonlyMap<string, KubeObject>
  /** After every change of `state` or `objects`. Several changes that arrive together fire once. */
  readonly onChange: Event<WatchChange>
  /** Resolves with the first state after `starting`. */
  readonly ready: Promise<WatchState>
}

export type WatchState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'live' }
  /** Objects are as of `since` (milliseconds since 1970); the next try is under way or planned. */
  | { readonly kind: 'stale'; readonly since: number; readonly error: ClusterError }
  /** This context may not list the type. It is tried again at a slow pace, as Roles change. */
  | { readonly kind: 'forbidden'; readonly error: ClusterError }
  /** The server doesn't serve the type. It is tried again at a slow pace, as CRDs get installed. */
  | { readonly kind: 'not-served'; readonly error: ClusterError }

export interface WatchChange {
  readonly state: WatchState
  readonly upserted: readonly KubeObject[]
  readonly removed: readonly KubeObject[]
}

export interface WatchOptions {
  /** All namespaces unless given. */
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}
