import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { matchResourceValues } from './match-resource-values.ts'
import { dnsSubdomainFaults, pathSegmentFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const actions = ['Audit', 'Deny', 'Warn']

/** Rules of `validateValidatingAdmissionPolicyBindingSpec` (pkg/apis/admissionregistration/validation). */
export function validatingBindingValues(object: KubeObject, checker: ValueChecker): void {
  bindingValues(recordOf(object.spec), false, checker)
  const at: FieldPath = ['spec', 'validationActions']
  const list = itemsOf(recordOf(object.spec).validationActions)
  list.forEach((action, i) => {
    checker.given([...at, i], action ?? '', actions)
    if (list.indexOf(action) < i) checker.duplicate([...at, i], action)
  })
  if (list.includes('Deny') && list.includes('Warn'))
    checker.invalid(
      at,
      list,
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'
    )
  if (list.length === 0)
    checker.required(at, 'at least one validation action is required', { detail: '' })
}

/** Rules of `validateMutatingAdmissionPolicyBindingSpec`. */
export function mutatingBindingValues(object: KubeObject, checker: ValueChecker): void {
  bindingValues(recordOf(object.spec), true, checker)
}

function bindingValues(spec: UnknownRecord, isMutating: boolean, checker: ValueChecker): void {
  checker.requireText(['spec', 'policyName'], spec.policyName, dnsSubdomainFaults)
  if (isRecord(spec.paramRef)) paramValues(spec.paramRef, ['spec', 'paramRef'], checker)
  if (isRecord(spec.matchResources))
    matchResourceValues(spec.matchResources, ['spec', 'matchResources'], isMutating, checker)
}

/** Rules of `validateParamRef`. */
function paramValues(ref: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { name, selector, parameterNotFoundAction: action } = ref
  checker.checkGiven([...at, 'name'], name, pathSegmentFaults)
  selectorValues(selector, [...at, 'selector'], checker)
  if (!isEmpty(name) && isRecord(selector))
    for (const key of ['name', 'selector'])
      checker.forbidden([...at, key], 'name and selector are mutually exclusive')
  if (isEmpty(name) && !isRecord(selector))
    checker.required(at, 'one of name or selector must be specified')
  checker.requireText([...at, 'parameterNotFoundAction'], action)
  checker.oneOf([...at, 'parameterNotFoundAction'], action, ['Deny', 'Allow'])
}
