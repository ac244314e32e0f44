/** The text that a body leaves when nothing is typed; what `typed` gives for a tab stop replaces its text. */
export function expandSnippet(
  body: string,
  typed: (number: number, text: string) => string = (_number, text) => text
): string {
  return body
    .replaceAll(/\$\{(\d+):((?:\\.|[^}\\])*)\}|\$0/g, (_whole, number?: string, inner = '') =>
      number === undefined ? '' : typed(Number(number), inner as string)
    )
    .replaceAll(/\\([$}\\])/g, '$1')
}
