import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Metafile } from 'esbuild'
import sources from '../schemas/sources.json' with { type: 'json' }

const root = path.dirname(import.meta.dirname)

interface Package {
  readonly name: string
  readonly version: string
  readonly licence: string
  /** The files that the package itself calls its licence or its notice. */
  readonly texts: readonly string[]
}

/**
 * The licences of what is distributed: of every package that has code in a bundle, and of the projects
 * whose API the schemas describe.
 * @throws Error when a package in a bundle names no licence
 */
export function thirdPartyNotices(bundles: readonly Metafile[]): string {
  const packages = bundledFolders(bundles).map(packageIn)
  const nameless = packages.filter(({ licence }) => licence === '').map(({ name }) => name)
  if (nameless.length > 0)
    throw new Error(`These packages are bundled and name no licence: ${nameless.join(', ')}`)
  return [
    '# Third-party notices',
    'The bundles of this extension contain code of these packages.',
    ...packages.map(
      ({ name, version, licence, texts }) =>
        `## ${name} ${version} (${licence})\n\n${
          texts.length === 0
            ? 'The package carries no licence file of its own.'
            : texts.map(text => `\`\`\`text\n${text}\n\`\`\``).join('\n\n')
        }`
    ),
    '# Origin of the schemas',
    'The schemas hold names, types and limits of these APIs, as their servers publish them.',
    Object.values(sources)
      .flatMap(file => file.sources)
      .map(({ component, version, licence }) => `- ${component} ${version} (${licence})`)
      .join('\n'),
    ''
  ].join('\n\n')
}

/** Folders of packages with at least one byte in a bundle; a package can be there in two versions. */
export function bundledFolders(bundles: readonly Metafile[]): readonly string[] {
  const folders = new Set<string>()
  for (const { outputs } of bundles)
    for (const { inputs } of Object.values(outputs))
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder)
      }
  return [...folders].sort()
}

function packageIn(folder: string): Package {
  const full = path.join(root, folder)
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(full, 'package.json'), 'utf8')
  ) as { readonly name: string; readonly version: string; readonly license?: string }
  const texts = readdirSync(full)
    .filter(file => /^(licen[cs]e|copying|notice|copyrightnotice|third-?party-?notice)/i.test(file))
    .map(file => path.join(full, file))
    .filter(file => existsSync(file) && statSync(file).isFile())
    .map(file => readFileSync(file, 'utf8').trim())
  return { name, version, licence: license ?? '', texts }
}
