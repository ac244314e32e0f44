/** Makes an element. Text stays text: nothing of a manifest is ever read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

/** A sentence in which backticks mark code, as in our messages. */
export function sentence(text: string): readonly (Node | string)[] {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : element('code', {}, part)))
}

/** @throws Error when the page lacks what its script relies on */
export function pageElement(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`The page has no ${selector}.`)
  return found
}
