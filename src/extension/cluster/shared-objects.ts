import type { Disposable } from '../../base/disposable.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { LiveObjects } from './live-objects.ts'

/** What a cluster holds, for one of those who look at it. */
export interface HeldObjects extends Disposable {
  readonly live: LiveObjects
}

/**
 * Lets everybody who shows what a cluster holds share one set of watches. They last as long as somebody
 * holds them.
 */
export class SharedObjects {
  readonly #open = new Map<Cluster, { readonly live: LiveObjects; holders: number }>()

  hold(cluster: Cluster): HeldObjects {
    const entry = this.#open.get(cluster) ?? { live: new LiveObjects(cluster), holders: 0 }
    this.#open.set(cluster, entry)
    entry.holders++
    let isHeld = true
    return {
      live: entry.live,
      dispose: () => {
        if (!isHeld) return
        isHeld = false
        if (--entry.holders > 0) return
        this.#open.delete(cluster)
        entry.live.dispose()
      }
    }
  }
}
