import { isRecord, recordOf, stringOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsSubdomainFaults, letterLabelFaults, pathSegmentFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateAPIService` (k8s.io/kube-aggregator/pkg/apis/apiregistration/validation). */
export function apiServiceValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const { group, version, service, caBundle, insecureSkipTLSVerify } = spec
  nameValues(object, checker)
  if (isEmpty(group)) {
    if (version !== 'v1')
      checker.required(
        ['spec', 'group'],
        'only v1 may have an empty group and it better be legacy kube'
      )
  } else checker.check(['spec', 'group'], group, dnsSubdomainFaults)
  if (!checker.partial || version !== undefined)
    checker.check(['spec', 'version'], version ?? '', letterLabelFaults)
  for (const [key, most] of [
    ['groupPriorityMinimum', 20_000],
    ['versionPriority', 1000]
  ] as const) {
    const priority = spec[key] ?? (checker.partial ? 1 : 0)
    if (typeof priority === 'number' && (priority <= 0 || priority > most))
      checker.invalid(['spec', key], priority, `must be positive and less than ${most}`)
  }
  if (!isRecord(service)) {
    if (typeof caBundle === 'string' && caBundle !== '')
      checker.invalid(['spec', 'caBundle'], caBundle, 'local APIServices may not have a caBundle', {
        value: JSON.stringify(`${bytesOf(caBundle)} bytes`)
      })
    if (insecureSkipTLSVerify === true)
      checker.invalid(
        ['spec', 'insecureSkipTLSVerify'],
        true,
        'local APIServices may not have insecureSkipTLSVerify'
      )
    return
  }
  for (const key of ['namespace', 'name'])
    if (isEmpty(service[key])) checker.required(['spec', 'service', key])
  const { port } = service
  if (typeof port === 'number' && (port < 1 || port > 65_535))
    checker.invalid(
      ['spec', 'service', 'port'],
      port,
      'port is not valid: must be between 1 and 65535, inclusive'
    )
  if (insecureSkipTLSVerify === true && !isEmpty(caBundle))
    checker.invalid(
      ['spec', 'insecureSkipTLSVerify'],
      true,
      'may not be true if caBundle is present'
    )
}

/** The name is made of version and group, and so would one that the server makes have to be. */
function nameValues(object: KubeObject, checker: ValueChecker): void {
  const { group, version } = recordOf(object.spec)
  if (checker.partial) return
  const wanted = `${stringOf(version) ?? ''}.${stringOf(group) ?? ''}`
  const must = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`
  const { name, generateName } = recordOf(object.metadata)
  for (const [key, text] of Object.entries({ name, generateName })) {
    if (typeof text !== 'string' || text === '' || text === wanted) continue
    if (pathSegmentFaults(text).length === 0) checker.invalid(['metadata', key], text, must)
  }
}

/** How many bytes a text of Base64 holds. */
function bytesOf(text: string): number {
  return Math.floor((text.replaceAll(/[\s=]/g, '').length * 3) / 4)
}
