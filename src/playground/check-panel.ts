import { element, pageElement, sentence } from './element.ts'
import type { CheckPage } from './protocol.ts'

export interface CheckPanelOptions {
  readonly labTitles: Readonly<Record<string, string>>
  readonly open: (check: CheckPage, text: string) => void
}

/** Shows the page of a check beside the editor and moves there, as a link does. */
export function showCheck(page: CheckPage, { labTitles, open }: CheckPanelOptions): void {
  const { id, what, why, todo, docs, labs = [], isOptIn, severity } = page
  const title = pageElement('#check-title')
  title.textContent = id
  const example = (heading: string, text: string): Node[] => {
    if (text === '') return []
    const onclick = (): void => open(page, text)
    return [
      element('h3', {}, heading),
      element('pre', { tabIndex: 0, ariaLabel: heading }, text.trimEnd()),
      element('button', { type: 'button', onclick }, 'Open in the editor')
    ]
  }
  pageElement('#check-text').replaceChildren(
    element('p', {}, element('strong', {}, ...sentence(what))),
    element('p', {}, `Severity: ${severity}${isOptIn ? ', off by default' : ''}.`),
    element('h3', {}, 'Why it matters'),
    element('p', {}, ...sentence(why)),
    element('h3', {}, 'What to do'),
    element('p', {}, ...sentence(todo)),
    ...example('With the fault', docs.bad),
    ...example('Without it', docs.good),
    ...list(
      'Labs that teach it',
      labs.map(lab => labTitles[lab] ?? lab)
    ),
    ...list(
      'Sources',
      docs.see.map(href => element('a', { href, target: '_blank', rel: 'noopener' }, href))
    )
  )
  pageElement('#check').scrollTop = 0
  title.focus()
}

function list(heading: string, items: readonly (Node | string)[]): Node[] {
  if (items.length === 0) return []
  return [
    element('h3', {}, heading),
    element('ul', {}, ...items.map(item => element('li', {}, item)))
  ]
}
