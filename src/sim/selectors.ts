import { recordOf, stringOf, valueAt } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import type { Resource } from './registry.ts'
import { badRequest } from './status.ts'

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
export function parseFieldSelector(text: string, resource: Resource): FieldTest {
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
        (selectableFields[resource.key] ?? []).includes(field)
      if (!known) throw badRequest(unknownField(resource, field))
      return object => (fieldOf(object, field) === value) === (operator !== '!=')
    })
  return object => tests.every(test => test(object))
}

/** Kinds with fields of their own word it in their way, and those of CustomResourceDefinitions too. */
function unknownField({ key, builtIn }: Resource, field: string): string {
  if (key === 'batch/jobs') return `field label "${field}" not supported for Job`
  return builtIn && !Object.hasOwn(selectableFields, key)
    ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
    : `field label not supported: ${field}`
}

function fieldOf(object: KubeObject, field: string): string {
  const value = valueAt(object, field.split('.'))
  if (field === 'spec.unschedulable') return value === true ? 'true' : 'false'
  if (field === 'source') return stringOf(recordOf(value).component) ?? ''
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
