const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/**
 * What can be told of an expression of PromQL without knowing its language: whether it is empty, and the
 * first bracket or quote that has no counterpart.
 */
export function promqlProblem(
  text: string
): { readonly message: string; readonly offset: number } | undefined {
  const open: { readonly character: string; readonly offset: number }[] = []
  const pattern = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|[()[\]{}"'`]/g
  for (const match of text.matchAll(pattern)) {
    const token = match[0]
    const offset = match.index
    if (token.startsWith('#')) continue
    if (token.length > 1) continue
    if (/["'`]/.test(token)) return { message: 'This quote is not closed.', offset }
    if (closing[token] !== undefined) open.push({ character: token, offset })
    else {
      const last = open.pop()
      if (!last) return { message: 'A bracket is closed that was never opened.', offset }
      const wanted = closing[last.character] ?? ''
      if (token !== wanted) return { message: `Here \`${wanted}\` is missing.`, offset }
    }
  }
  const last = open.at(-1)
  if (last) return { message: 'This bracket is not closed.', offset: last.offset }
  return text.replaceAll(/#[^\n]*/g, '').trim() === ''
    ? { message: 'The expression is empty.', offset: 0 }
    : undefined
}
