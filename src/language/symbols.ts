import type { OffsetRange } from '../yaml/text-edit.ts'
import type { FileState } from './file-state.ts'
import type { PositionRange } from './finding.ts'

/** One object of a file, for outlines: `Service web`, with its namespace beside it. */
export interface DocumentSymbol {
  readonly name: string
  readonly kind: string
  readonly detail: string
  readonly range: OffsetRange
  readonly position: PositionRange
  /** The name of the object, or its kind when it has none. */
  readonly selection: OffsetRange
  readonly selectionPosition: PositionRange
}

export function symbolsOf(state: FileState): readonly DocumentSymbol[] {
  return state.documents.flatMap(({ objects }) =>
    objects.map(({ manifest }): DocumentSymbol => {
      const { document, path } = manifest
      const range =
        path.length === 0 ? contentOf(state.text, document.range) : document.rangeOf(path, 'value')
      const named = manifest.name === undefined ? ['kind'] : ['metadata', 'name']
      const selection = document.rangeOf([...path, ...named], 'value')
      return {
        name: manifest.name ?? manifest.gvk.kind,
        kind: manifest.gvk.kind,
        detail: [manifest.gvk.kind, manifest.namespace]
          .filter(part => part !== undefined)
          .join(' in '),
        range,
        position: state.positions.rangeAt(range),
        selection,
        selectionPosition: state.positions.rangeAt(selection)
      }
    })
  )
}

/** A document without the marker before and the empty lines behind it. */
function contentOf(text: string, { start, end }: OffsetRange): OffsetRange {
  const own = text.slice(start, end)
  const marker = /^(?:---[^\n]*\n)?\s*?(?=\S|$)/.exec(own)?.[0].length ?? 0
  return { start: start + marker, end: start + Math.max(marker, own.trimEnd().length) }
}
