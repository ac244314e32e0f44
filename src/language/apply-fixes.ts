import { applyEdits } from '../yaml/line-map.ts'
import type { TextEdit } from '../yaml/text-edit.ts'
import { standardSettings, type LintSettings } from './config/lint-settings.ts'
import type { Finding, Fix } from './finding.ts'
import type { LanguageService } from './language-service.ts'

/** Fixes uncover other findings, such as a field that its misspelt name hid; more rounds than this never help. */
const rounds = 10

/**
 * The text of a file after one chosen fix for every finding that has one, until none is left. The service
 * keeps the new text as that of an open editor.
 */
export function fixFile(
  service: LanguageService,
  uri: string,
  text: string,
  choose: (finding: Finding) => Fix | undefined = safeFixOf,
  settings: LintSettings = standardSettings
): { readonly text: string; readonly applied: number } {
  let current = text
  let applied = 0
  for (let round = 0; round < rounds; round++) {
    const chosen = compatibleFixes(service.lint(uri, settings).findings, uri, choose)
    if (chosen.length === 0) break
    const next = applyEdits(current, chosen.flat())
    if (next === current) break
    applied += chosen.length
    current = next
    service.setFile(uri, current, 'editor')
  }
  return { text: current, applied }
}

/** The fix that may be applied without asking: it is safe and the one to prefer. */
export function safeFixOf(finding: Finding): Fix | undefined {
  return finding.fixes.find(fix => fix.safe && fix.preferred)
}

/** Fixes whose edits don't touch one another; the others get their turn in the next round. */
function compatibleFixes(
  findings: readonly Finding[],
  uri: string,
  choose: (finding: Finding) => Fix | undefined
): readonly (readonly TextEdit[])[] {
  const taken: TextEdit[] = []
  const chosen: (readonly TextEdit[])[] = []
  for (const finding of findings) {
    const fix = choose(finding)
    const edits = fix?.edits.filter(one => one.uri === uri).flatMap(one => one.edits) ?? []
    if (edits.length === 0 || edits.some(edit => taken.some(other => touch(edit, other)))) continue
    taken.push(...edits)
    chosen.push(edits)
  }
  return chosen
}

function touch(a: TextEdit, b: TextEdit): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end
}
