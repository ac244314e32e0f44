import type { FieldPath } from '../base/field-path.ts'
import { isRecord, itemsOf, recordOf, stringOf } from '../base/json.ts'
import {
  apiVersionOf,
  gvkKey,
  gvkOf,
  isKubeObject,
  type GroupVersionKind,
  type KubeObject
} from '../model/object.ts'
import type { FieldError } from '../api/field-error.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import { validateObject } from '../api/validate.ts'
import type { CheckReport } from './check-report.ts'
import { configurationType } from './configuration-type.ts'
import { distinctErrors } from './distinct-errors.ts'
import { experimentalReport } from './experimental-report.ts'
import { readableObject } from './readable-object.ts'
import { schemaReport } from './schema-report.ts'
import { kindFault } from './type-fault.ts'

/** One object of a document, without its place in the file, so that it is kept while the text stays. */
export interface AnalysedObject {
  readonly gvk: GroupVersionKind
  readonly key: string
  readonly object: KubeObject
  readonly name: string | undefined
  readonly namespace: string | undefined
  /** Where it begins in the document. */
  readonly path: FieldPath
  readonly schemaReports: readonly CheckReport[]
  /** What the rules that look at the object alone found for one version; filled when first asked for. */
  ruleReports:
    { readonly kubernetesMinor: number; readonly reports: readonly CheckReport[] } | undefined
}

/** The objects of a document's value with what the API server's schemas say to them. */
export function analyseDocument(
  value: unknown,
  options: {
    readonly schemas: SchemaSet
    readonly partial: boolean
    /** The errors of the object at a path that are told, all unless given; then nothing is said of its kind. */
    readonly told?: (errors: readonly FieldError[], path: FieldPath) => readonly FieldError[]
  }
): readonly AnalysedObject[] {
  return objectsIn(value, []).map(({ raw, path }) => {
    // What a connected cluster says of its kinds is no matter of channels.
    const told = options.schemas.isServed(gvkOf(raw)) ? () => undefined : experimentalReport
    const gvk = gvkOf(raw)
    const schema = options.schemas.schemaOf(gvk)
    const known = schema !== undefined
    const isObject = schema?.properties?.metadata !== undefined
    const errors = known
      ? validateObject(raw, options.schemas, {
          partial: options.partial,
          allAtOnce: true,
          unknownFields: options.schemas.isPartial(gvk) ? 'wrong-case' : 'report'
        })
      : []
    const { told: certain } = options
    const fault = known || certain ? undefined : kindFault(raw, options.schemas)
    const readable = readableObject(raw, errors)
    const object = withMetadata(isKubeObject(readable) ? readable : raw)
    return {
      gvk,
      key: gvkKey(gvk),
      object,
      name: stringOf(object.metadata.name),
      namespace: stringOf(object.metadata.namespace),
      path,
      schemaReports: [
        ...(fault ? [fault] : []),
        ...distinctErrors(certain ? certain(errors, path) : errors)
          .filter(error => !isTextToKind(error, gvk))
          .map(error => told(error, gvkKey(gvk)) ?? schemaReport(error, raw))
          .map(report => (isObject ? report : { ...report, why: whyOfConfiguration }))
      ],
      ruleReports: undefined
    }
  })
}

/** kind reads its file with yaml.v3, to which a number or `true` is text where text belongs. */
function isTextToKind(
  { type, detail, badValue }: FieldError,
  { group }: GroupVersionKind
): boolean {
  const isScalar = typeof badValue === 'number' || typeof badValue === 'boolean'
  const wantsText = type === 'type-invalid' && detail.startsWith('expected a string')
  return group === 'kind.x-k8s.io' && wantsText && isScalar
}

/** Where no API server has a say. */
const whyOfConfiguration = 'The program that reads the file refuses it, or leaves this out.'

/** A file of another program as if it were one object, so that rules can speak of it. */
export function analyseConfiguration(value: unknown): readonly AnalysedObject[] {
  const gvk = configurationType(value, true)
  if (!gvk || !isRecord(value)) return []
  const type = { apiVersion: apiVersionOf(gvk), kind: gvk.kind }
  const readable = recordOf(readableObject(value, []))
  return [
    {
      gvk,
      key: gvkKey(gvk),
      object: { ...readable, ...type, metadata: {} },
      name: undefined,
      namespace: undefined,
      path: [],
      schemaReports: [],
      ruleReports: undefined
    }
  ]
}

/** The object itself, or the items when it is a `List` (or a `PodList` and the like, as kubectl writes them). */
function objectsIn(value: unknown, path: FieldPath): { raw: KubeObject; path: FieldPath }[] {
  if (!isKubeObject(value)) return []
  if (!value.kind.endsWith('List') || !Array.isArray(value.items)) return [{ raw: value, path }]
  return itemsOf(value.items).flatMap((item, i) => objectsIn(item, [...path, 'items', i]))
}

/** Rules read `metadata` without asking whether it is there. */
function withMetadata(object: KubeObject): KubeObject {
  return isRecord(object.metadata) ? object : { ...object, metadata: recordOf(object.metadata) }
}
