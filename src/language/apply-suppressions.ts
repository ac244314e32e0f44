import { didYouMean } from '../base/did-you-mean.ts'
import type { Rule } from '../rules/define-rule.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import type { FileState } from './file-state.ts'
import type { Finding, Fix } from './finding.ts'
import { locateText } from './located-finding.ts'
import { schemaChecks } from './schema-checks.ts'
import { isSuppressedBy, type Suppression } from './suppression.ts'

interface Asked {
  readonly rules: readonly Rule[]
  /** Rules off by default that were asked; a comment about another one may have its use elsewhere. */
  readonly optIns: ReadonlySet<string>
}

/** The findings that no comment keeps away, and a hint for each comment, or id in it, that keeps nothing away. */
export function withoutSuppressed(
  state: FileState,
  findings: readonly Finding[],
  asked: Asked
): Finding[] {
  if (state.suppressions.length === 0) return [...findings]
  const used = new Map<Suppression, Set<string>>()
  const left = findings.filter(finding => {
    const by = state.suppressions.find(suppression => isSuppressedBy(suppression, finding))
    if (by) used.set(by, (used.get(by) ?? new Set()).add(finding.rule))
    return !by
  })
  if (state.ignored) return left
  for (const suppression of state.suppressions)
    left.push(...unusedIn(suppression, used.get(suppression) ?? new Set(), state, asked))
  return left
}

function unusedIn(
  suppression: Suppression,
  used: ReadonlySet<string>,
  state: FileState,
  { rules, optIns }: Asked
): Finding[] {
  const { range, rules: named } = suppression
  const whole = { range, title: 'Remove the comment', remove: removal(state.text, range) }
  if (named.length === 0)
    return used.size > 0
      ? []
      : [unused(state, { ...whole, message: 'This comment keeps no finding away.' })]
  const ids = [...rules.map(({ id }) => id), ...Object.keys(schemaChecks)]
  const stale = named.filter(({ id }) => {
    const isAskedElsewhere = rules.some(rule => rule.id === id && rule.optIn === true)
    return !used.has(id) && !(isAskedElsewhere && !optIns.has(id))
  })
  if (stale.length < named.length)
    return stale.map(({ id, range: own }) =>
      unused(state, {
        range: own,
        title: 'Remove the id',
        remove: removalOfId(state.text, own),
        message: sentence(id, ids)
      })
    )
  const message =
    named.length === 1
      ? sentence(named[0]?.id ?? '', ids)
      : 'None of these checks finds anything here.'
  return [unused(state, { ...whole, message })]
}

function sentence(id: string, ids: readonly string[]): string {
  if (ids.includes(id)) return `${id} finds nothing here.`
  const meant = didYouMean(id, ids)
  return `There is no check ${id}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`
}

interface Unused {
  readonly range: OffsetRange
  readonly message: string
  readonly title: string
  readonly remove: OffsetRange
}

function unused(state: FileState, { range, message, title, remove }: Unused): Finding {
  const { id, severity, why, todo } = schemaChecks['suppression/unused']
  const fix: Fix = {
    title,
    // Where only some of the files are checked, the finding may be there with the others.
    safe: false,
    preferred: true,
    edits: [{ uri: state.uri, edits: [{ range: remove, newText: '' }] }]
  }
  return locateText(
    { rule: id, severity, why, todo, message, fixes: [fix] },
    { uri: state.uri, document: documentAt(state, range.start), range },
    state.positions
  )
}

/** The comment with its line when it stands alone, else with the blanks before it. */
function removal(text: string, { start, end }: OffsetRange): OffsetRange {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const before = text.slice(lineStart, start)
  const lineEnd = text.indexOf('\n', end)
  if (before.trim() === '')
    return { start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 }
  return { start: start - (before.length - before.trimEnd().length), end }
}

/** The id with what separates it from the one before, or from the next when it is the first. */
function removalOfId(text: string, { start, end }: OffsetRange): OffsetRange {
  const before = /[\s,]*,[\s,]*$/.exec(text.slice(0, start))?.[0].length ?? 0
  if (before > 0) return { start: start - before, end }
  const after = /^[ \t,]+/.exec(text.slice(end))?.[0].length ?? 0
  return { start, end: end + after }
}

function documentAt(state: FileState, offset: number): number {
  const document = state.parsed.documents.find(
    ({ range }) => range.start <= offset && offset < range.end
  )
  return document?.index ?? 0
}
