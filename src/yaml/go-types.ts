import type { ScalarTag, Tags } from 'yaml'

/**
 * The scalar types that Kubernetes sees: sigs.k8s.io/yaml on go-yaml v2, which follows YAML 1.1 for
 * booleans and Go's number syntax for integers, and keeps dates and sexagesimal numbers as text.
 */
export const goTags: readonly ScalarTag[] = [
  {
    identify: value => value === null,
    default: true,
    tag: 'tag:yaml.org,2002:null',
    test: /^(?:~|null|Null|NULL)?$/,
    resolve: () => null
  },
  {
    identify: value => typeof value === 'boolean',
    default: true,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
    resolve: text => /^(?:y|yes|true|on)$/i.test(text)
  },
  {
    identify: value => typeof value === 'number' && Number.isInteger(value),
    default: true,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)$/,
    resolve: goInteger
  },
  {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
    resolve: text => Number(text.replaceAll('_', ''))
  },
  {
    identify: value => typeof value === 'number',
    default: true,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: text => (/nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity)
  }
]

/** For the `customTags` option: the collections of the core schema with Go's scalars. */
export function withGoTags(tags: Tags): Tags {
  const scalar = new Set(goTags.map(tag => tag.tag))
  return [...tags.filter(tag => typeof tag === 'string' || !scalar.has(tag.tag)), ...goTags]
}

/** `strconv.ParseInt(text, 0, 64)` with the underscores taken out, as go-yaml v2 calls it. */
function goInteger(text: string): number {
  const plain = text.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = plain.replace(/^[-+]/, '')
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)
  const value = octal ? parseInt(octal[1] ?? '0', 8) : Number(digits)
  return negative ? -value : value
}
