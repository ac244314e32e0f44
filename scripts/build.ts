/**
 * Bundles the product with esbuild. `dist/extension.js` and `dist/cli.js` (the command `netlabs`) start fast;
 * the rest is in bundles that are loaded when first needed, each small enough to hold nothing up for long:
 * `dist/lint.js` (what `netlabs lint` and `netlabs rules` need), `dist/cluster.js` (practice cluster, labs runner),
 * `dist/practice-server.js` (its listener and certificates)
 * and `dist/kube-client.js` (the client library, for clusters of the kubeconfig). What the first three share is in
 * `dist/text.js` (YAML and objects), `dist/manifests.js` (schemas, rules, language service) and `dist/labs.js`
 * (labs and the client of clusters). `dist/labs.json` holds the labs as they are once read and checked, which costs
 * half a second for all of them, and `dist/rule-docs.json` the examples of the rules.
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { rules } from '../src/rules/index.generated.ts'
import { productLabs } from './generate/walkthroughs.ts'
import { buildShared, type Entry } from './shared-bundles.ts'

const root = path.dirname(import.meta.dirname)

/** The lazily loaded bundles by name: modules that others reach by `import()` only. */
const lazyBundles: Readonly<Record<string, readonly string[]>> = {
  lint: ['src/cli/lint.ts', 'src/cli/rules.ts'],
  cluster: ['src/extension/cluster-entry.ts', 'src/cli/sim.ts', 'src/cli/lab.ts'],
  'practice-server': ['src/node/practice-server.ts'],
  'kube-client': ['src/node/kube-config-client.ts']
}

/** The bundles that share code, and the language features, which the extension starts with the first manifest. */
const sharing: readonly Entry[] = [
  { name: 'extension', source: 'src/extension/main.ts' },
  {
    name: 'features',
    source: 'src/extension/lint/language-features.ts',
    within: 'extension'
  },
  { name: 'lint', source: textOf('lint') },
  { name: 'cluster', source: textOf('cluster') }
]

/** What they share, by who does. */
const sharedBundles = {
  'extension+features+lint+cluster': 'text',
  'features+lint+cluster': 'manifests',
  'extension+cluster': 'labs'
}

/** Turns a dynamic import of a lazy module into a require of the bundle that holds it. */
const lazyImports: Plugin = {
  name: 'lazy-imports',
  setup(setup) {
    setup.onResolve({ filter: /\.ts$/ }, args => {
      if (args.kind !== 'dynamic-import') return undefined
      const target = path
        .relative(root, path.join(args.resolveDir, args.path))
        .replaceAll('\\', '/')
      const [bundle] =
        Object.entries(lazyBundles).find(([, modules]) => modules.includes(target)) ?? []
      return bundle === undefined ? undefined : { path: `./${bundle}.js`, external: true }
    })
  }
}

/** `netlabs explain-rule` alone shows the examples and sources of a rule, so they stand in a file beside the bundles. */
const withoutDocs: Plugin = {
  name: 'without-docs',
  setup(setup) {
    setup.onLoad(
      { filter: /[\\/]src[\\/]rules[\\/][^\\/]+[\\/][^\\/]+\.ts$/ },
      ({ path: file }) => {
        const source = readFileSync(file, 'utf8')
        if (!source.includes('export default defineRule')) return undefined
        const contents = source.replace(/\n {2}docs: \{\n[^]*?\n {2}\}/, '\n  docs: noDocs')
        if (contents === source) throw new Error(`${file} has no docs where they are looked for.`)
        const noDocs = "\nconst noDocs = { bad: '', good: '', see: [] }\n"
        return { contents: contents + noDocs, loader: 'ts' }
      }
    )
  }
}

/** Writes the bundles. Resolves to what esbuild knows of each: which file has how many bytes in it. */
export async function buildProduct(
  options: { readonly minify?: boolean } = {}
): Promise<readonly Metafile[]> {
  const dist = path.join(root, 'dist')
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })

  const shared = {
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: options.minify ?? true,
    legalComments: 'none',
    logLevel: 'warning',
    external: ['vscode', 'bufferutil', 'utf-8-validate'],
    mainFields: ['module', 'main'],
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [lazyImports]
  } satisfies BuildOptions
  const alone = async (name: string): Promise<Metafile> => {
    const { metafile } = await build({
      ...shared,
      // Libraries look at the names of their classes. Where only our own code runs, names would cost a call
      // for every function that is made.
      keepNames: true,
      stdin: { ...textOf(name), resolveDir: root, sourcefile: `${name}.ts` },
      outfile: `dist/${name}.js`
    })
    return metafile
  }
  const results = await Promise.all([
    buildShared(sharing, sharedBundles, { ...shared, plugins: [lazyImports, withoutDocs] }),
    alone('practice-server'),
    alone('kube-client')
  ])
  for (const name of readdirSync(dist)) asciiOnly(path.join(dist, name))
  const start = await build({
    ...shared,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
    // `require` for the other bundles: `import()` would read all of their text for the names that they export.
    supported: { 'dynamic-import': false },
    define: { ...shared.define, lintDigest: JSON.stringify(digestOf('text', 'manifests', 'lint')) }
  })
  writeFileSync(path.join(dist, 'labs.json'), JSON.stringify(productLabs()))
  writeFileSync(
    path.join(dist, 'rule-docs.json'),
    JSON.stringify(Object.fromEntries(rules.map(({ id, docs }) => [id, docs])))
  )
  chmodSync(path.join(dist, 'cli.js'), 0o755)
  return [...results, start.metafile]
}

/**
 * Writes the letters beyond ASCII in another way: esbuild does so in texts and leaves them in regular expressions,
 * and V8 keeps a source with one Greek letter in two bytes for each character, and reads it for twice as long.
 */
function asciiOnly(file: string): void {
  const source = readFileSync(file, 'utf8')
  const ascii = source.replace(
    /[^\0-\x7F]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
  if (ascii !== source) writeFileSync(file, ascii)
}

/** A module with everything that the modules of a lazy bundle export. */
function textOf(bundle: string): { readonly contents: string } {
  const modules = lazyBundles[bundle] ?? []
  return { contents: modules.map(file => `export * from './${file}'`).join('\n') }
}

function digestOf(...bundles: readonly string[]): string {
  const digest = createHash('sha256')
  for (const bundle of bundles) digest.update(readFileSync(path.join(root, 'dist', `${bundle}.js`)))
  return digest.digest('hex').slice(0, 16)
}

if (process.argv[1] === import.meta.filename)
  await buildProduct({ minify: !process.argv.includes('--readable') })
