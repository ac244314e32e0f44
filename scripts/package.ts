/**
 * `npm run package`: builds, makes the `.vsix`, and holds its list of files against the allow-list
 * and its size against the budget. Prints the list with sizes.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createVSIX, listFiles } from '@vscode/vsce'
import { buildProduct } from './build.ts'

const root = path.dirname(import.meta.dirname)
const budget = 3 * 1024 * 1024

/** What may be in the package. Anything else is a mistake in .vscodeignore. */
const allowList: readonly RegExp[] = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/i,
  /^(readme|changelog|third_party_notices)\.md$/i,
  /^license(\.txt)?$/i,
  /^dist\/(extension|cluster|cli)\.js$/,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/[\w.-]+\.(png|svg)$/,
  /^schemas\/[\w.-]+\.json$/,
  /^walkthroughs\/[\w-]+\/([\w-]+\/)*[\w.-]+\.(md|ya?ml|svg)$/,
  /^samples\/([\w.-]+\/)*[\w.-]+\.(md|ya?ml|json)$/
]

export async function packageExtension(): Promise<string> {
  await buildProduct()
  writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), thirdPartyNotices())
  const out = path.join(root, 'out')
  mkdirSync(out, { recursive: true })
  const vsix = path.join(out, 'kubernetes-networking-labs.vsix')
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true
  })

  const files = (await listFiles({ cwd: root })).map(file => file.replaceAll('\\', '/')).sort()
  const strangers = files.filter(file => !allowList.some(pattern => pattern.test(file)))
  for (const file of files)
    console.log(`${String(statSync(path.join(root, file)).size).padStart(9)}  ${file}`)
  if (strangers.length > 0)
    throw new Error(`These files are not on the allow-list of the package: ${strangers.join(', ')}`)
  const size = statSync(vsix).size
  const digest = createHash('sha256').update(readFileSync(vsix)).digest('hex').slice(0, 16)
  console.log(
    `${files.length} files, ${size} bytes of ${budget} allowed, sha256 ${digest}…: ${vsix}`
  )
  if (size > budget) throw new Error(`The package has ${size} bytes; the budget is ${budget}.`)
  return vsix
}

/** Licences of what the bundles contain: the production closure of the packages that src imports. */
function thirdPartyNotices(): string {
  const direct = ['@kubernetes/client-node', '@peculiar/x509', 'ws', 'yaml']
  const seen = new Map<string, { version: string; licence: string; text: string }>()
  const visit = (name: string, from: string): void => {
    const folder = packageFolder(name, from)
    if (!folder || seen.has(name) || name.startsWith('@types/')) return
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      readonly version: string
      readonly license?: string
      readonly dependencies?: Readonly<Record<string, string>>
    }
    seen.set(name, {
      version: manifest.version,
      licence: manifest.license ?? 'see the package',
      text: licenceText(folder)
    })
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder)
  }
  for (const name of direct) visit(name, root)
  const sections = [...seen]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { version, licence, text }]) =>
        `## ${name} ${version} (${licence})\n\n${text ? `\`\`\`text\n${text}\n\`\`\`\n` : 'The package carries no licence file of its own.\n'}`
    )
  return `# Third-party notices\n\nThe bundles of this extension contain code of these packages.\n\n${sections.join('\n')}`
}

function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (existsSync(path.join(candidate, 'package.json'))) return candidate
    if (folder === root || folder === path.dirname(folder)) return undefined
  }
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find(name => /^(licen[cs]e|copying)/i.test(name))
  const full = file && path.join(folder, file)
  return full && statSync(full).isFile() ? readFileSync(full, 'utf8').trim() : ''
}

if (process.argv[1] === import.meta.filename) await packageExtension()
