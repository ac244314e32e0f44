import { tabProblem } from './library-problem.ts'
import { columnAt, lineStartAt, type SyntaxNode } from './syntax-tree.ts'
import type { ReportProblem } from './yaml-problem.ts'

/**
 * Tabs that go-yaml refuses and the YAML specification lets pass: at the start of a line, even an empty
 * one, and behind a dash. Inside of flow collections and quotes a tab is white space like any other.
 */
export function checkTabs(text: string, root: SyntaxNode, report: ReportProblem): void {
  let at = text.indexOf('\t')
  if (at < 0) return
  const spans = spansOf(root)
  let next = 0
  for (; at >= 0; at = text.indexOf('\t', at + 1)) {
    const lineStart = lineStartAt(text, at)
    const before = text.slice(lineStart, at)
    const leading = /^\uFEFF? *$/.test(before)
    if (!leading && !/^\uFEFF? *(?:[-?] +)*[-?] *$/.test(before)) continue
    while (next < spans.length && (spans[next]?.end ?? 0) <= at) next++
    const span = spans[next]
    if (span && span.start < at) {
      if (!leading || !isRefusedInside(span, text, at)) continue
    } else if (leading && before !== '' && goesOn(spans[next - 1], text, at))
      // Behind a plain text white space may go on, as long as it stands further in than the key.
      continue
    report(tabProblem(at))
    return
  }
}

interface Span {
  readonly start: number
  readonly end: number
  readonly kind: 'plain' | 'block' | 'other'
}

function goesOn(span: Span | undefined, text: string, at: number): boolean {
  return span?.kind === 'plain' && text.slice(span.end, at).trim() === ''
}

function isRefusedInside(span: Span, text: string, at: number): boolean {
  const column = columnAt(text, at)
  if (span.kind === 'plain') return column === 0
  if (span.kind !== 'block') return false
  const lines = /^[|>]([^\n]*)\n(?:[ \t\r]*\n)*( *)/.exec(text.slice(span.start, span.end))
  // With an indentation of its own (`|2`) the header says where the text begins.
  if (!lines || /^[-+]?[0-9]/.test(lines[1] ?? '')) return false
  const firstContent = span.start + lines[0].length
  return at <= firstContent || column < (lines[2] ?? '').length
}

/** Scalars and flow collections in the order of the text; inside of them tabs have their own rules. */
function spansOf(root: SyntaxNode): Span[] {
  const spans: Span[] = []
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'scalar') {
      const block = node.style === 'literal' || node.style === 'folded'
      const kind = block ? 'block' : node.style === 'plain' ? 'plain' : 'other'
      spans.push({ start: node.start, end: node.tail, kind })
    } else if (node.kind === 'alias')
      spans.push({ start: node.start, end: node.end, kind: 'other' })
    else if (node.flow) spans.push({ start: node.start, end: node.end, kind: 'other' })
    else if (node.kind === 'list') for (const { value } of node.items) visit(value)
    else
      for (const { key, value } of node.entries) {
        visit(key)
        visit(value)
      }
  }
  visit(root)
  return spans
}
