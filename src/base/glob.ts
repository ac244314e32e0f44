/**
 * Tells whether a path fits a pattern such as shells and `.gitignore` have: `*` and `?` within one folder, `**` over
 * folders, `[a-z]`, `[!a-z]`, `{a,b}`. Paths have `/` between their parts on every system.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const pattern = new RegExp(`^${patternOf(glob)}$`, 'u')
  return path => pattern.test(path)
}

/** Whether a text is meant as a pattern rather than as a path. */
export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text)
}

/** The folders that a pattern names before its first special part: `a/b` of `a/b/*.yaml`. */
export function globBase(glob: string): string {
  const parts = glob.split('/')
  const special = parts.findIndex(isGlob)
  return parts.slice(0, special < 0 ? parts.length - 1 : special).join('/')
}

function patternOf(glob: string): string {
  let pattern = ''
  for (let at = 0; at < glob.length; at++) {
    const rest = glob.slice(at)
    const special = specialPart(rest, at === 0 || glob[at - 1] === '/')
    if (special) {
      pattern += special.pattern
      at += special.length - 1
    } else pattern += escaped(glob[at] ?? '')
  }
  return pattern
}

interface SpecialPart {
  readonly pattern: string
  readonly length: number
}

function specialPart(rest: string, startsFolder: boolean): SpecialPart | undefined {
  if (startsFolder && rest.startsWith('**/')) return { pattern: '(?:[^/]+/)*', length: 3 }
  if (startsFolder && rest === '**') return { pattern: '.*', length: 2 }
  if (rest.startsWith('*')) return { pattern: '[^/]*', length: /^\*+/.exec(rest)?.[0].length ?? 1 }
  if (rest.startsWith('?')) return { pattern: '[^/]', length: 1 }
  const set = /^\[([!^]?)([^\]/]+)\]/.exec(rest)
  if (set) {
    const [whole, not = '', members = ''] = set
    return { pattern: `[${not === '' ? '' : '^/'}${memberPattern(members)}]`, length: whole.length }
  }
  const choice = /^\{([^{}]*)\}/.exec(rest)
  if (choice) {
    const [whole, members = ''] = choice
    return { pattern: `(?:${members.split(',').map(patternOf).join('|')})`, length: whole.length }
  }
  return undefined
}

/** Members of a set; a range that runs backwards has none, so its hyphen stands for itself. */
function memberPattern(members: string): string {
  return members.replaceAll(
    /(.)-(.)|([\\[\]^&-])/gu,
    (_, from?: string, to?: string, one?: string) =>
      from !== undefined && to !== undefined && from <= to
        ? `${escapedMember(from)}-${escapedMember(to)}`
        : escapedMember(one ?? `${from}`) +
          (one === undefined ? `\\-${escapedMember(to ?? '')}` : '')
  )
}

function escapedMember(text: string): string {
  return text.replaceAll(/[\\[\]^&~-]/g, String.raw`\$&`)
}

function escaped(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
