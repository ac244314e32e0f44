/**
 * The value of a plain scalar as Kubernetes reads it: sigs.k8s.io/yaml on go-yaml v2, which follows
 * YAML 1.1 for booleans and Go's own syntax for numbers, and keeps dates and `22:30` as text.
 */
export function goScalar(text: string): string | number | boolean | null {
  switch (hintOf(text.charCodeAt(0))) {
    case 'word':
      return words.has(text) ? (words.get(text) ?? null) : text
    case 'point':
      return words.has(text) ? (words.get(text) ?? null) : (goFloat(text) ?? text)
    case 'number':
      return goNumber(text) ?? text
    case 'text':
      return text
  }
}

/** How a map key reads in JSON; undefined for a key that JSON cannot have, such as `null`. */
export function goKey(text: string): string | undefined {
  const value = goScalar(text)
  if (value === text) return text
  if (typeof value !== 'number') return keyOfValue(value)
  const exact = exactInteger(text.replaceAll('_', ''))
  if (exact === undefined) return keyOfValue(value)
  // Kubernetes' reader refuses keys of Go's unsigned type.
  return exact < 1n << 63n ? exact.toString() : undefined
}

/** The same for a value that is known already; a number counts as a float here. */
export function keyOfValue(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return undefined
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value) : floatKey(value)
}

/** Whether a plain text is an integer to Go; `1e3` is a float. */
export function isGoInteger(text: string): boolean {
  return exactInteger(text.replaceAll('_', '')) !== undefined
}

type Hint = 'word' | 'point' | 'number' | 'text'

/** go-yaml looks at the first character and takes everything else for text. */
function hintOf(first: number): Hint {
  if (Number.isNaN(first)) return 'word'
  if ((first >= 48 && first <= 57) || first === 43 || first === 45) return 'number'
  if (first === 46) return 'point'
  return wordStarts.has(first) ? 'word' : 'text'
}

function goNumber(text: string): number | undefined {
  const special = words.get(text)
  if (typeof special === 'number') return special
  const plain = text.replaceAll('_', '')
  return goInteger(plain) ?? goFloat(plain)
}

/** `strconv.ParseInt(text, 0, 64)`, then `ParseUint`; numbers that fit in neither are no integers. */
function goInteger(text: string): number | undefined {
  // Short decimal numbers are by far the most frequent ones.
  if (text.length < 16 && /^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text)
  const exact = exactInteger(text)
  return exact === undefined ? undefined : Number(exact)
}

function exactInteger(text: string): bigint | undefined {
  const match = /^([-+]?)(?:(0[xX][0-9a-fA-F]+|0[bB][01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/.exec(
    text
  )
  if (!match) return undefined
  const [, sign, prefixed, octal, decimal] = match
  const size = BigInt(prefixed ?? (octal === undefined ? (decimal ?? '0') : `0o${octal}`))
  if (sign === '-') return size <= 1n << 63n ? -size : undefined
  const limit = sign === '+' ? (1n << 63n) - 1n : (1n << 64n) - 1n
  return size <= limit ? size : undefined
}

/** A float that is too large for 64 bits stays text. */
function goFloat(text: string): number | undefined {
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** `strconv.FormatFloat(value, 'g', -1, 32)`: the shortest text that gives the same 32-bit number. */
function floatKey(value: number): string {
  const short = Math.fround(value)
  if (Number.isNaN(short)) return '.nan'
  if (!Number.isFinite(short)) return short > 0 ? '.inf' : '-.inf'
  let digits = String(short)
  for (let precision = 1; precision <= 9; precision++) {
    digits = short.toExponential(precision - 1)
    if (Math.fround(Number(digits)) === short) break
  }
  const [mantissa = '', exponent = '0'] = digits.split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(digits))
  const sign = power < 0 ? '-' : '+'
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

const words: ReadonlyMap<string, boolean | number | null> = new Map<
  string,
  boolean | number | null
>([
  ...['', '~', 'null', 'Null', 'NULL'].map(text => [text, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    text => [text, true] as const
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    text => [text, false] as const
  ),
  ...['.nan', '.NaN', '.NAN'].map(text => [text, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(text => [text, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map(text => [text, -Infinity] as const)
])

const wordStarts: ReadonlySet<number> = new Set(
  Array.from('yYnNtTfFoO~', char => char.charCodeAt(0))
)
