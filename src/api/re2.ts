const patterns = new Map<string, RegExp | undefined>()

/**
 * A regular expression in Go's syntax (RE2). Undefined when only RE2 understands it, so that it can't be held
 * against a value here: silence is never wrong.
 */
export function compileRe2(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern))
  return patterns.get(pattern)
}

function compile(pattern: string): RegExp | undefined {
  // Flags for the whole expression stand at its beginning, before or after the anchor.
  const [, anchor = '', flags = '', rest = ''] = /^(\^?)\(\?([is]+)\)(.*)$/s.exec(pattern) ?? [
    '',
    '',
    '',
    pattern
  ]
  try {
    return new RegExp(anchor + withoutFlags(rest), flags + (/\\[pP]/.test(pattern) ? 'u' : ''))
  } catch {
    return undefined
  }
}

/** A group of plain words in any case, which JavaScript has no flag for, with both cases of each letter. */
function withoutFlags(pattern: string): string {
  return pattern.replaceAll(/\(\(\?i\)((?:[^()[\]\\]|\[[\d-]*\])*)\)/g, (_, words: string) => {
    const both = words.replaceAll(
      /[a-z]/gi,
      letter => `[${letter.toLowerCase()}${letter.toUpperCase()}]`
    )
    return `(${both})`
  })
}
