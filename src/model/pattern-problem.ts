/**
 * Why a regular expression of RE2, which Envoy and Go read, cannot be one; undefined where it may be. Only
 * what no dialect takes is told: brackets that do not match and repetitions of nothing.
 * https://github.com/google/re2/wiki/Syntax
 */
export function patternProblem(text: string): string | undefined {
  const readable = text
    .replaceAll(/\(\?P?<(\w+)>/g, '(')
    .replaceAll(/\(\?[imsU-]+:/g, '(')
    .replaceAll(/\(\?[imsU-]+\)/g, '')
    .replaceAll(/\[\[:\^?\w+:\]/g, '[a')
  try {
    new RegExp(readable)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (message.includes('Unterminated group')) return 'A parenthesis is never closed'
    if (message.includes('Unmatched')) return 'A parenthesis is closed that is not open'
    if (message.includes('Unterminated character class')) return 'A bracket is never closed'
    return message.includes('Nothing to repeat') ? 'There is nothing to repeat' : undefined
  }
}
