import type { MapEntry, ScalarNode, SyntaxNode } from './syntax-tree.ts'
import type { ReportProblem } from './yaml-problem.ts'

/**
 * What go-yaml refuses beyond the YAML specification: control characters, keys that are longer than
 * 1024 characters without a `?`, and `\/` in double quotes. A document that is JSON is read by a JSON
 * reader, to which the last two are nothing special.
 */
export function checkGoLimits(text: string, root: SyntaxNode, report: ReportProblem): void {
  const control = controlCharacter.exec(text)
  if (control)
    report({
      code: 'syntax',
      message:
        'This is a control character, which Kubernetes refuses in a manifest. Delete it, or write it as an escape in double quotes.',
      range: { start: control.index, end: control.index + 1 }
    })
  const hasSlash = text.includes('\\/')
  if ((!hasSlash && text.length < 1024) || /^\uFEFF?\s*[[{]/.test(text)) return
  visit(root, {
    key: entry => {
      if (isLongKey(entry))
        report({
          code: 'syntax',
          message:
            'This key is longer than 1024 characters, and Kubernetes reads no such key. Write "? " before it or shorten it.',
          range: { start: entry.key.start, end: entry.key.end }
        })
    },
    scalar: node => {
      const at = hasSlash && node.style === 'double' ? slashEscape(text, node) : -1
      if (at >= 0)
        report({
          code: 'syntax',
          message: 'Kubernetes knows no escape "\\/" in YAML. Write the slash without a backslash.',
          range: { start: at, end: at + 2 }
        })
    }
  })
}

const controlCharacter = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|(?<=[^])\uFEFF/

function isLongKey({ key, start, colon }: MapEntry): boolean {
  return colon !== undefined && start === key.outerStart && colon - key.start > 1024
}

function slashEscape(text: string, { start, end }: ScalarNode): number {
  for (let at = start + 1; at < end; at++) {
    if (text.charCodeAt(at) !== 92) continue
    if (text.charAt(at + 1) === '/') return at
    at++
  }
  return -1
}

interface Visitor {
  key(entry: MapEntry): void
  scalar(node: ScalarNode): void
}

function visit(node: SyntaxNode, visitor: Visitor): void {
  if (node.kind === 'scalar') visitor.scalar(node)
  else if (node.kind === 'list') for (const { value } of node.items) visit(value, visitor)
  else if (node.kind === 'map')
    for (const entry of node.entries) {
      visitor.key(entry)
      visit(entry.key, visitor)
      visit(entry.value, visitor)
    }
}
