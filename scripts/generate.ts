/**
 * `npm run generate` writes everything that is derived from a source of truth;
 * `--check` writes nothing and fails when a committed file differs from what would be written.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { configSchema } from '../src/language/config/config-schema.ts'
import { contributes } from './generate/contributes.ts'
import { generateL10nBundle } from './generate/l10n-bundle.ts'
import { generateLabDocs } from './generate/lab-docs.ts'
import { generateLabTests } from './generate/lab-tests.ts'
import { generateLabTypes } from './generate/lab-types.ts'
import { generatePictures } from './generate/pictures.ts'
import { generateRuleDocs } from './generate/rule-docs.ts'
import { generateRuleIndex } from './generate/rule-index.ts'
import { generateReadmeTables } from './generate/readme-tables.ts'
import { generateSnippets } from './generate/snippets.ts'
import { generateOtherTools } from './generate/other-tools.ts'
import { generateValidationDocs } from './generate/validation-docs.ts'
import { walkthroughContributions } from './generate/walkthroughs.ts'

const root = path.dirname(import.meta.dirname)
const checkOnly = process.argv.includes('--check')

/** Folders in which every file is generated: a file that nobody writes any more is removed. */
const ownedFolders = ['docs/rules', 'test/labs/played']

const wanted = new Map<string, string>([
  ...generateRuleIndex(),
  ...(await generateLabTypes()),
  ...generateLabTests(),
  ...generateLabDocs(),
  ...(await generateRuleDocs()),
  ...(await generatePictures()),
  ...generateL10nBundle(),
  ...generateReadmeTables(),
  ...generateValidationDocs(),
  ...generateOtherTools(),
  ...generateSnippets(),
  ['schemas/netlabs.schema.json', `${JSON.stringify(configSchema, null, 2)}\n`],
  ['package.json', manifest()]
])

const stale: string[] = []
for (const [name, content] of wanted) {
  const file = path.join(root, name)
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue
  stale.push(name)
  if (checkOnly) continue
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
}
for (const folder of ownedFolders) {
  if (!existsSync(path.join(root, folder))) continue
  for (const entry of readdirSync(path.join(root, folder), {
    recursive: true,
    withFileTypes: true
  })) {
    const name = path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    if (!entry.isFile() || wanted.has(name)) continue
    stale.push(`${name} (nobody generates it any more)`)
    if (!checkOnly) rmSync(path.join(root, name))
  }
}

if (stale.length === 0) console.log(`Generated files: ${wanted.size}, all fresh.`)
else if (checkOnly) {
  console.error(`Not fresh; run npm run generate:\n  ${stale.join('\n  ')}`)
  process.exitCode = 1
} else console.log(`Written:\n  ${stale.join('\n  ')}`)

/** package.json with its `contributes` replaced by what the sources of truth say. */
function manifest(): string {
  const current = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >
  const generated = { ...contributes(), walkthroughs: walkthroughContributions() }
  return `${JSON.stringify({ ...current, contributes: generated }, null, 2)}\n`
}
