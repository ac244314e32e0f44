/**
 * Opens a window of a real VS Code through @vscode/test-electron and runs a suite in its extension host: on
 * the desktop download where there is a display and a network, else on the stand-in (VS Code server and
 * headless browser).
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runTests } from '@vscode/test-electron'
import { build } from 'esbuild'
import type { Outcome } from './play.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const shim = path.join(root, 'scripts', 'host', 'code-shim.mjs')

export interface WindowOptions {
  /** The bundle that exports `run()`, see `bundleSuite`. */
  readonly suite: string
  /** The folder of the extension under test. */
  readonly extension: string
  /** The folder that the window opens. */
  readonly folder: string
  /** With workspace trust on, a new folder is not trusted. */
  readonly trusted: boolean
  readonly desktop: boolean
  readonly limitMs: number
  readonly env?: Readonly<Record<string, string>>
}

export interface WindowEnd {
  /** Whether VS Code said that the tests passed; it says so of a host that ended itself, too. */
  readonly exitCode: number
  /** What the suite wrote at its end; undefined when it did not reach it. */
  readonly outcome: Outcome | undefined
}

export async function runInWindow(options: WindowOptions): Promise<WindowEnd> {
  const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-editor-'))
  const resultFile = path.join(temporary, 'result.json')
  let exitCode = 1
  try {
    exitCode = await runTests({
      ...(!options.desktop && { vscodeExecutablePath: shim }),
      extensionDevelopmentPath: options.extension,
      extensionTestsPath: options.suite,
      launchArgs: [
        options.folder,
        '--disable-extensions',
        `--user-data-dir=${path.join(temporary, 'user-data')}`,
        `--extensions-dir=${path.join(temporary, 'extensions')}`
      ],
      extensionTestsEnv: {
        ...options.env,
        NETLABS_RESULT_FILE: resultFile,
        NETLABS_SHIM_TIMEOUT_MS: String(options.limitMs),
        ...(!options.trusted && { NETLABS_SHIM_TRUST: 'ask' })
      }
    })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  const outcome = existsSync(resultFile)
    ? (JSON.parse(readFileSync(resultFile, 'utf8')) as Outcome)
    : undefined
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
  return { exitCode, outcome }
}

/** Green means: VS Code said so, the suite reached its end, and at least one test ran. */
export function isGreen({ exitCode, outcome }: WindowEnd): boolean {
  return exitCode === 0 && outcome?.failed.length === 0 && outcome.passed > 0
}

/** Bundles a suite of this folder for the extension host and gives the bundle's path. */
export async function bundleSuite(name: string): Promise<string> {
  const outfile = path.join(root, 'out', 'test', 'editor', `${name}.cjs`)
  mkdirSync(path.dirname(outfile), { recursive: true })
  await build({
    absWorkingDir: root,
    entryPoints: [`test/editor/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'warning'
  })
  return outfile
}

/** Whether the desktop VS Code can be downloaded and shown here. */
export async function desktopIsToBeHad(): Promise<boolean> {
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
