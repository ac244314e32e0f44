import { runLab } from '../../src/cli/lab.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stop?: AbortSignal
  readonly onErr?: (text: string) => void
}

/** Runs `netlabs lab` with these words and keeps what it writes. */
export async function netlabsLab(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  let [out, err] = ['', '']
  const code = await runLab(argv, {
    cwd: options.cwd ?? '/',
    env: { HOME: '/nowhere', ...options.env },
    out: text => (out += text),
    err(text) {
      err += text
      options.onErr?.(text)
    },
    readInput: () => Promise.resolve(''),
    stop: options.stop ?? new AbortController().signal
  })
  return { code, out, err }
}
