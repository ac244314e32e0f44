import type { Manifest } from '../../rules/manifest.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'
import type { OffsetRange } from '../../yaml/text-edit.ts'
import { labelLinks } from './label-links.ts'
import { objectLinks } from './object-links.ts'
import { isSameTarget, wordOf, type Occurrence } from './occurrence.ts'
import { partLinks } from './part-links.ts'

/** A place of a file that belongs to the word at the cursor. */
export interface Link {
  readonly uri: string
  readonly range: OffsetRange
  readonly isDefinition: boolean
}

/** Every place that defines or uses what the word at an offset means; empty when it means nothing. */
export function linksAt(
  manifests: readonly Manifest[],
  offset: number,
  workspace: WorkspaceView
): readonly Link[] {
  const here = occurrenceAt(manifests, offset)
  if (!here) return []
  return sameAs(here, workspace).map(one => ({
    uri: one.manifest.uri,
    range: rangeOf(one),
    isDefinition: one.role === 'definition'
  }))
}

/** The occurrence at an offset of a file. */
export function occurrenceAt(
  manifests: readonly Manifest[],
  offset: number
): Occurrence | undefined {
  const manifest = manifests.find(
    ({ document: { range } }) => range.start <= offset && offset <= range.end
  )
  if (!manifest) return undefined
  return manifests
    .filter(({ document }) => document === manifest.document)
    .flatMap(occurrencesIn)
    .find(one => contains(rangeOf(one), offset))
}

/** All occurrences of the same thing, definitions first. */
export function sameAs(here: Occurrence, workspace: WorkspaceView): readonly Occurrence[] {
  return workspace
    .derive(allOccurrences)
    .filter(one => wordOf(one.target) === wordOf(here.target))
    .filter(one => isSameTarget(one.target, here.target))
    .sort((a, b) => Number(b.role === 'definition') - Number(a.role === 'definition'))
}

function allOccurrences(workspace: WorkspaceView): readonly Occurrence[] {
  return workspace.everything().flatMap(occurrencesIn)
}

/** A partial manifest, such as a patch, speaks of other objects as well as a whole one. */
function occurrencesIn(manifest: Manifest): readonly Occurrence[] {
  return [...objectLinks(manifest), ...labelLinks(manifest), ...partLinks(manifest)]
}

export function rangeOf({ manifest, at }: Occurrence): OffsetRange {
  return manifest.document.rangeOf([...manifest.path, ...at], 'value')
}

function contains({ start, end }: OffsetRange, offset: number): boolean {
  return start <= offset && offset <= end
}
