/**
 * The hits that an honest share may have: the exact two-sided acceptance region of a binomial test, with at most
 * `significance` / 2 outside of each end.
 */
export function acceptedHits(
  requests: number,
  share: number,
  significance = 0.001
): { readonly from: number; readonly to: number } {
  if (share <= 0) return { from: 0, to: 0 }
  if (share >= 1) return { from: requests, to: requests }
  const tail = significance / 2
  let from = 0
  let to = requests
  for (let below = 0; from <= requests; from++) {
    below += chanceOf(from, requests, share)
    if (below > tail) break
  }
  for (let above = 0; to >= 0; to--) {
    above += chanceOf(to, requests, share)
    if (above > tail) break
  }
  return { from, to }
}

/** The chance of exactly so many hits, by logarithms: the factors alone leave the range of numbers. */
function chanceOf(hits: number, requests: number, share: number): number {
  const ways = logFactorial(requests) - logFactorial(hits) - logFactorial(requests - hits)
  return Math.exp(ways + hits * Math.log(share) + (requests - hits) * Math.log1p(-share))
}

const logFactorials = [0]

function logFactorial(number: number): number {
  for (let i = logFactorials.length; i <= number; i++)
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i))
  return logFactorials[number] ?? 0
}

/**
 * The chance that honest shares scatter at least as much as these counts do, by Pearson's chi-square test. Only
 * scatter counts: shares that are kept more evenly than by chance are no error.
 */
export function chanceOfScatter(
  counts: readonly { readonly hits: number; readonly share: number }[]
): number {
  const requests = counts.reduce((sum, { hits }) => sum + hits, 0)
  const scatter = counts.reduce((sum, { hits, share }) => {
    const expected = requests * share
    return sum + (hits - expected) ** 2 / expected
  }, 0)
  return upperGamma((counts.length - 1) / 2, scatter / 2)
}

/** Regularized upper incomplete gamma function Q(a, x), by its series or its continued fraction. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < 1000 && term > sum * 1e-15; n++) sum += term *= x / (a + n)
    return 1 - sum * scale
  }
  // Lentz's method: https://dlmf.nist.gov/8.9
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction * scale
}

/** Of whole and half numbers, which is all that degrees of freedom need. */
function logGamma(a: number): number {
  let value = Number.isInteger(a) ? 0 : Math.log(Math.PI) / 2
  for (let n = Number.isInteger(a) ? 1 : 0.5; n < a; n++) value += Math.log(n)
  return value
}
