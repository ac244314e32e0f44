import { formatFieldPath, parseFieldPath } from '../base/field-path.ts'
import { isKubeObject } from '../model/object.ts'
import type { PolicyVerdict } from '../net/policy-verdict.ts'
import { LineMap } from '../yaml/line-map.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import type { StepResult } from './step-result.ts'

/** A field of an object that decided what was seen. */
export interface DecidingField {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  /** Such as `spec.ingress[0].from[1]`. */
  readonly path: string
  /** Where it is written, when the file is known. */
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** Leads to the file, for a page that can be clicked. */
  readonly uri?: string
}

/** The rules of NetworkPolicies that let a request in, or the selectors by which they cut it off. */
export function decidingPolicies(verdict: PolicyVerdict | undefined): readonly DecidingField[] {
  if (!verdict) return []
  return [verdict.ingress, verdict.egress].flatMap(({ allowed, allowedBy, isolatedBy }) => {
    if (allowedBy && verdict.allowed)
      return [fieldOf(allowedBy.policy, formatFieldPath(allowedBy.path))]
    return allowed ? [] : isolatedBy.map(policy => fieldOf(policy, 'spec.podSelector'))
  })
}

function fieldOf(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  path: string
): DecidingField {
  return { kind: 'NetworkPolicy', namespace, name, path }
}

/** A manifest by the name that a person knows it by. */
export interface KnownFile {
  readonly text: string
  readonly uri?: string
}

/** The result with the lines of what decided, as far as these files hold them; the last file counts. */
export function withPlaces(result: StepResult, files: ReadonlyMap<string, KnownFile>): StepResult {
  const checks = result.checks.map(check =>
    check.decidedBy
      ? { ...check, decidedBy: check.decidedBy.map(field => placed(field, files)) }
      : check
  )
  return { ...result, checks }
}

function placed(field: DecidingField, files: ReadonlyMap<string, KnownFile>): DecidingField {
  for (const [file, { text, uri }] of [...files].reverse()) {
    const line = lineOf(field, text)
    if (line !== undefined) return { ...field, file, line, ...(uri !== undefined && { uri }) }
  }
  return field
}

function lineOf({ kind, namespace, name, path }: DecidingField, text: string): number | undefined {
  const document = parseYamlFile(text).documents.find(
    ({ value }) =>
      isKubeObject(value) &&
      value.kind === kind &&
      value.metadata.name === name &&
      (value.metadata.namespace ?? namespace) === namespace
  )
  if (!document) return undefined
  return new LineMap(text).positionAt(document.rangeOf(parseFieldPath(path)).start).line + 1
}

/** Such as `NetworkPolicy backend/close, spec.ingress[0]`. */
export function decidingText({ kind, namespace, name, path }: DecidingField): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}, ${path}`
}
