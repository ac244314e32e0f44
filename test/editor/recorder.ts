import childProcess from 'node:child_process'
import fs from 'node:fs'

export interface Recorded {
  /** Paths of files that the extension read. */
  readonly read: string[]
  /** Programs that the extension started. */
  readonly started: string[]
}

const readers = [
  'readFile',
  'readFileSync',
  'open',
  'openSync',
  'createReadStream',
  'watch',
  'watchFile'
] as const
const starters = [
  'spawn',
  'spawnSync',
  'exec',
  'execSync',
  'execFile',
  'execFileSync',
  'fork'
] as const

/**
 * Records which files the extension reads and which programs it starts, by its bundles on the stack. Node's
 * modules are shared in the process, and bundled code looks their functions up at each call.
 */
export function record(bundles: string): Recorded {
  const recorded: Recorded = { read: [], started: [] }
  const note = (list: string[]) => (first: unknown) => {
    if (new Error().stack?.includes(bundles) === true) list.push(String(first))
  }
  for (const name of readers) {
    wrap(fs, name, note(recorded.read))
    wrap(fs.promises, name, note(recorded.read))
  }
  for (const name of starters) wrap(childProcess, name, note(recorded.started))
  return recorded
}

function wrap(module: object, name: string, note: (first: unknown) => void): void {
  const functions = module as Record<string, ((...args: unknown[]) => unknown) | undefined>
  const real = functions[name]
  if (!real) return
  functions[name] = function (this: unknown, ...args: unknown[]) {
    note(args[0])
    return real.apply(this, args)
  }
}
