import type { FieldPath } from '../../base/field-path.ts'
import { dnsSubdomainFaults, httpPathFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `IsDomainPrefixedPath` (apimachinery util/validation), such as `example.com/controller`. */
export function domainPathValues(path: FieldPath, value: unknown, checker: ValueChecker): void {
  if (isEmpty(value)) checker.required(path)
  if (typeof value !== 'string' || value === '') return
  const slash = value.indexOf('/')
  const [domain, rest] = [value.slice(0, slash), value.slice(slash + 1)]
  if (slash < 1 || rest === '') {
    checker.invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')
    return
  }
  // The server shows the part that is wrong.
  for (const fault of dnsSubdomainFaults(domain)) checker.invalid(path, domain, fault)
  for (const fault of httpPathFaults(rest)) checker.invalid(path, rest, fault)
}
