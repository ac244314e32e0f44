import { spawn } from 'node:child_process'
import { ClusterFailure } from './cluster-failure.ts'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Milliseconds, one minute unless given. */
  readonly timeoutMs?: number
}

/**
 * Runs a command to its end and gives what it printed.
 * @throws ClusterFailure, with the command's own last words, when it can't start, fails or takes too long
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, input, timeoutMs = 60_000 }: RunOptions = {}
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL'
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    const shown = [command, ...args].join(' ').slice(0, 160)
    child.on('error', error => {
      reject(new ClusterFailure(`${command} could not be started: ${error.message}.`))
    })
    child.on('close', (status, signal) => {
      if (status === 0) resolve(out)
      else if (signal === 'SIGKILL' && status === null)
        reject(new ClusterFailure(`"${shown}" did not end within ${timeoutMs / 1000} s.`))
      else reject(new ClusterFailure(`"${shown}" failed: ${lastWords(err) || lastWords(out)}`))
    })
    child.stdin.on('error', () => {}).end(input)
  })
}

/** Whether a command ends with 0; what it prints is nobody's concern. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return await run(command, args).then(
    () => true,
    () => false
  )
}

function lastWords(text: string): string {
  return text.trim().split('\n').slice(-5).join('\n')
}
