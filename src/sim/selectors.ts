import { recordOf, stringOf, valueAt } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { type LabelSelector, type LabelSelectorRequirement, selects } from '../model/selector.ts'
import { badRequest } from './status.ts'

/** Reads `app=web,tier in (a,b),!legacy` as labels.Parse does. @throws ApiError 400 */
export function parseLabelSelector(text: string): LabelSelector {
  const matchExpressions: LabelSelectorRequirement[] = []
  for (const part of splitRequirements(text)) matchExpressions.push(readRequirement(part, text))
  return { matchExpressions }
}

/** Splits at commas outside of brackets. */
function splitRequirements(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const char of text) {
    if (char === '(') depth++
    if (char === ')') depth--
    if (char === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += char
  }
  return [...parts, part].map(one => one.trim()).filter(one => one !== '')
}

const keyPattern = '[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?'
const inSet = new RegExp(`^(${keyPattern})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)
const equals = new RegExp(`^(${keyPattern})\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)$`)
const exists = new RegExp(`^(!?)\\s*(${keyPattern})$`)

function readRequirement(part: string, text: string): LabelSelectorRequirement {
  const set = inSet.exec(part)
  if (set) {
    const values = (set[3] ?? '').split(',').map(value => value.trim())
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values }
  }
  const pair = equals.exec(part)
  if (pair) {
    const operator = pair[2] === '!=' ? 'NotIn' : 'In'
    return { key: pair[1] ?? '', operator, values: [pair[3] ?? ''] }
  }
  const key = exists.exec(part)
  if (key) return { key: key[2] ?? '', operator: key[1] === '!' ? 'DoesNotExist' : 'Exists' }
  throw badRequest(
    `unable to parse requirement: found '${part}', expected: a label key with '=', '!=', 'in' or 'notin' ` +
      `in the selector "${text}"`
  )
}

export function matchesLabelSelector(object: KubeObject, selector: LabelSelector): boolean {
  return selects(selector, object.metadata.labels ?? {})
}

export type FieldTest = (object: KubeObject) => boolean

/** Fields besides metadata.name and metadata.namespace that a kind can be selected by. */
const selectableFields: Readonly<Record<string, readonly string[]>> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP'
  ],
  '/namespaces': ['status.phase'],
  '/nodes': ['spec.unschedulable'],
  '/services': ['spec.clusterIP', 'spec.type'],
  '/secrets': ['type'],
  'apps/replicasets': ['status.replicas'],
  'batch/jobs': ['status.successful'],
  '/events': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type'
  ]
}

/** Reads `metadata.name=web,status.phase!=Running`. @throws ApiError 400 for a field that can't be selected by */
export function parseFieldSelector(text: string, resourceKey: string): FieldTest {
  const tests: FieldTest[] = text
    .split(',')
    .filter(part => part.trim() !== '')
    .map(part => {
      const match = /^([^=!]+?)\s*(==|=|!=)(.*)$/.exec(part.trim())
      if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`)
      const [, field = '', operator, value = ''] = match
      const known =
        field === 'metadata.name' ||
        field === 'metadata.namespace' ||
        (selectableFields[resourceKey] ?? []).includes(field)
      if (!known)
        throw badRequest(
          `Unable to find "${resourceKey.replace(/^\//, 'v1/')}" that match label selector "", ` +
            `field selector "${text}": field label not supported: ${field}`
        )
      return object => (fieldOf(object, field) === value) === (operator !== '!=')
    })
  return object => tests.every(test => test(object))
}

function fieldOf(object: KubeObject, field: string): string {
  const value = valueAt(object, field.split('.'))
  if (field === 'spec.unschedulable') return value === true ? 'true' : 'false'
  if (field === 'source') return stringOf(recordOf(value).component) ?? ''
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
