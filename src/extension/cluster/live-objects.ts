import type { Disposable } from '../../base/disposable.ts'
import { Disposables } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import type { Cluster, ResourceType } from '../../cluster/cluster.ts'
import type { ResourceWatch } from '../../cluster/watch-resource.ts'
import type { KubeObject } from '../../model/object.ts'

/** The types that the Cluster view shows. */
export const shownTypes: readonly ResourceType[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' }
]

/** What manifests name beside the types that the view shows. */
export const namedTypes: readonly ResourceType[] = [
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' },
  { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool' },
  { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition' }
]

/** Changes that come within this many milliseconds are shown together. */
const quiet = 80

/** What a cluster holds, followed by watches as long as somebody looks. */
export class LiveObjects implements Disposable {
  readonly #types: readonly ResourceType[]
  readonly #watches: readonly ResourceWatch[]
  readonly #changes = new Emitter<undefined>()
  readonly #disposables = new Disposables()
  #timer: NodeJS.Timeout | undefined

  readonly onChange = this.#changes.event
  /** Settles when every type was read once, or can't be read. */
  readonly ready: Promise<unknown>

  constructor(cluster: Cluster, types = shownTypes) {
    this.#types = types
    this.#watches = types.map(type => cluster.watchResource(type))
    for (const watch of this.#watches) {
      this.#disposables.add(watch)
      this.#disposables.add(watch.onChange(() => this.#soon()))
    }
    this.ready = Promise.all(this.#watches.map(watch => watch.ready))
  }

  objects(): readonly KubeObject[] {
    return this.#watches.flatMap(watch => [...watch.objects.values()])
  }

  /** What of the picture may be old or is missing, as a sentence; undefined when all is as it is now. */
  staleness(): string | undefined {
    const states = this.#watches.map((watch, i) => ({
      state: watch.state,
      kind: this.#types[i]?.kind
    }))
    const stale = states.find(({ state }) => state.kind === 'stale')
    if (stale?.state.kind === 'stale') {
      const since = new Date(stale.state.since).toLocaleTimeString()
      return `not up to date since ${since}: ${stale.state.error.message}`
    }
    const hidden = states.filter(({ state }) => state.kind === 'forbidden').map(({ kind }) => kind)
    return hidden.length === 0 ? undefined : `this context may not list ${hidden.join(', ')}`
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#disposables.dispose()
    this.#changes.dispose()
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#changes.fire(undefined)
    }, quiet)
  }
}
