/**
 * Runs the tests inside a real VS Code through @vscode/test-electron: on the desktop download where there
 * is a display and a network, else on the stand-in (VS Code server and headless browser).
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runTests } from '@vscode/test-electron'
import { build } from 'esbuild'
import { buildProduct } from '../../scripts/build.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const shim = path.join(root, 'scripts', 'host', 'code-shim.mjs')
const bundle = path.join(root, 'out', 'test', 'editor', 'suite.cjs')

/** Written by the suite at its end; a host that dies in the middle can't look green without it. */
interface Outcome {
  readonly passed: number
  readonly failed: readonly string[]
  readonly measured?: Readonly<Record<string, number>>
}

/** Where the extension under test lies; the repository itself unless the environment names another folder. */
const extension = process.env.NETLABS_EXTENSION ?? root

if (!existsSync(path.join(extension, 'dist', 'extension.js'))) await buildProduct()
mkdirSync(path.dirname(bundle), { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: ['test/editor/suite.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  sourcemap: 'inline',
  external: ['vscode'],
  logLevel: 'warning'
})

const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-editor-'))
const workspace = path.join(temporary, 'workspace')
const resultFile = path.join(temporary, 'result.json')
cpSync(path.join(root, 'samples', 'workspace'), workspace, { recursive: true })
const desktop = await desktopIsToBeHad()
console.log(desktop ? 'On the desktop VS Code.' : 'On the VS Code server with a headless browser.')
let code = 1
try {
  code = await runTests({
    ...(!desktop && { vscodeExecutablePath: shim }),
    extensionDevelopmentPath: extension,
    extensionTestsPath: bundle,
    launchArgs: [
      workspace,
      '--disable-extensions',
      `--user-data-dir=${path.join(temporary, 'user-data')}`,
      `--extensions-dir=${path.join(temporary, 'extensions')}`
    ],
    extensionTestsEnv: {
      NETLABS_RESULT_FILE: resultFile,
      NETLABS_SHIM_TIMEOUT_MS: '180000'
    }
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
}
code = verdict(code)
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
process.exit(code)

function verdict(exitCode: number): number {
  if (!existsSync(resultFile)) {
    console.error('The suite wrote no result, so it did not reach its end.')
    return 1
  }
  const { passed, failed, measured = {} } = JSON.parse(readFileSync(resultFile, 'utf8')) as Outcome
  for (const [what, value] of Object.entries(measured)) console.log(`${what}: ${value} ms`)
  console.log(`${passed} passed, ${failed.length} failed in VS Code.`)
  if (passed === 0) console.error('No test ran, which can only be a mistake.')
  return exitCode === 0 && failed.length === 0 && passed > 0 ? 0 : 1
}

async function desktopIsToBeHad(): Promise<boolean> {
  const display =
    process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  if (!display) return false
  try {
    const url = 'https://update.code.visualstudio.com/api/releases/stable'
    return (await fetch(url, { signal: AbortSignal.timeout(4000) })).ok
  } catch (error) {
    console.log(`The desktop VS Code can't be downloaded here (${String(error)}).`)
    return false
  }
}
