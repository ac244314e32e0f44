import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { matchResourceValues } from './match-resource-values.ts'
import { mutationValues } from './mutation-values.ts'
import { dnsSubdomainFaults, letterLabelFaults, qualifiedNameFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'
import { conditionValues } from './webhook-values.ts'

/**
 * Rules of `validateValidatingAdmissionPolicySpec` (pkg/apis/admissionregistration/validation), without whether the
 * expressions compile.
 */
export function validatingPolicyValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  commonValues(spec, false, checker)
  const validations = itemsOf(spec.validations)
  const annotations = itemsOf(spec.auditAnnotations)
  if (validations.length + annotations.length === 0)
    for (const key of ['validations', 'auditAnnotations'])
      checker.required(
        ['spec', key],
        'validations or auditAnnotations must contain at least one item'
      )
  validations.forEach((item, i) =>
    validationValues(recordOf(item), ['spec', 'validations', i], checker)
  )
  annotationValues(annotations, object, checker)
}

/** Rules of `validateMutatingAdmissionPolicySpec`, without whether the expressions compile. */
export function mutatingPolicyValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  commonValues(spec, true, checker)
  mutationValues(spec.mutations, ['spec', 'mutations'], checker)
  const { reinvocationPolicy: policy } = spec
  checker.requireText(['spec', 'reinvocationPolicy'], policy)
  checker.oneOf(['spec', 'reinvocationPolicy'], policy, ['IfNeeded', 'Never'])
}

function commonValues(spec: UnknownRecord, isMutating: boolean, checker: ValueChecker): void {
  checker.given(['spec', 'failurePolicy'], spec.failurePolicy, ['Fail', 'Ignore'])
  if (isRecord(spec.paramKind)) paramKindValues(spec.paramKind, ['spec', 'paramKind'], checker)
  const constraintsAt: FieldPath = ['spec', 'matchConstraints']
  if (isRecord(spec.matchConstraints)) {
    matchResourceValues(spec.matchConstraints, constraintsAt, isMutating, checker)
    if (itemsOf(spec.matchConstraints.resourceRules).length === 0)
      checker.required([...constraintsAt, 'resourceRules'])
  } else checker.required(constraintsAt)
  conditionValues(spec.matchConditions, ['spec', 'matchConditions'], checker)
  itemsOf(spec.variables).forEach((item, i) => {
    const { name, expression } = recordOf(item)
    const at: FieldPath = ['spec', 'variables', i]
    if (isBlank(name)) checker.required([...at, 'name'], 'name is not specified')
    else
      checker.check([...at, 'name'], name, text =>
        isIdentifier(text) ? [] : ['must be a valid CEL identifier']
      )
    if (isBlank(expression)) checker.required([...at, 'expression'], 'expression is not specified')
  })
}

function validationValues(validation: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { expression, message, messageExpression, reason } = validation
  if (isBlank(expression)) checker.required([...at, 'expression'], 'expression is not specified')
  for (const [key, text] of Object.entries({ messageExpression, message })) {
    if (!isEmpty(text) && isBlank(text))
      checker.invalid([...at, key], text, 'must be non-empty if specified')
  }
  if (typeof message === 'string' && /[\r\n]/.test(message.trim()))
    checker.invalid([...at, 'message'], message, 'must not contain line breaks')
  checker.given([...at, 'reason'], reason, ['Forbidden', 'Invalid', 'RequestEntityTooLarge'])
}

/** Rules of `validateAuditAnnotation`: what is audited is called by the policy and the key. */
function annotationValues(
  annotations: readonly unknown[],
  { metadata }: KubeObject,
  checker: ValueChecker
): void {
  const at: FieldPath = ['spec', 'auditAnnotations']
  const policy = stringOf(recordOf(metadata).name) ?? ''
  if (annotations.length > 20)
    checker.invalid(at, annotations, 'must not have more than 20 auditAnnotations')
  const keys = new Set<unknown>()
  annotations.forEach((item, i) => {
    const { key = '', valueExpression } = recordOf(item)
    const name = `${policy}/${stringOf(key) ?? ''}`
    if (policy === '')
      checker.invalid([...at, i, 'key'], key, 'requires metadata.name be non-empty')
    else
      for (const fault of qualifiedNameFaults(name)) checker.invalid([...at, i, 'key'], name, fault)
    if (isBlank(valueExpression))
      checker.required([...at, i, 'valueExpression'], 'valueExpression is not specified')
    if (keys.has(key)) checker.duplicate([...at, i, 'key'], key)
    keys.add(key)
  })
}

/** Rules of `validateParamKind`. */
function paramKindValues(
  { apiVersion, kind }: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker
): void {
  const wrong = (value: string, detail: string): void =>
    checker.invalid([...at, 'apiVersion'], value, detail)
  if (isEmpty(apiVersion)) checker.required([...at, 'apiVersion'])
  else if (typeof apiVersion === 'string') {
    const parts = apiVersion === '/' ? ['', ''] : apiVersion.split('/')
    const version = parts.at(-1) ?? ''
    const group = parts.length > 1 ? (parts[0] ?? '') : ''
    if (parts.length > 2) wrong(apiVersion, `unexpected GroupVersion string: ${apiVersion}`)
    else {
      const faults = group === '' ? [] : dnsSubdomainFaults(group)
      if (faults.length > 0) wrong(group, faults.join(','))
      const ofVersion = letterLabelFaults(version)
      if (version === '') wrong(apiVersion, 'version must be specified')
      else if (ofVersion.length > 0) wrong(version, ofVersion.join(','))
    }
  }
  checker.requireText([...at, 'kind'], kind, text => {
    const faults = letterLabelFaults(text.toLowerCase())
    return faults.length > 0
      ? [`may have mixed case, but should otherwise match: ${faults.join(',')}`]
      : []
  })
}

function isBlank(value: unknown): boolean {
  return isEmpty(value) || (typeof value === 'string' && value.trim() === '')
}

const reserved = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for'],
  ...['function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var'],
  ...['void', 'while']
])

function isIdentifier(text: string): boolean {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(text) && !reserved.has(text)
}
