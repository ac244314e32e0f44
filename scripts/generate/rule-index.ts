import { globSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(path.dirname(import.meta.dirname))

/** Rule files by id, which is their path under `src/rules`; what the rules share is not a rule. */
export function ruleIds(): readonly string[] {
  return globSync('src/rules/*/*.ts', { cwd: root })
    .map(name => name.replaceAll('\\', '/').slice('src/rules/'.length, -'.ts'.length))
    .filter(id => !id.startsWith('shared/'))
    .sort()
}

/** `src/rules/index.generated.ts`: every rule in one list, in the order of the ids. */
export function generateRuleIndex(): Map<string, string> {
  const ids = ruleIds()
  const nameOf = (id: string): string =>
    id.replaceAll(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase())
  const text = [
    '// Written by npm run generate. Do not edit.',
    "import type { Rule } from './define-rule.ts'",
    ...ids.map(id => `import ${nameOf(id)} from './${id}.ts'`),
    '',
    '/** Every rule of the project. */',
    'export const rules: readonly Rule[] = [',
    ids.map(id => `  ${nameOf(id)}`).join(',\n'),
    ']',
    ''
  ].join('\n')
  return new Map([['src/rules/index.generated.ts', text]])
}
