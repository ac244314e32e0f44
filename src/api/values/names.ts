/**
 * Name rules of apimachinery (`api/validate/content`, `util/validation`), each with the server's own sentences.
 * They answer every fault that the server would list; none when the value is right.
 */
type Rule = (value: string) => readonly string[]

/** One list for all that is right, which nearly everything is. */
const none: readonly string[] = []

const labelPattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const letterLabelPattern = '[a-z]([-a-z0-9]*[a-z0-9])?'
const subdomainPattern = `${labelPattern}(\\.${labelPattern})*`
const underscorePattern = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const qualifiedPattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const wildcardPattern = `\\*\\.${subdomainPattern}`
const httpPathPattern = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"

const subdomainWords =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"

/** RFC 1123 label: names of Namespaces, Services and containers, port names of Services. */
export const dnsLabelFaults: Rule = value => {
  const found = longer(value, 63, 'characters')
  if (whole(labelPattern).test(value)) return found
  if (whole(subdomainPattern).test(value)) return [...found, 'must not contain dots']
  return [
    ...found,
    hint(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      labelPattern,
      'my-name',
      '123-abc'
    )
  ]
}

/** A label of RFC 1035, which begins with a letter: versions of an API. */
export const letterLabelFaults: Rule = value => [
  ...longer(value, 63, 'characters'),
  ...(whole(letterLabelPattern).test(value)
    ? []
    : [
        hint(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          letterLabelPattern,
          'my-name',
          'abc-123'
        )
      ])
]

/** RFC 1123 subdomain: names of most objects, hosts of an Ingress. */
export const dnsSubdomainFaults: Rule = value => {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(value)) return none
  return [
    ...longer(value, 253, 'characters'),
    ...unlike(value, subdomainPattern, subdomainWords, 'example.com')
  ]
}

/** A subdomain whose labels may have underscores: search domains of a Pod. */
export const searchDomainFaults: Rule = value => [
  ...longer(value, 253, 'characters'),
  ...unlike(
    value,
    `${underscorePattern}(\\.${underscorePattern})*`,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
    'example.com'
  )
]

/** `*.` and a subdomain, as hosts of an Ingress may be. */
export const wildcardSubdomainFaults: Rule = value => [
  ...longer(value, 253, 'characters'),
  ...unlike(
    value,
    wildcardPattern,
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    '*.example.com'
  )
]

/** A host name with at least two labels, a trailing dot allowed: addresses of an FQDN EndpointSlice. */
export const domainNameFaults: Rule = value => {
  const name = value.endsWith('.') ? value.slice(0, -1) : value
  const faults = dnsSubdomainFaults(name)
  if (faults.length > 0) return [faults.join(',')]
  if (!name.includes('.'))
    return ['should be a domain with at least two segments separated by dots']
  return name.split('.').flatMap(part => dnsLabelFaults(part))
}

/** IANA service name: names of container ports (RFC 6335). */
export const portNameFaults: Rule = value => {
  if (/^[a-z][a-z0-9]{0,14}$/.test(value)) return none
  return [
    ...longer(value, 15, 'characters'),
    ...(/^[-a-z0-9]+$/.test(value)
      ? []
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(value) ? [] : ['must contain at least one letter (a-z)']),
    ...(value.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(value.startsWith('-') || value.endsWith('-') ? ['must not begin or end with a hyphen'] : [])
  ]
}

const qualifiedWords =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"

/** Key of a label or annotation: an optional subdomain, a slash, and a qualified name. */
export const qualifiedNameFaults: Rule = value => {
  if (isPlainWord(value)) return none
  const parts = value.split('/')
  const name = parts.at(-1) ?? ''
  const examples = ['MyName', 'my.name', '123-abc'] as const
  if (parts.length > 2)
    return [
      `a valid label key ${hint(qualifiedWords, qualifiedPattern, ...examples)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`
    ]
  const found: string[] = []
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    const faults = prefix === '' ? ['must be non-empty'] : subdomainFaultsInBytes(prefix)
    found.push(...faults.map(fault => `prefix part ${fault}`))
  }
  if (name === '') found.push('name part must be non-empty')
  else found.push(...longer(name, 63, 'bytes').map(fault => `name part ${fault}`))
  if (!whole(qualifiedPattern).test(name))
    found.push(`name part ${hint(qualifiedWords, qualifiedPattern, ...examples)}`)
  return found
}

export const labelValueFaults: Rule = value => {
  if (isPlainWord(value)) return none
  return [
    ...longer(value, 63, 'bytes'),
    ...unlike(
      value,
      `(${qualifiedPattern})?`,
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      'MyValue',
      'my_value',
      '12345'
    )
  ]
}

/** The usual name, which most rules have nothing to say of. */
function isPlainWord(value: string): boolean {
  return /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/.test(value)
}

/** Keys of a ConfigMap or Secret. */
export const configKeyFaults: Rule = value => {
  if (isPlainWord(value)) return none
  return [
    ...longer(value, 253, 'characters'),
    ...unlike(
      value,
      '[-._a-zA-Z0-9]+',
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      'key.name',
      'KEY_NAME',
      'key-name'
    ),
    ...parentFolder(value)
  ]
}

/** Names of environment variables: printable ASCII without the equals sign. */
export const variableNameFaults: Rule = value =>
  /^[ -<>-~]+$/.test(value)
    ? []
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '='"
      ]

/** What follows the domain in names such as a controller's. */
export const httpPathFaults: Rule = value =>
  whole(httpPathPattern).test(value)
    ? []
    : [`Invalid path (regex used for validation is '${httpPathPattern}')`]

/** Names that become a segment of a path: kinds and names in references, names of RBAC objects. */
export const pathSegmentFaults: Rule = value => {
  if (value === '.' || value === '..') return [`may not be '${value}'`]
  return ['/', '%'].filter(sign => value.includes(sign)).map(sign => `may not contain '${sign}'`)
}

export const percentFaults: Rule = value =>
  unlike(
    value,
    '[0-9]+%',
    "a valid percent string must be a numeric string followed by an ending '%'",
    '1%',
    '93%'
  )

export const headerNameFaults: Rule = value =>
  unlike(
    value,
    '[-A-Za-z0-9]+',
    "a valid HTTP header must consist of alphanumeric characters or '-'",
    'X-Header-Name'
  )

function subdomainFaultsInBytes(value: string): readonly string[] {
  return [
    ...longer(value, 253, 'bytes'),
    ...unlike(value, subdomainPattern, subdomainWords, 'example.com')
  ]
}

function parentFolder(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`]
  return value.startsWith('..') ? ["must not start with '..'"] : []
}

function longer(value: string, limit: number, unit: 'bytes' | 'characters'): readonly string[] {
  return value.length > limit ? [`must be no more than ${limit} ${unit}`] : []
}

const compiled = new Map<string, RegExp>()

function whole(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(`^(?:${pattern})$`)
  compiled.set(pattern, known)
  return known
}

function unlike(
  value: string,
  pattern: string,
  words: string,
  ...examples: readonly string[]
): readonly string[] {
  return whole(pattern).test(value) ? [] : [hint(words, pattern, ...examples)]
}

/** The server's sentence about a pattern, with its examples in its own punctuation. */
function hint(words: string, pattern: string, ...examples: readonly string[]): string {
  const list = examples.map(example => `'${example}', `).join(' or ')
  return `${words} (e.g. ${list}regex used for validation is '${pattern}')`
}
