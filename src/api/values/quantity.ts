/** A quantity of resources: an amount in billionths, and the family of suffixes that it was written in. */
export interface Quantity {
  readonly nano: bigint
  readonly style: 'binary' | 'decimal' | 'exponent'
}

const nanoOf: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  '': 1_000_000_000n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n
}

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const billion = 1_000_000_000n

/** Reads a quantity like apimachinery's `resource.ParseQuantity`; undefined when it is none. */
export function parseQuantity(value: unknown): Quantity | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return undefined
  const known = read.get(text)
  if (known) return known
  const quantity = readQuantity(text)
  if (quantity) {
    if (read.size > 200) read.clear()
    read.set(text, quantity)
  }
  return quantity
}

/** The same few amounts stand everywhere, and each is read several times for one container. */
const read = new Map<string, Quantity>()

function readQuantity(text: string): Quantity | undefined {
  const found =
    /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:([eE])([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/.exec(text)
  if (!found) return undefined
  const [, sign = '', whole = '0', decimals, onlyDecimals, exponentSign, exponent, suffix = ''] =
    found
  const fraction = decimals ?? onlyDecimals ?? ''
  const digits = BigInt(`${whole}${fraction}`)
  const binary = suffix.endsWith('i')
  let amount =
    digits *
    (binary
      ? billion * 1024n ** BigInt(binarySuffixes.indexOf(suffix))
      : (nanoOf[suffix] ?? billion))
  const shift = Number(exponent ?? 0) - fraction.length
  if (Math.abs(shift) > 60) return undefined
  const scale = 10n ** BigInt(Math.abs(shift))
  // What is below a billionth is rounded up, away from zero.
  amount = shift >= 0 ? amount * scale : (amount + scale - 1n) / scale
  return {
    nano: sign === '-' ? -amount : amount,
    style: binary ? 'binary' : exponentSign === undefined ? 'decimal' : 'exponent'
  }
}

/** The canonical form: the largest suffix that needs no fraction. */
export function formatQuantity({ nano, style }: Quantity): string {
  if (nano === 0n) return '0'
  const sign = nano < 0n ? '-' : ''
  const amount = nano < 0n ? -nano : nano
  if (style === 'binary' && amount % billion === 0n && amount / billion >= 1024n) {
    let rest = amount / billion
    let i = 0
    while (rest % 1024n === 0n && i < binarySuffixes.length - 1) {
      rest /= 1024n
      i++
    }
    return `${sign}${rest}${binarySuffixes[i] ?? ''}`
  }
  const steps = Object.entries(nanoOf).reverse()
  const [suffix, size] = steps.find(([, step]) => amount % step === 0n) ?? ['n', 1n]
  if (style !== 'exponent') return `${sign}${amount / size}${suffix}`
  const power = size.toString().length - 1 - 9
  return `${sign}${amount / size}${power === 0 ? '' : `e${power}`}`
}
