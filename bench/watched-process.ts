import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface WatchedRun {
  readonly milliseconds: number
  /** The most resident memory that was seen, read every 5 ms; not a number where there is no /proc. */
  readonly megabytes: number
  readonly status: number
  readonly out: string
}

/** Runs a program to its end and times the whole process. */
export function watchedRun(
  program: string,
  args: readonly string[],
  cwd: string
): Promise<WatchedRun> {
  return new Promise((resolve, reject) => {
    let out = ''
    let megabytes = NaN
    const from = performance.now()
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    const look = setInterval(() => {
      const now = peakOf(child.pid ?? 0)
      if (!Number.isNaN(now)) megabytes = now
    }, 5)
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.once('error', thrown => {
      clearInterval(look)
      reject(thrown)
    })
    child.once('close', code => {
      clearInterval(look)
      const milliseconds = performance.now() - from
      resolve({ milliseconds, megabytes, status: code ?? -1, out })
    })
  })
}

/**
 * Resident memory of a process now, in megabytes.
 * @throws Error where the operating system has no /proc
 */
export function memoryOf(pid: number): number {
  const size = field(pid, 'VmRSS')
  if (Number.isNaN(size)) throw new Error('memory of another process is read from /proc')
  return size
}

function peakOf(pid: number): number {
  return field(pid, 'VmHWM')
}

function field(pid: number, name: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024
  } catch {
    return NaN
  }
}
