/** Contexts that nobody changes by mistake, unless a person has chosen other patterns. */
export const protectedByDefault = ['*prod*'] as const

/** Whether a context's name matches one of the patterns; `*` stands for any characters, case doesn't matter. */
export function isProtected(context: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern => expressionOf(pattern).test(context))
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`, 'i')
}
