import { failed, ok, type Result } from '../../base/result.ts'
import { ManifestEditor } from '../../rules/manifest-editor.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'
import type { OffsetRange, TextEdit } from '../../yaml/text-edit.ts'
import { occurrenceAt, rangeOf, sameAs } from './links.ts'
import { wordOf, type LinkTarget } from './occurrence.ts'

export interface RenameStart {
  readonly range: OffsetRange
  readonly word: string
}

export type RenameEdits = ReadonlyMap<string, readonly TextEdit[]>

/** What a rename at an offset would change, or why there is nothing to rename. */
export function prepareRename(
  manifests: readonly Manifest[],
  offset: number
): Result<RenameStart, string> {
  const here = occurrenceAt(manifests, offset)
  if (!here) return failed('Only names of objects, labels and named ports can be renamed here.')
  return ok({ range: rangeOf(here), word: wordOf(here.target) })
}

/** The edits that give a thing another name wherever it is spoken of; a failure is a sentence. */
export function rename(
  manifests: readonly Manifest[],
  offset: number,
  to: string,
  workspace: WorkspaceView
): Result<RenameEdits, string> {
  const here = occurrenceAt(manifests, offset)
  if (!here) return failed('Only names of objects, labels and named ports can be renamed here.')
  const wrong = problemOf(here.target, to)
  if (wrong !== undefined) return failed(wrong)
  const edits = new Map<string, TextEdit[]>()
  for (const { manifest, at } of sameAs(here, workspace)) {
    const own = edits.get(manifest.uri) ?? []
    own.push(...new ManifestEditor(manifest.document, manifest.path).set(at, to))
    edits.set(manifest.uri, own)
  }
  return ok(edits)
}

/** Why a word can't be the new name. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
function problemOf(target: LinkTarget, to: string): string | undefined {
  if (target.type === 'label')
    return /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(to)
      ? undefined
      : 'The value of a label has at most 63 letters, digits, "-", "_" and ".", and begins and ends with a letter or digit.'
  const longest = target.type === 'part' && target.part.endsWith('-port') ? 63 : 253
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(to) && to.length <= longest
    ? undefined
    : 'A name has lower-case letters, digits, "-" and ".", and begins and ends with a letter or digit.'
}
