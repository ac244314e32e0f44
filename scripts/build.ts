/**
 * Bundles the product with esbuild: `dist/extension.js` (starts fast: no cluster client in it),
 * `dist/cluster.js` (cluster client, practice cluster and labs runner, loaded when first needed)
 * and `dist/cli.js` (the command `netlabs`).
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'

const root = path.dirname(import.meta.dirname)

/** What the lazily loaded bundle holds: modules that others reach by `import()` only. */
const lazy = ['src/extension/cluster-entry.ts', 'src/cli/sim.ts', 'src/cli/lab.ts']

/** Turns a dynamic import of a lazy module into a require of the separate bundle. */
const lazyBundle: Plugin = {
  name: 'lazy-bundle',
  setup(setup) {
    setup.onResolve({ filter: /\.ts$/ }, args => {
      if (args.kind !== 'dynamic-import') return undefined
      const target = path
        .relative(root, path.join(args.resolveDir, args.path))
        .replaceAll('\\', '/')
      return lazy.includes(target) ? { path: './cluster.js', external: true } : undefined
    })
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
    plugins: [lazyBundle]
  } satisfies BuildOptions
  const results = await Promise.all([
    build({ ...shared, entryPoints: ['src/extension/main.ts'], outfile: 'dist/extension.js' }),
    build({
      ...shared,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/cli.js',
      banner: { js: '#!/usr/bin/env node' }
    }),
    build({
      ...shared,
      // Libraries in here look at the names of their classes. Where only our own code runs, names would cost
      // a call for every function that is made.
      keepNames: true,
      plugins: [],
      stdin: {
        contents: lazy.map(file => `export * from './${file}'`).join('\n'),
        resolveDir: root,
        sourcefile: 'cluster.ts'
      },
      outfile: 'dist/cluster.js'
    })
  ])
  chmodSync(path.join(dist, 'cli.js'), 0o755)
  return results.map(({ metafile }) => metafile)
}

if (process.argv[1] === import.meta.filename)
  await buildProduct({ minify: !process.argv.includes('--readable') })
