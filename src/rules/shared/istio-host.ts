import { parseIp } from '../../model/cidr.ts'

const label = /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/
const firstLabel = /^(?:\*|(?:\*-?)?[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)$/

export interface HostForm {
  /** A name without a dot is completed elsewhere; a Gateway has nobody to complete it. */
  readonly short: boolean
  readonly address: boolean
  readonly everything: boolean
  /** Whether a part of the first name may stand behind the wildcard: `*-web.example`. */
  readonly partialWildcard: boolean
}

/**
 * What is wrong with the name of a host by Istio's own rules for domains, in which the first part alone may
 * have a wildcard. https://pkg.go.dev/istio.io/istio/pkg/config/validation/agent#ValidateWildcardDomain
 */
export function hostFault(host: string, form: HostForm): string | undefined {
  if (/[${]/.test(host)) return undefined
  if (host === '') return 'A host is empty.'
  if (host === '*') return form.everything ? undefined : '`*` alone is no host here.'
  if (parseIp(host))
    return form.address ? undefined : `${host} is an address, and a name is needed here.`
  const [first = '', ...rest] = host.replace(/\.$/, '').split('.')
  const last = rest.at(-1) ?? first
  const isName = firstLabel.test(first) && first.length <= 63 && rest.every(one => label.test(one))
  if (!isName || host.length > 255 || (rest.length > 0 && /^\d+$/.test(last)))
    return `${host} is no name of a host.`
  if (/^\*./.test(first) && !form.partialWildcard)
    return `${host} has a wildcard for a part of a name; it stands for whole names here.`
  if (rest.length === 0 && !form.short) return `${host} is no whole name: it has no dot.`
  return undefined
}

/** The host in an address as a browser shows it, where that is what was written. */
export function hostOfUrl(text: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/:\s]+)(?::\d+)?(?:\/.*)?$/.exec(text)?.[1]
}
