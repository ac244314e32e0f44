import { isRecord, stringOf } from '../base/json.ts'
import { gvkOf, type GroupVersionKind, type KubeObject } from '../model/object.ts'
import type { SchemaSet } from '../api/schema-set.ts'
import type { ManifestEditor } from '../rules/manifest-editor.ts'
import { slipOf } from '../rules/shared/slip-of.ts'
import type { TextEdit } from '../yaml/text-edit.ts'
import type { YamlDocument } from '../yaml/yaml-file.ts'
import type { CheckReport } from './check-report.ts'
import { meantKind, meantVersion } from './meant-type.ts'
import { schemaChecks } from './schema-checks.ts'

/**
 * A kind that the API server does not have, told only where what is meant is certain: the kind is known in
 * another group, or the name has a slip. A kind of an unknown group is a custom resource.
 */
export function kindFault(object: KubeObject, schemas: SchemaSet): CheckReport | undefined {
  const gvk = gvkOf(object)
  if (schemas.schemaOf(gvk)) return undefined
  const { apiVersion, kind } = object
  const types = certainKinds(schemas)
  const versions = types.filter(one => one.kind === kind).map(versionText)
  const groupIsKnown = types.some(one => versionText(one) === apiVersion)
  const named = groupIsKnown ? versions[0] : slipOf(apiVersion, versions)
  const spelt = named === undefined ? meantVersion(gvk, schemas) : undefined
  const meant = spelt ? versionText(spelt) : named
  if (meant !== undefined)
    return unknownKind({
      at: ['apiVersion'],
      part: 'value',
      message: `${kind} is not a kind of \`${apiVersion}\`; it is one of \`${meant}\`.`,
      fixes: [
        {
          title: `Use \`${meant}\``,
          safe: true,
          preferred: true,
          change: edit => edit.set(['apiVersion'], meant)
        }
      ]
    })
  const kinds = types.filter(one => versionText(one) === apiVersion).map(one => one.kind)
  const name = slipOf(kind, kinds) ?? meantKind(gvk, schemas)
  if (name === undefined) return undefined
  return unknownKind({
    at: ['kind'],
    part: 'value',
    message: `\`${apiVersion}\` has no kind ${kind}; it has ${name}.`,
    fixes: [
      {
        title: `Set to \`${name}\``,
        safe: true,
        preferred: true,
        change: edit => edit.set(['kind'], name)
      }
    ]
  })
}

/** A document with all signs of a manifest but one of the two fields that say its type. */
export function missingType(document: YamlDocument, schemas: SchemaSet): CheckReport | undefined {
  const { value } = document
  if (!isRecord(value)) return undefined
  const [apiVersion, kind] = [stringOf(value.apiVersion), stringOf(value.kind)]
  const lacksKind = value.kind === undefined || value.kind === null
  // The configuration of kind has no metadata, and kind refuses it without its own kind as well.
  if (lacksKind && apiVersion === 'kind.x-k8s.io/v1alpha4')
    return missing('kind', 'Cluster', document)
  if (!isRecord(value.metadata)) return undefined
  const types = certainKinds(schemas)
  if (kind !== undefined && (value.apiVersion === undefined || value.apiVersion === null)) {
    const versions = types.filter(one => one.kind === kind).map(versionText)
    const [version, another] = versions
    if (version === undefined) return undefined
    return missing('apiVersion', another === undefined ? version : undefined, document)
  }
  const isKnown = types.some(one => versionText(one) === apiVersion)
  return isKnown && lacksKind ? missing('kind', undefined, document) : undefined
}

function unknownKind(report: CheckReport['report']): CheckReport {
  const { id, severity, why, todo } = schemaChecks['schema/unknown-kind']
  return { rule: id, severity, why, todo, report }
}

function missing(
  key: 'apiVersion' | 'kind',
  value: string | undefined,
  document: YamlDocument
): CheckReport {
  const { id, severity } = schemaChecks['schema/missing-field']
  return {
    rule: id,
    severity,
    why: 'Whoever reads the file cannot tell what the object is: kubectl, the API server and tools such as kind refuse it.',
    todo: `Add \`${key}\`.`,
    report: {
      at: [key],
      part: 'key',
      message: `\`${key}\` is missing.`,
      fixes:
        value === undefined
          ? []
          : [
              {
                title: `Insert \`${key}: ${value}\``,
                safe: true,
                preferred: true,
                change: edit => insertFirst(edit, document, key, value)
              }
            ]
    }
  }
}

/** People write the type first; in braces the place does not matter. */
function insertFirst(
  edit: ManifestEditor,
  document: YamlDocument,
  key: string,
  value: string
): readonly TextEdit[] {
  const { start } = document.rangeOf([key])
  const at = start - document.range.start
  const isLineStart = at === 0 || document.text.charAt(at - 1) === '\n'
  if (!isLineStart || document.has([key])) return edit.set([key], value)
  return [{ range: { start, end: start }, newText: `${key}: ${value}\n` }]
}

/** Of a project that may be there in another version it is not known which kinds it has. */
function certainKinds(schemas: SchemaSet): GroupVersionKind[] {
  return schemas
    .kinds()
    .map(one => one.gvk)
    .filter(gvk => !schemas.isAssumed(gvk))
}

function versionText({ group, version }: GroupVersionKind): string {
  return group === '' ? version : `${group}/${version}`
}
