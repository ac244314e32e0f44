import { itemsOf, recordOf } from '../../base/json.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsLabelFaults, dnsSubdomainFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const usages = [
  ...['any', 'cert sign', 'client auth', 'code signing', 'content commitment', 'crl sign'],
  ...['data encipherment', 'decipher only', 'digital signature', 'email protection'],
  ...['encipher only', 'ipsec end system', 'ipsec tunnel', 'ipsec user', 'key agreement'],
  ...['key encipherment', 'microsoft sgc', 'netscape sgc', 'ocsp signing', 's/mime'],
  ...['server auth', 'signing', 'timestamping']
]

/**
 * Rules of `validateCertificateSigningRequest` (pkg/apis/certificates/validation). Of the request itself only what it
 * is wrapped in is looked at.
 */
export function signingRequestValues({ spec }: KubeObject, checker: ValueChecker): void {
  const { request, usages: wanted, signerName, expirationSeconds } = recordOf(spec)
  if (!checker.partial && !isWrapped(request))
    checker.invalid(
      ['spec', 'request'],
      isEmpty(request) ? null : request,
      'PEM block type must be CERTIFICATE REQUEST'
    )
  const list = itemsOf(wanted)
  if (list.length === 0) checker.required(['spec', 'usages'])
  list.forEach((usage, i) => {
    checker.given(['spec', 'usages', i], usage ?? '', usages)
    if (list.indexOf(usage) < i) checker.duplicate(['spec', 'usages', i], usage)
  })
  signerValues(signerName, ['spec', 'signerName'], checker)
  if (typeof expirationSeconds === 'number' && expirationSeconds < 600)
    checker.invalid(
      ['spec', 'expirationSeconds'],
      expirationSeconds,
      'may not specify a duration less than 600 seconds (10 minutes)'
    )
}

/** Whether it is Base64 of a block of PEM; what can't be read is told by the structure. */
function isWrapped(request: unknown): boolean {
  if (isEmpty(request)) return false
  if (typeof request !== 'string') return true
  try {
    return /^-----BEGIN CERTIFICATE REQUEST-----\r?\n/m.test(atob(request))
  } catch {
    return true
  }
}

/** Rules of `ValidateSignerName` (pkg/apis/core/validation). */
function signerValues(name: unknown, at: FieldPath, checker: ValueChecker): void {
  if (isEmpty(name)) checker.required(at)
  if (typeof name !== 'string' || name === '') return
  if (name === 'kubernetes.io/legacy-unknown') {
    checker.invalid(at, name, 'the legacy signerName is not allowed via this API version')
    return
  }
  const [domain = '', path, ...more] = name.split('/')
  if (path === undefined || more.length > 0) {
    const form = "must be a fully qualified domain and path of the form 'example.com/signer-name'"
    checker.invalid(at, name, form)
    return
  }
  const labels = domain.split('.')
  const tell = (part: string, label: string | undefined, faults: readonly string[]): void => {
    for (const fault of faults)
      checker.invalid(at, part, `validating label ${JSON.stringify(label)}: ${fault}`)
  }
  if (domain.length > 253) checker.add('too-long', at, 'may not be more than 253 bytes')
  const wrong = labels.find(label => dnsLabelFaults(label).length > 0)
  if (wrong !== undefined) tell(domain, wrong, dnsLabelFaults(wrong))
  if (labels.length < 2)
    checker.invalid(at, domain, 'should be a domain with at least two segments separated by dots')
  const bad = path.split('.').find(label => dnsSubdomainFaults(label).length > 0)
  if (bad !== undefined) tell(path, bad, dnsSubdomainFaults(bad))
  if (name.length > 571) checker.add('too-long', at, 'may not be more than 571 bytes')
}
