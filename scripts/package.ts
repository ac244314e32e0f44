/**
 * `npm run package`: builds, makes the `.vsix`, and holds its list of files against the allow-list
 * and its size against the budget. Prints the list with sizes.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createVSIX, listFiles } from '@vscode/vsce'
import { buildProduct } from './build.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const root = path.dirname(import.meta.dirname)
const budget = 3 * 1024 * 1024

/** What may be in the package. Anything else is a mistake in .vscodeignore. */
const allowList: readonly RegExp[] = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/i,
  /^(readme|changelog|third_party_notices)\.md$/i,
  /^license(\.txt)?$/i,
  /^dist\/(extension|cluster|practice-server|kube-client|cli|lint|text|manifests|labs)\.js$/,
  /^dist\/(labs|rule-docs)\.json$/,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/[\w.-]+\.(png|svg|webp)$/,
  /^schemas\/[\w.-]+\.json$/,
  /^walkthroughs\/[\w-]+\/([\w-]+\/)*[\w.-]+\.(md|ya?ml|svg)$/,
  /^walkthroughs\/snippets\.json$/,
  /^docs\/(rules\/([\w-]+\/)?[\w-]+|glossary)\.md$/i,
  /^samples\/([\w.-]+\/)*[\w.-]+\.(md|ya?ml|json)$/
]

/** Resolves to the path of the package. `quiet` leaves out the list of what is in it. */
export async function packageExtension(
  options: { readonly quiet?: boolean } = {}
): Promise<string> {
  const bundles = await buildProduct()
  writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.md'), thirdPartyNotices(bundles))
  const out = path.join(root, 'out')
  mkdirSync(out, { recursive: true })
  const vsix = path.join(out, 'kubernetes-networking-labs.vsix')
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    // The pages that README.md links to are in the package itself or in the repository it came from.
    rewriteRelativeLinks: false
  })

  const files = (await listFiles({ cwd: root })).map(file => file.replaceAll('\\', '/')).sort()
  const strangers = files.filter(file => !allowList.some(pattern => pattern.test(file)))
  if (options.quiet !== true)
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

if (process.argv[1] === import.meta.filename) await packageExtension()
