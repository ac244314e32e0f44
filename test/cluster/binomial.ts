/**
 * The counts of successes that `trials` independent tries with this chance of success give, all but the most
 * extreme ones on either side whose probability is together below `error`. A count outside of them is no luck.
 * @param error the probability that a right cluster is called wrong
 */
export function binomialRegion(
  trials: number,
  chance: number,
  error: number
): readonly [least: number, most: number] {
  const probabilities = Array.from({ length: trials + 1 }, (_, k) =>
    Math.exp(
      logFactorial(trials) -
        logFactorial(k) -
        logFactorial(trials - k) +
        k * Math.log(chance) +
        (trials - k) * Math.log(1 - chance)
    )
  )
  const tail = (ordered: readonly number[]): number => {
    let sum = 0
    return ordered.findIndex(one => (sum += one) >= error / 2)
  }
  return [tail(probabilities), trials - tail(probabilities.toReversed())]
}

function logFactorial(number: number): number {
  let sum = 0
  for (let i = 2; i <= number; i++) sum += Math.log(i)
  return sum
}
