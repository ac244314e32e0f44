/**
 * Whether a text holds Go template actions where YAML would be read, as the files of a Helm chart's
 * `templates` do. Actions inside of quotes, comments and block scalars belong to someone else: the
 * text is YAML as it stands. Linear in the text.
 */
export function isTemplateText(text: string): boolean {
  // The comments of ytt are its program.
  if (text.includes('#@') && /(?:^|[ \t])#@(?:[ \t]|\w+[/:])/m.test(text)) return true
  if (!text.includes('{{')) return false
  let blockIndent: number | undefined
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, end)
    at = end + 1
    const content = line.trimStart()
    if (content === '' || content === '\r') continue
    const indent = line.length - content.length
    if (blockIndent !== undefined && indent > blockIndent) continue
    blockIndent = undefined
    if (content.includes('{{') && hasBareAction(content)) return true
    if (!content.includes('|') && !content.includes('>')) continue
    if (/(?:^|[:\-?]\s+|\s)[|>][-+0-9]*\s*(?:\s#.*)?$/.test(content)) blockIndent = indent
  }
  return false
}

/**
 * An action outside of quotes and comments. At the start of a key or a value it can't be YAML. Further in
 * it can: alerts say `on {{ $labels.instance }}` in plain text; there only Helm's own names count.
 */
function hasBareAction(line: string): boolean {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i)
    if (quote !== '') {
      if (quote === '"' && char === '\\') i++
      else if (char === quote) quote = ''
      continue
    }
    if (char === '#' && (i === 0 || /\s/.test(line.charAt(i - 1)))) return false
    if ((char === '"' || char === "'") && (i === 0 || /[\s,[{:]/.test(line.charAt(i - 1))))
      quote = char
    else if (char === '{' && line.charAt(i + 1) === '{') {
      if (/(?:^|[:\-?,[{]\s*)$/.test(line.slice(0, i)) || helmAction.test(line.slice(i)))
        return true
      i++
    }
  }
  return false
}

const helmAction =
  /^\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|include|template|tpl|toYaml|printf|default|required|quote)\b|\$?\.(?:Values|Release|Chart|Capabilities|Files|Template)\b)/
