/**
 * The bundles that share code: the extension, the command's lint and the side of clusters are made of the same
 * rules and the same reader of YAML, which stand in bundles of their own, so the package has them once and a
 * process that has loaded them for one thing has them for the other.
 */
import path from 'node:path'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'

/** What begins a bundle: the path of its source, or the text of a module that names several. */
export interface Entry {
  readonly name: string
  readonly source: string | { readonly contents: string }
  /** Part of the bundle of another entry, and yet run only when it is asked for. */
  readonly within?: string
}

/** A piece that is smaller is put into each bundle that wants it: a file more would cost more than it saves. */
const smallest = 16_000

/**
 * Writes the bundles into `dist/`.
 * @param names of the shared bundles, by the names of the entries that they are shared by, in order and with `+`
 * @throws Error when a piece is shared by entries that no name stands for, or nothing has a name's place
 */
export async function buildShared(
  entries: readonly Entry[],
  names: Readonly<Record<string, string>>,
  options: BuildOptions & { readonly absWorkingDir: string }
): Promise<Metafile> {
  const root = options.absWorkingDir
  // esbuild splits modules of ECMAScript only, so what is split is bundled a second time, as CommonJS: a bundle
  // that is required loads sooner, and with the code that an earlier run has prepared.
  const split = await build({
    ...options,
    minify: false,
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    outdir: 'dist',
    entryPoints: Object.fromEntries(
      entries.map(({ name, source }) => [
        name,
        typeof source === 'string' ? source : `entry:${name}`
      ])
    ),
    plugins: [...(options.plugins ?? []), entryTexts(entries, root)]
  })
  const texts = new Map(
    split.outputFiles.map(({ path: file, text }) => [path.relative(root, file), text])
  )
  const bundles = new Map(namedPieces(split.metafile, entries, names))
  for (const { name, within } of entries)
    if (within === undefined) bundles.set(pieceOf(split.metafile, name), name)
  await Promise.all(
    Array.from(bundles, ([piece, name]) =>
      build({
        ...options,
        entryPoints: [piece],
        outfile: `dist/${name}.js`,
        plugins: [fromPieces(texts, bundles)]
      })
    )
  )
  return split.metafile
}

/** The output of an entry, by its path from the root with `/`. */
function pieceOf({ outputs }: Metafile, name: string): string {
  const piece = `dist/${name}.js`
  if (!(piece in outputs)) throw new Error(`esbuild has made no ${piece}.`)
  return piece
}

/** The pieces that become bundles of their own, with their names. */
function namedPieces(
  metafile: Metafile,
  entries: readonly Entry[],
  names: Readonly<Record<string, string>>
): ReadonlyMap<string, string> {
  const users = new Map<string, string[]>()
  for (const { name } of entries)
    for (const piece of reachedFrom(metafile, pieceOf(metafile, name)))
      users.set(piece, [...(users.get(piece) ?? []), name])
  const found = new Map<string, string>()
  for (const [piece, by] of users) {
    const { bytes = 0 } = metafile.outputs[piece] ?? {}
    if (by.length === 1 || bytes < smallest) continue
    const name = names[by.join('+')]
    // One entry within another is in the same bundle, and so is what only they share.
    if (name !== undefined) found.set(piece, name)
    else if (bundlesOf(by, entries).size > 1)
      throw new Error(`${bytes} bytes are shared by ${by.join(', ')}; give the bundle a name.`)
  }
  const missing = Object.values(names).filter(name => ![...found.values()].includes(name))
  if (missing.length > 0)
    throw new Error(
      `Nothing is left for the shared bundles ${missing.join(', ')}: who imports what has changed.`
    )
  return found
}

function bundlesOf(names: readonly string[], entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(names.map(name => entries.find(one => one.name === name)?.within ?? name))
}

/** A piece and all that are loaded with it at once. */
function reachedFrom({ outputs }: Metafile, first: string): ReadonlySet<string> {
  const reached = new Set<string>([first])
  for (const piece of reached)
    for (const { path: other, kind, external } of outputs[piece]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) reached.add(other)
  return reached
}

/** Gives entries that have no file their text. */
function entryTexts(entries: readonly Entry[], root: string): Plugin {
  return {
    name: 'entry-texts',
    setup(setup) {
      setup.onResolve({ filter: /^entry:/ }, ({ path: asked }) => ({
        path: asked.slice('entry:'.length),
        namespace: 'entry'
      }))
      setup.onLoad({ filter: /.*/, namespace: 'entry' }, ({ path: name }) => {
        const source = entries.find(one => one.name === name)?.source
        return typeof source === 'object'
          ? { contents: source.contents, resolveDir: root, loader: 'ts' }
          : undefined
      })
    }
  }
}

/** Puts pieces together, and leaves those that are bundles to be required. */
function fromPieces(
  texts: ReadonlyMap<string, string>,
  bundles: ReadonlyMap<string, string>
): Plugin {
  return {
    name: 'from-pieces',
    setup(setup) {
      setup.onResolve({ filter: /.*/ }, ({ path: asked, namespace, kind }) => {
        if (kind === 'entry-point') return { path: asked, namespace: 'piece' }
        if (namespace !== 'piece' || !asked.startsWith('./')) return undefined
        const piece = path.posix.join('dist', asked)
        const bundle = bundles.get(piece)
        if (bundle !== undefined) return { path: `./${bundle}.js`, external: true }
        // Other lazy bundles were left outside already when the pieces were made.
        return texts.has(piece)
          ? { path: piece, namespace: 'piece' }
          : { path: asked, external: true }
      })
      setup.onLoad({ filter: /.*/, namespace: 'piece' }, ({ path: piece }) => ({
        contents: requiring(texts.get(piece) ?? '', bundles),
        loader: 'js'
      }))
    }
  }
}

/**
 * The text of a piece that takes what it imports of bundles once, when it is loaded. As esbuild would write it, each use of
 * an import would call the getter of a getter, which costs a lint of 1,000 files some 10 ms.
 */
function requiring(text: string, bundles: ReadonlyMap<string, string>): string {
  return text.replace(
    /^import \{([^}]*)\} from "\.\/([\w-]+\.js)";$/gm,
    (statement, names: string, file: string) => {
      const bundle = bundles.get(`dist/${file}`)
      return bundle === undefined
        ? statement
        : `const {${names.replaceAll(' as ', ': ')}} = require("./${bundle}.js");`
    }
  )
}
