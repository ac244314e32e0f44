/**
 * Bundles the product with esbuild. `dist/extension.js` and `dist/cli.js` (the command `netlabs`) start fast;
 * the rest is in bundles that are loaded when first needed, each small enough to hold nothing up for long:
 * `dist/lint.js` (what `netlabs lint` and `netlabs rules` need), `dist/cluster.js` (practice cluster, labs runner),
 * `dist/practice-server.js` (its listener and certificates)
 * and `dist/kube-client.js` (the client library, for clusters of the kubeconfig). `dist/labs.json` holds the labs
 * as they are once read and checked, which costs half a second for all of them.
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { productLabs } from './generate/walkthroughs.ts'

const root = path.dirname(import.meta.dirname)

/** The lazily loaded bundles by name: modules that others reach by `import()` only. */
const lazyBundles: Readonly<Record<string, readonly string[]>> = {
  lint: ['src/cli/lint.ts', 'src/cli/rules.ts'],
  cluster: ['src/extension/cluster-entry.ts', 'src/cli/sim.ts', 'src/cli/lab.ts'],
  'practice-server': ['src/node/practice-server.ts'],
  'kube-client': ['src/node/kube-config-client.ts']
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

/** The editor shows the page of a rule, which has its examples, so they need not be in the bundle a second time. */
const withoutExamples: Plugin = {
  name: 'without-examples',
  setup(setup) {
    setup.onLoad(
      { filter: /[\\/]src[\\/]rules[\\/][^\\/]+[\\/][^\\/]+\.ts$/ },
      ({ path: file }) => {
        const source = readFileSync(file, 'utf8')
        if (!source.includes('export default defineRule')) return undefined
        const contents = source.replace(/\n {2}docs: \{\n[^]*?\n {2}\}/, docs => {
          const see = /\n {4}see: (\[[^]*?\])/.exec(docs)?.[1]
          if (see === undefined) throw new Error(`${file} names no source in its docs.`)
          return `\n  docs: { bad: '', good: '', see: ${see} }`
        })
        if (contents === source) throw new Error(`${file} has no docs where they are looked for.`)
        return { contents, loader: 'ts' }
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
  const results = await Promise.all([
    build({
      ...shared,
      plugins: [lazyImports, withoutExamples],
      entryPoints: ['src/extension/main.ts'],
      outfile: 'dist/extension.js'
    }),
    ...Object.entries(lazyBundles).map(([name, modules]) =>
      build({
        ...shared,
        // Libraries look at the names of their classes. Where only our own code runs, names would cost a call
        // for every function that is made.
        keepNames: name !== 'cluster' && name !== 'lint',
        stdin: {
          contents: modules.map(file => `export * from './${file}'`).join('\n'),
          resolveDir: root,
          sourcefile: `${name}.ts`
        },
        outfile: `dist/${name}.js`
      })
    )
  ])
  const start = await build({
    ...shared,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
    // `require` for the other bundles: `import()` would read all of their text for the names that they export.
    supported: { 'dynamic-import': false },
    define: { ...shared.define, lintDigest: JSON.stringify(digestOf('lint.js')) }
  })
  writeFileSync(path.join(dist, 'labs.json'), JSON.stringify(productLabs()))
  chmodSync(path.join(dist, 'cli.js'), 0o755)
  return [...results, start].map(({ metafile }) => metafile)
}

function digestOf(bundle: string): string {
  const content = readFileSync(path.join(root, 'dist', bundle))
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

if (process.argv[1] === import.meta.filename)
  await buildProduct({ minify: !process.argv.includes('--readable') })
