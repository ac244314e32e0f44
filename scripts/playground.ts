/**
 * `npm run playground`: builds the page for trying checks in a browser into out/playground and serves it on
 * this machine until it is ended; `-- --build` only builds. The folder can be put on any web server, and
 * index.html opens as a file as well.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { build, type BuildOptions, type Metafile } from 'esbuild'
import type { Example } from '../src/playground/protocol.ts'
import { productLabs } from './generate/walkthroughs.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const root = path.dirname(import.meta.dirname)
const folder = path.join(root, 'out', 'playground')

const shared = {
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  write: false,
  platform: 'browser',
  // Classic scripts, because browsers refuse modules to a page that is opened as a file.
  format: 'iife',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.ttf': 'dataurl' },
  alias: {
    // monaco-worker-manager asks for the worker where it was before monaco-editor had exports.
    'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker.js'
  }
} satisfies BuildOptions

/** Writes the page. Resolves to its folder. */
export async function buildPlayground(): Promise<string> {
  const metafiles: Metafile[] = []
  const bundled = async (contents: string): Promise<ReadonlyMap<string, string>> => {
    const result = await build({
      ...shared,
      outfile: 'playground.js',
      stdin: { contents, resolveDir: root, sourcefile: 'playground-entry.ts' }
    })
    metafiles.push(result.metafile)
    return new Map(result.outputFiles.map(file => [path.basename(file.path), file.text]))
  }
  const script = async (contents: string): Promise<string> =>
    (await bundled(contents)).get('playground.js') ?? ''

  const lint = `import { startLintWorker } from './src/playground/lint-worker.ts'
    startLintWorker(${JSON.stringify(manifestSchemas())}, self)`
  const workers = {
    editor: await script(`import 'monaco-editor/editor/editor.worker.js'`),
    yaml: await script(`import 'monaco-yaml/yaml.worker.js'`),
    lint: await script(lint)
  }
  const data = { ...examplesAndTitles(), schemas: ownSchemas(), workers }
  const page = await bundled(`import { startPlayground } from './src/playground/start-playground.ts'
    import './src/playground/playground.css'
    startPlayground(${JSON.stringify(data)})`)

  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of page) writeFileSync(path.join(folder, name), text)
  copyFileSync(path.join(root, 'src/playground/index.html'), path.join(folder, 'index.html'))
  writeFileSync(path.join(folder, 'THIRD_PARTY_NOTICES.md'), thirdPartyNotices(metafiles))
  return folder
}

/** Schemas of manifests by name, as text. */
export function manifestSchemas(): Readonly<Record<string, string>> {
  const index = readText('schemas/custom-kinds.json')
  const names = ['kubernetes', 'custom-kinds', ...Object.keys(JSON.parse(index) as object)]
  return Object.fromEntries(names.map(name => [name, readText(`schemas/${name}.json`)]))
}

/** JSON schemas of files that are no manifests. */
function ownSchemas(): Readonly<Record<string, string>> {
  const names = ['lab.schema', 'netlabs.schema']
  return Object.fromEntries(names.map(name => [name, readText(`schemas/${name}.json`)]))
}

function examplesAndTitles(): {
  readonly examples: readonly Example[]
  readonly labTitles: Readonly<Record<string, string>>
} {
  const labs = productLabs()
  const first = globSync('samples/workspace/*.yaml', { cwd: root })
    .sort()
    .reverse()
    .map(name => exampleAt('Start here', name))
  const empty = { group: 'Start here', title: 'An empty file', name: 'empty.yaml', text: '' }
  const settings = {
    group: 'Start here',
    title: 'Settings of the checks (.netlabs.yaml)',
    name: '.netlabs.yaml',
    text: 'rules:\n  network-policy/blocks-dns: error\n'
  }
  const ofLabs = labs.flatMap(({ id, title }) =>
    globSync([`walkthroughs/${id}/manifests/**/*.yaml`, `walkthroughs/${id}/lab.yaml`], {
      cwd: root
    })
      .sort()
      .map(name => exampleAt(`Lab: ${title}`, name))
  )
  return {
    examples: [...first, empty, settings, ...ofLabs],
    labTitles: Object.fromEntries(labs.map(({ id, title }) => [id, title]))
  }
}

function exampleAt(group: string, file: string): Example {
  const name = file.replaceAll('\\', '/')
  return { group, title: path.posix.basename(name), name, text: readText(name) }
}

function readText(name: string): string {
  return readFileSync(path.join(root, name), 'utf8')
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.md': 'text/plain; charset=utf-8'
}

/** Serves the files of a folder, and none besides, on the loopback address. Resolves to the page's address. */
export async function servePlayground(
  from: string
): Promise<{ readonly address: string; readonly server: Server }> {
  const files = new Map(globSync('*', { cwd: from }).map(name => [`/${name}`, name]))
  files.set('/', 'index.html')
  const server = createServer((request, response) => {
    const name = files.get(new URL(request.url ?? '/', 'http://127.0.0.1').pathname)
    if (name === undefined) return response.writeHead(404).end('There is no such page.')
    const type = types[path.extname(name)] ?? 'text/plain'
    response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff' })
    return response.end(readFileSync(path.join(from, name)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, server }
}

if (process.argv[1] === import.meta.filename) {
  const built = await buildPlayground()
  if (process.argv.includes('--build'))
    console.log(`The page is in ${path.relative(process.cwd(), built)}: open its index.html.`)
  else {
    const { address } = await servePlayground(built)
    console.log(`The playground is at ${address} (Ctrl+C ends it).`)
  }
}
