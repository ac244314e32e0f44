/**
 * What a regular expression looks for, for a person to read: the words that the lab gives, or the text itself where
 * the expression is hardly more than one.
 */
export function patternWords(pattern: string, words?: string): string {
  return words ?? `“${plainText(pattern) ?? pattern}”`
}

/** The text that a pattern is, but for its ends and the edges of words; undefined when it is more than a text. */
export function plainText(pattern: string): string | undefined {
  const inner = pattern
    .replace(/^\^/, '')
    .replace(/(?:\\s\*)?\$$/, '')
    .replaceAll('\\b', '')
  if (/\\\w|[*+?()[\]{}|^$]/.test(inner.replaceAll(/\\\W/g, ''))) return undefined
  return inner.replaceAll(/\\(\W)/g, '$1')
}
