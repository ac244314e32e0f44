import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson } from '../go-value.ts'
import { definitionSchemaValues } from './definition-schema-values.ts'
import { columnValues, scaleSubresourceValues } from './definition-version-values.ts'
import { dnsSubdomainFaults, letterLabelFaults } from './names.ts'
import { selectableFieldValues } from './selectable-field-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/**
 * Rules of `ValidateCustomResourceDefinition` (apiextensions-apiserver, pkg/apis/apiextensions/validation), without
 * whether the rules in CEL compile and what they cost, and without conversion by a webhook.
 */
export function customDefinitionValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  if (checker.partial) return
  nameValues(object, spec, checker)
  groupValues(spec.group, object, checker)
  checker.requireText(['spec', 'scope'], spec.scope)
  checker.oneOf(['spec', 'scope'], spec.scope, ['Cluster', 'Namespaced'])
  namesValues(recordOf(spec.names), checker)
  if (spec.preserveUnknownFields === true)
    checker.invalid(
      ['spec', 'preserveUnknownFields'],
      true,
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
    )
  if (isRecord(spec.conversion)) {
    const { strategy } = spec.conversion
    checker.requireText(['spec', 'conversion', 'strategy'], strategy)
    checker.oneOf(['spec', 'conversion', 'strategy'], strategy, ['None', 'Webhook'])
  }
  versionsValues(itemsOf(spec.versions).map(recordOf), checker)
}

/** The name is made of plural and group, and so would one that the server makes have to be. */
function nameValues({ metadata }: KubeObject, spec: UnknownRecord, checker: ValueChecker): void {
  const { name, generateName } = recordOf(metadata)
  const wanted = `${stringOf(recordOf(spec.names).plural) ?? ''}.${stringOf(spec.group) ?? ''}`
  for (const [key, text] of Object.entries({ name, generateName }))
    if (typeof text === 'string' && text !== '' && text !== wanted)
      checker.invalid(['metadata', key], text, 'must be spec.names.plural+"."+spec.group')
}

function groupValues(group: unknown, object: KubeObject, checker: ValueChecker): void {
  checker.requireText(['spec', 'group'], group, text => {
    const faults = dnsSubdomainFaults(text)
    if (faults.length > 0) return [faults.join(',')]
    return text.includes('.') ? [] : ['should be a domain with at least one dot']
  })
  if (typeof group !== 'string' || !/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)) return
  const annotations = recordOf(recordOf(object.metadata).annotations)
  if (isEmpty(annotations[approval]))
    checker.required(
      ['metadata', 'annotations', approval],
      'protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111'
    )
}

const approval = 'api-approved.kubernetes.io'

/** Rules of `ValidateCustomResourceDefinitionNames`, and which names have to be there. */
function namesValues(names: UnknownRecord, checker: ValueChecker): void {
  const at: FieldPath = ['spec', 'names']
  const joined = (text: string): readonly string[] => {
    const faults = letterLabelFaults(text)
    return faults.length > 0 ? [faults.join(',')] : []
  }
  const ofKind = (text: string): readonly string[] =>
    joined(text.toLowerCase()).map(
      fault => `may have mixed case, but should otherwise match: ${fault}`
    )
  const { kind, listKind, singular } = names
  checker.requireText([...at, 'plural'], names.plural, joined)
  checker.checkGiven([...at, 'singular'], singular, joined)
  checker.requireText([...at, 'kind'], kind, ofKind)
  checker.checkGiven([...at, 'listKind'], listKind, ofKind)
  // The server makes of the kind what is not given.
  if (isEmpty(kind)) {
    if (isEmpty(singular)) againRequired([...at, 'singular'], checker)
    if (isEmpty(listKind)) againRequired([...at, 'listKind'], checker)
  } else if (isEmpty(listKind) && typeof kind === 'string')
    for (const fault of ofKind(`${kind}List`))
      checker.again([...at, 'kind'], `${kind}List`, fault, { path: [...at, 'listKind'] })
  if (isEmpty(singular) && typeof kind === 'string' && kind !== '')
    for (const fault of joined(kind.toLowerCase()))
      checker.again([...at, 'kind'], kind.toLowerCase(), fault, { path: [...at, 'singular'] })
  if (!isEmpty(kind) && kind === listKind)
    checker.invalid([...at, 'listKind'], listKind, 'kind and listKind may not be the same')
  for (const key of ['shortNames', 'categories'])
    itemsOf(names[key]).forEach((name, i) => checker.check([...at, key, i], name ?? '', joined))
}

function againRequired(path: FieldPath, checker: ValueChecker): void {
  checker.add('required', path, '', { repeats: true })
}

function versionsValues(versions: readonly UnknownRecord[], checker: ValueChecker): void {
  const at: FieldPath = ['spec', 'versions']
  const stored = versions.filter(({ storage }) => storage === true)
  // The server shows all versions in these, in a form of its own.
  if (stored.length !== 1)
    checker.invalid(at, versions, 'must have exactly one version marked as storage version')
  const names = versions.map(({ name }) => name)
  if (new Set(names).size < names.length)
    checker.invalid(at, versions, 'must contain unique version names')
  versions.forEach((version, i) => {
    const { name, deprecated, deprecationWarning: warning, schema } = version
    const faults = typeof (name ?? '') === 'string' ? letterLabelFaults(stringOf(name) ?? '') : []
    if (faults.length > 0) {
      checker.invalid([...at, i, 'name'], name ?? '', faults.join(','))
      // The name of the first one was a field of its own once, and is still looked at.
      if (i === 0 && !isEmpty(name))
        checker.again([...at, i, 'name'], name, faults.join(','), { path: 'spec.version' })
    }
    if (typeof warning === 'string') {
      const path = [...at, i, 'deprecationWarning']
      if (deprecated !== true)
        checker.invalid(path, warning, 'can only be set for deprecated versions')
      else if (warning === '') checker.invalid(path, warning, 'must not be an empty string')
      else if (warning.length > 256)
        checker.invalid(path, warning, 'must be <= 256 characters long')
    }
    const root = recordOf(schema).openAPIV3Schema
    const hasStatus = isRecord(recordOf(version.subresources).status)
    const own = nameOfPart(versions, i)
    if (isRecord(root))
      definitionSchemaValues(
        root,
        { at: [...at, i, 'schema', 'openAPIV3Schema'], server: `${own('schema')}.openAPIV3Schema` },
        hasStatus,
        checker
      )
    else checker.required([...at, i, 'schema', 'openAPIV3Schema'])
    scaleSubresourceValues(version, [...at, i, 'subresources'], own('subresources'), checker)
    selectableFieldValues(version, [...at, i, 'selectableFields'], own('selectableFields'), checker)
    columnValues(version, [...at, i, 'additionalPrinterColumns'], own, checker)
  })
}

/** How the server calls a part of a version: what all versions share stands above them in its own form. */
function nameOfPart(versions: readonly UnknownRecord[], i: number): (key: string) => string {
  return key => {
    const [first, ...others] = versions.map(version => goJson(version[key]))
    if (others.some(one => one !== first)) return `spec.versions[${i}].${key}`
    return key === 'schema' ? 'spec.validation' : `spec.${key}`
  }
}
