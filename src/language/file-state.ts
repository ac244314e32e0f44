import type { SchemaSet } from '../api/schema-set.ts'
import type { Manifest } from '../rules/manifest.ts'
import {
  parseYamlFile,
  type YamlDocument,
  type YamlFile,
  type YamlFileKind
} from '../yaml/yaml-file.ts'
import { analyseConfiguration, analyseDocument, type AnalysedObject } from './analysed-document.ts'
import type { CheckReport } from './check-report.ts'
import { isBroken } from './document-treatment.ts'
import { Positions } from './positions.ts'
import { suppressionsIn, type Suppression } from './suppression.ts'
import { templateDocuments } from './template-documents.ts'
import { indentFaultsIn, type IndentFault } from './template-indent.ts'
import { missingType } from './type-fault.ts'

/** What is known about one text; documents whose text stayed keep what was found out about them. */
export interface FileState {
  readonly uri: string
  readonly text: string
  readonly parsed: YamlFile
  readonly positions: Positions
  readonly documents: readonly DocumentState[]
  readonly manifests: readonly Manifest[]
  readonly suppressions: readonly Suppression[]
  /** What can be told of a Helm template. Its objects are in no cluster as they stand, so they are no `manifests`. */
  readonly template: readonly DocumentState[]
  /** Of a Helm template: actions whose output lands at two depths. */
  readonly indentFaults: readonly IndentFault[]
  /** Not Kubernetes manifests, or their author asked to leave the file alone. */
  readonly ignored: boolean
}

export interface DocumentState {
  readonly document: YamlDocument
  readonly objects: readonly LocatedObject[]
  /** Text that is no YAML: only that is told, and not what the rest seems to lack. */
  readonly broken: boolean
  /** What keeps a document from being a manifest although it looks like one. */
  readonly untyped: CheckReport | undefined
}

export interface LocatedObject {
  readonly analysed: AnalysedObject
  readonly manifest: Manifest
}

/**
 * What a document is, decided by its content and the files around it; `configuration` is for a program that
 * is known, `untyped` lacks what every manifest has, so it is hardly one.
 */
export type Treatment = 'manifest' | 'partial' | 'configuration' | 'untyped' | 'ignored'

export interface ReadOptions {
  readonly schemas: SchemaSet
  readonly previous: FileState | undefined
  treat(document: YamlDocument, kind: YamlFileKind): Treatment
}

export function readFileState(uri: string, text: string, options: ReadOptions): FileState {
  const { previous } = options
  const parsed = parseYamlFile(text, { previous: previous?.parsed, path: uri })
  const isTemplate = parsed.kind === 'helm-template'
  const isLeftAlone = isExcluded(text)
  const ignored = isTemplate || isLeftAlone
  const known = knownAnalyses(previous)
  const documents = ignored
    ? []
    : parsed.documents.map(document =>
        readDocument(uri, document, known, {
          schemas: options.schemas,
          treatment: options.treat(document, parsed.kind)
        })
      )
  return {
    uri,
    text,
    parsed,
    positions: new Positions(text),
    documents,
    manifests: documents.flatMap(({ objects }) => objects.map(({ manifest }) => manifest)),
    suppressions: suppressionsIn(text, parsed.documents),
    template: isTemplate && !isLeftAlone ? readTemplate(uri, text, options.schemas) : [],
    indentFaults: isTemplate && !isLeftAlone ? indentFaultsIn(text, uri) : [],
    ignored
  }
}

function readDocument(
  uri: string,
  document: YamlDocument,
  known: ReadonlyMap<string, readonly AnalysedObject[]>,
  { schemas, treatment }: { readonly schemas: SchemaSet; readonly treatment: Treatment }
): DocumentState {
  const broken = isBroken(document)
  if (treatment === 'ignored' || treatment === 'untyped') {
    const untyped = treatment === 'untyped' && !broken ? missingType(document, schemas) : undefined
    return { document, objects: [], broken, untyped }
  }
  const partial = treatment === 'partial'
  const analysed =
    known.get(cacheKey(document.text, partial)) ??
    (treatment === 'configuration'
      ? analyseConfiguration(document.value)
      : analyseDocument(document.value, { schemas, partial }))
  const objects = analysed.map(one => located(one, { uri, document, partial }))
  return { document, objects, broken, untyped: undefined }
}

function readTemplate(uri: string, text: string, schemas: SchemaSet): readonly DocumentState[] {
  return templateDocuments(text, schemas).map(({ document, objects }) => ({
    document,
    objects: objects.map(one => located(one, { uri, document, partial: true })),
    broken: false,
    untyped: undefined
  }))
}

function located(
  analysed: AnalysedObject,
  place: { readonly uri: string; readonly document: YamlDocument; readonly partial: boolean }
): LocatedObject {
  const { gvk, key, object, name, namespace, path } = analysed
  return { analysed, manifest: { ...place, gvk, key, object, name, namespace, path } }
}

function knownAnalyses(
  previous: FileState | undefined
): ReadonlyMap<string, readonly AnalysedObject[]> {
  if (!previous) return nothingKnown
  const known = new Map<string, readonly AnalysedObject[]>()
  for (const { document, objects } of previous.documents)
    known.set(
      cacheKey(document.text, objects[0]?.manifest.partial ?? false),
      objects.map(({ analysed }) => analysed)
    )
  return known
}

const nothingKnown: ReadonlyMap<string, readonly AnalysedObject[]> = new Map()

function cacheKey(text: string, partial: boolean): string {
  return partial ? `partial\n${text}` : text
}

/** The Kubernetes extension's own comment, which people already have in their kustomize patches. */
function isExcluded(text: string): boolean {
  return (
    text.includes('vscode-kubernetes-tools') &&
    /^#\s*vscode-kubernetes-tools:\s*exclude\b/m.test(text)
  )
}
