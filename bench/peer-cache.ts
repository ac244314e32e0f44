/**
 * Peers are installed when they are first compared with, into a folder of the user's cache. They are no
 * dependency of the project, and their versions are pinned where they are named.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'netlabs',
  'bench'
)

/**
 * A folder of the cache, filled once. `fill` works in a folder of another name, so that an installation
 * that was broken off is never taken for a whole one.
 * @throws Error with a sentence that says what could not be installed
 */
export async function cachedFolder(
  name: string,
  fill: (folder: string) => Promise<void>
): Promise<string> {
  const folder = path.join(cache, name)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}.unfinished`
  mkdirSync(unfinished, { recursive: true })
  try {
    console.log(`Installing ${name} into ${folder} …`)
    await fill(unfinished)
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

/**
 * Runs an installer.
 * @throws Error `not installed: …` with the last line that the installer said
 */
export async function install(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }
): Promise<void> {
  try {
    await run(program, args, { ...options, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 })
  } catch (thrown) {
    const { code, stderr = '' } = thrown as { code?: unknown; stderr?: string }
    const reason =
      code === 'ENOENT'
        ? `${program} is missing on this machine`
        : `${program} ${args[0] ?? ''} failed: ${lastLine(stderr)}`
    throw new Error(`not installed: ${reason}`, { cause: thrown })
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
