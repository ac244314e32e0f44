/**
 * `npm test editor`: the tests inside a real VS Code. Prints what activation took and keeps the figures in
 * out/editor-measured.json.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildProduct } from '../../scripts/build.ts'
import { ensureBrowser } from '../../scripts/host/browser.mjs'
import { ensureHost } from '../../scripts/host/ensure-host.mjs'
import { bundleSuite, desktopIsToBeHad, isGreen, runInWindow } from './window.ts'

const root = path.resolve(import.meta.dirname, '..', '..')

/** Where the extension under test lies; the repository itself unless the environment names another folder. */
const extension = process.env.NETLABS_EXTENSION ?? root

interface Suite {
  readonly name: string
  readonly trusted: boolean
  /** Whether its window has a second folder, and YAML below `templates` is in the language `helm`. */
  readonly second?: boolean
}

const suites: readonly Suite[] = [
  { name: 'suite', trusted: true },
  { name: 'editing-suite', trusted: true, second: true },
  { name: 'trouble-suite', trusted: true },
  { name: 'restricted-suite', trusted: false }
]

const desktop = await desktopIsToBeHad()
if (!desktop) {
  ensureHost()
  ensureBrowser()
}
console.log(desktop ? 'On the desktop VS Code.' : 'On the VS Code server with a headless browser.')
if (extension === root) await buildProduct()
const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-samples-'))
const measured: Record<string, number> = {}
const count = { passed: 0, failed: 0 }
let green = true
try {
  const picked = process.argv.slice(2)
  const wanted = suites.filter(({ name }) => picked.length === 0 || picked.includes(name))
  // They wait more than they work, so together they take little longer than the longest.
  const ends = await Promise.all(wanted.map(runSuite))
  green = ends.length > 0 && ends.every(Boolean)
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
}
for (const [what, ms] of Object.entries(measured)) console.log(`${what}: ${ms} ms`)
const file = path.join(root, 'out', 'editor-measured.json')
mkdirSync(path.dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify({ unit: 'ms', figures: measured }, null, 2)}\n`)
writeFileSync(path.join(path.dirname(file), 'editor-count.json'), JSON.stringify(count))
process.exit(green ? 0 : 1)

async function runSuite({ name, trusted, second = false }: Suite): Promise<boolean> {
  const folder = path.join(temporary, name, 'workspace')
  cpSync(path.join(root, 'samples', 'workspace'), folder, { recursive: true })
  const suite = await bundleSuite(name)
  const end = await runInWindow({
    suite,
    extension: second ? withHelm(name) : extension,
    folder: second ? withSecondFolder(folder) : folder,
    trusted,
    desktop,
    limitMs: 300_000,
    // Whoever runs the tests has a kubeconfig of their own, which is none of their business.
    env: { KUBECONFIG: path.join(temporary, 'no-kubeconfig') }
  })
  if (end.outcome) {
    const { passed, failed } = end.outcome
    console.log(`${name}: ${passed} passed, ${failed.length} failed in VS Code.`)
    if (name === 'suite') Object.assign(measured, end.outcome.measured)
    count.passed += passed
    count.failed += failed.length
  } else {
    count.failed++
    console.error(`${name} wrote no result, so it did not reach its end.`)
  }
  return isGreen(end)
}

/** A workspace of the folder and an empty one beside it. */
function withSecondFolder(folder: string): string {
  const other = path.join(path.dirname(folder), 'second')
  mkdirSync(other)
  const file = path.join(path.dirname(folder), 'both.code-workspace')
  writeFileSync(file, JSON.stringify({ folders: [{ path: folder }, { path: other }] }))
  return file
}

/**
 * The extension with one language more, which the Kubernetes extension brings where it is installed: a window of
 * the tests has room for one extension.
 */
function withHelm(name: string): string {
  const copy = path.join(temporary, name, 'extension')
  mkdirSync(copy)
  for (const entry of readdirSync(extension))
    if (entry !== 'package.json') symlinkSync(path.join(extension, entry), path.join(copy, entry))
  const manifest = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8')) as {
    contributes: { languages: object[] }
  }
  const filenamePatterns = ['**/templates/*.yaml', '**/templates/**/*.yaml']
  manifest.contributes.languages.push({ id: 'helm', filenamePatterns })
  writeFileSync(path.join(copy, 'package.json'), JSON.stringify(manifest))
  return copy
}
