import { severities, type Severity } from '../rules/severity.ts'
import { element, pageElement, sentence } from './element.ts'
import type { ToldFinding, ToldFix } from './protocol.ts'

export interface FindingActions {
  readonly goTo: (finding: ToldFinding) => void
  readonly apply: (fix: ToldFix) => void
}

/** The findings as a table under a sentence that screen readers announce. */
export function showFindings(findings: readonly ToldFinding[], actions: FindingActions): void {
  const summary = pageElement('#summary')
  const said = summaryOf(findings)
  // The same text again would be read out again.
  if (summary.textContent !== said) summary.textContent = said
  pageElement('#findings table').hidden = findings.length === 0
  pageElement('#findings tbody').replaceChildren(...findings.map(one => rowOf(one, actions)))
}

function rowOf(finding: ToldFinding, { goTo, apply }: FindingActions): HTMLTableRowElement {
  const { check, severity, message, position, fixes } = finding
  const line = String(position.start.line + 1)
  return element(
    'tr',
    {},
    element(
      'td',
      {},
      linkButton(line, `Go to line ${line}`, () => goTo(finding))
    ),
    element('td', { className: `severity ${severity}` }, words[severity]),
    element('td', { className: 'message' }, ...sentence(message)),
    element('td', {}, check === undefined ? '' : checkLink(check)),
    element(
      'td',
      {},
      element(
        'ul',
        { hidden: fixes.length === 0 },
        ...fixes.map(fix =>
          element(
            'li',
            {},
            linkButton(fix.title, `${fix.title.replaceAll('`', '')} (line ${line})`, () =>
              apply(fix)
            )
          )
        )
      )
    )
  )
}

export function checkLink(check: string): HTMLAnchorElement {
  return element('a', { href: `#check/${check}` }, check)
}

function linkButton(text: string, ariaLabel: string, onclick: () => void): HTMLButtonElement {
  return element(
    'button',
    { type: 'button', className: 'link', ariaLabel, onclick },
    ...sentence(text)
  )
}

function summaryOf(findings: readonly ToldFinding[]): string {
  if (findings.length === 0) return 'Nothing is found in this file.'
  const counts = severities.flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity).length
    return count === 0 ? [] : `${count} ${words[severity].toLowerCase()}${count === 1 ? '' : 's'}`
  })
  return `${counts.join(', ')}.`
}

const words: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
  hint: 'Hint'
}
