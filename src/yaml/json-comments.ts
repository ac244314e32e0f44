/**
 * JSON as editors let people write it, with its comments turned into blanks, so that every offset stays.
 * A text in quotes may hold the same signs.
 */
export function withoutJsonComments(text: string): string {
  if (!text.includes('//') && !text.includes('/*')) return text
  return text.replaceAll(
    /"(?:[^"\\\n]|\\.)*"?|\/\/[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g,
    part => (part.startsWith('"') ? part : part.replaceAll(/[^\r\n]/g, ' '))
  )
}
