/**
 * Chooses among weighted backends: over as many requests as the weights add up to, each gets exactly its
 * share, and the shares are interleaved (smooth weighted round robin). Real proxies choose by chance or in
 * turns of their own; the shares are what the APIs promise.
 */
export class FairTurns {
  readonly #credits = new Map<string, number[]>()

  /** The index of the backend whose turn it is, or undefined when all weights are zero. */
  next(rule: string, weights: readonly number[]): number | undefined {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    if (total === 0) return undefined
    const key = `${rule} ${weights.join(':')}`
    const credits = this.#credits.get(key) ?? weights.map(() => 0)
    let chosen = -1
    for (const [i, weight] of weights.entries()) {
      credits[i] = (credits[i] ?? 0) + weight
      if (weight > 0 && (chosen < 0 || (credits[i] ?? 0) > (credits[chosen] ?? 0))) chosen = i
    }
    credits[chosen] = (credits[chosen] ?? 0) - total
    this.#credits.set(key, credits)
    return chosen
  }
}
