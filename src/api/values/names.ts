/**
 * Name rules of apimachinery `util/validation`, each with the server's own sentence. They answer
 * undefined when the value is right.
 */
type Rule = (value: string) => string | undefined

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const dns1123Label = new RegExp(`^${label}$`)
const dns1123Subdomain = new RegExp(`^${label}(\\.${label})*$`)
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/

/** RFC 1123 label: names of Namespaces, port names of Services, container names. */
export const dnsLabelFault: Rule = value =>
  longer(value, 63) ??
  matches(
    value,
    dns1123Label,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
  )

/** RFC 1123 subdomain: names of most objects, hosts of an Ingress. */
export const dnsSubdomainFault: Rule = value =>
  longer(value, 253) ??
  matches(
    value,
    dns1123Subdomain,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
  )

/** `*.` and a subdomain, as hosts of an Ingress and a Gateway may be. */
export const wildcardSubdomainFault: Rule = value =>
  value.startsWith('*.')
    ? dnsSubdomainFault(value.slice(2))
    : "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain"

/** IANA service name: names of container ports (RFC 6335). */
export const portNameFault: Rule = value => {
  if (value.length > 15) return 'must be no more than 15 characters'
  if (!/^[-a-z0-9]+$/.test(value))
    return 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
  if (!/[a-z]/.test(value)) return 'must contain at least one letter (a-z)'
  if (value.includes('--')) return 'must not contain consecutive hyphens'
  return value.startsWith('-') || value.endsWith('-')
    ? 'must not begin or end with a hyphen'
    : undefined
}

/** Key of a label or annotation: an optional subdomain, a slash, and a qualified name. */
export const qualifiedNameFault: Rule = value => {
  const parts = value.split('/')
  const name = parts.at(-1) ?? ''
  if (parts.length > 2)
    return "a qualified name must consist of an optional prefix and a name part, separated by one '/'"
  if (parts.length === 2) {
    const fault =
      parts[0] === '' ? 'prefix part must be non-empty' : dnsSubdomainFault(parts[0] ?? '')
    if (fault) return fault
  }
  if (name === '') return 'name part must be non-empty'
  return (
    longer(name, 63) ??
    matches(
      name,
      qualifiedName,
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
    )
  )
}

export const labelValueFault: Rule = value =>
  longer(value, 63) ??
  matches(
    value,
    labelValue,
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
  )

function longer(value: string, limit: number): string | undefined {
  return value.length > limit ? `must be no more than ${limit} bytes` : undefined
}

function matches(value: string, pattern: RegExp, sentence: string): string | undefined {
  return pattern.test(value) ? undefined : sentence
}
