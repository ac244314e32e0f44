import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cacheFolder, projectRoot } from './machine/folders.ts'

export interface Ended {
  readonly status: number | null
  readonly said: string
}

/** What is changed for a command in namespaces that go with it. */
export interface Change {
  /** A shell script that runs before it. */
  readonly before?: string
  /** Words that start it, such as those that take a right from it. */
  readonly through?: string
  /** Whether it gets a network of its own. */
  readonly network?: boolean
}

/** Home folders without a cache but for some parts of the real one, which they link to. */
export class Homes {
  readonly #made: string[] = []

  /** @param parts folders of the cache, such as `debian`, so that what they hold need not be made */
  make(...parts: readonly string[]): string {
    const home = mkdtempSync(path.join(os.tmpdir(), 'netlabs-home-'))
    this.#made.push(home)
    const cache = path.join(home, '.cache/netlabs')
    mkdirSync(cache, { recursive: true })
    for (const part of parts) symlinkSync(path.join(cacheFolder, part), path.join(cache, part))
    return home
  }

  remove(): void {
    for (const home of this.#made.splice(0)) rmSync(home, { recursive: true, force: true })
  }
}

/** Runs a script of the project with another home folder, whose programs come first, on a changed machine. */
export function runIn(
  home: string,
  command: readonly string[],
  { before = 'true', through = '', network = false }: Change = {}
): Ended {
  const script = `${before}; exec ${through} "$@"`
  const namespaces = ['-m', ...(network ? ['-n'] : []), '--propagation', 'private']
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    [...namespaces, 'sh', '-ec', script, 'sh', process.execPath, ...command],
    {
      cwd: projectRoot,
      encoding: 'utf8',
      env: { ...process.env, HOME: home, PATH: `${home}:${process.env.PATH ?? ''}` },
      timeout: 1_200_000
    }
  )
  return { status, said: stdout + stderr }
}
