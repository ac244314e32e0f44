import type { MapEntry, SyntaxNode } from './syntax-tree.ts'
import type { ReportProblem } from './yaml-problem.ts'

/**
 * What go-yaml refuses beyond the YAML specification: control characters, directives that it does not
 * know, line separators of Unicode in plain text, names of anchors, keys of more than 1024 characters
 * without a `?`, and some escapes. A document that is JSON is read by a JSON reader.
 */
export function checkGoLimits(text: string, root: SyntaxNode, report: ReportProblem): void {
  const refuse = (start: number, end: number, message: string): void => {
    report({ code: 'syntax', message, range: { start, end } })
  }
  const control = controlCharacter.exec(text)
  if (control)
    refuse(
      control.index,
      control.index + 1,
      control[0] === '\uFFFF'
        ? 'These bytes are no UTF-8 text, and Kubernetes reads nothing else. Save the file as UTF-8.'
        : 'This is a control character, which Kubernetes refuses in a manifest. Delete it, or write it as an escape in double quotes.'
    )
  if (/^\uFEFF?\s*[[{]/.test(text)) return
  const directive = /^%(?!YAML[ \t]+1\.1\b|TAG\b)[^\n]*/.exec(text)
  if (directive)
    refuse(
      0,
      directive[0].length,
      'Kubernetes reads YAML 1.1 and refuses other directives. Remove this line.'
    )
  // Most texts have none of this, and then nobody has to look at each node.
  if (text.length > 1024 || /\\[/uU]|[&*]|[\u0085\u2028\u2029]|[[{,][ \t\r\n]*:/.test(text))
    visit(root, false, (node, entry, flow) => {
      checkNode(text, node, flow, refuse)
      if (entry && isLongKey(entry))
        refuse(
          entry.key.start,
          entry.key.end,
          'This key is longer than 1024 characters, and Kubernetes reads no such key. Write "? " before it or shorten it.'
        )
    })
}

type Refuse = (start: number, end: number, message: string) => void

function checkNode(text: string, node: SyntaxNode, flow: boolean, refuse: Refuse): void {
  const name = node.kind === 'alias' ? node.name : node.anchor
  if (name !== undefined && !/^[\w-]+$/.test(name))
    refuse(
      node.kind === 'alias' ? node.start : node.outerStart,
      node.kind === 'alias' ? node.end : node.outerStart + name.length + 1,
      node.kind === 'alias'
        ? `A star at the beginning makes the value an alias of YAML. Put quotes around it: "*${name}".`
        : 'Kubernetes reads only letters, digits, "-" and "_" in the name of an anchor. Rename it.'
    )
  if (node.kind !== 'scalar') return
  if (node.style === 'double') {
    const at = refusedEscape(text, node)
    if (at >= 0)
      refuse(
        at,
        at + 2,
        `Kubernetes knows no escape "${text.slice(at, at + 2)}" like this in YAML. Write the character itself.`
      )
  } else if (node.style !== 'single') {
    const separator = /[\u0085\u2028\u2029]/.exec(text.slice(node.start, node.end))
    if (separator)
      refuse(
        node.start + separator.index,
        node.start + separator.index + 1,
        'This invisible character ends the line for Kubernetes. Delete it, or write it as an escape in double quotes.'
      )
    if (flow && node.style === 'plain' && node.text.startsWith(':'))
      refuse(
        node.start,
        node.end,
        'In brackets a text cannot begin with a colon for Kubernetes. Put quotes around it.'
      )
  }
}

const controlCharacter = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]/

function isLongKey({ key, start, colon }: MapEntry): boolean {
  return colon !== undefined && start === key.outerStart && colon - key.start > 1024
}

/** `\/`, and halves of a character that lies beyond 16 bits. */
function refusedEscape(
  text: string,
  { start, end }: { readonly start: number; readonly end: number }
): number {
  for (let at = text.indexOf('\\', start); at >= 0 && at < end; at = text.indexOf('\\', at + 2))
    if (/^\\(?:\/|u[dD][89a-fA-F])/.test(text.slice(at, at + 4))) return at
  return -1
}

type Visitor = (node: SyntaxNode, entry: MapEntry | undefined, flow: boolean) => void

function visit(node: SyntaxNode, flow: boolean, visitor: Visitor, entry?: MapEntry): void {
  visitor(node, entry, flow)
  if (node.kind === 'list')
    for (const { value } of node.items) visit(value, flow || node.flow, visitor)
  else if (node.kind === 'map')
    for (const one of node.entries) {
      visit(one.key, flow || node.flow, visitor, one)
      visit(one.value, flow || node.flow, visitor)
    }
}
