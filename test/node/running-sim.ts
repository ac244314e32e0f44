import { runSim } from '../../src/cli/sim.ts'

/** `netlabs sim` in this process, as its main module would run it. */
export interface RunningSim {
  readonly out: () => string
  readonly err: () => string
  /** Resolves with true when the ready line is there, with false when it ended before. */
  readonly ready: Promise<boolean>
  readonly exit: Promise<number>
  /** What SIGTERM does. */
  readonly stop: () => void
}

export function startSim(argv: readonly string[], cwd: string): RunningSim {
  const stop = new AbortController()
  let out = ''
  let err = ''
  let tellReady: (isReady: boolean) => void = () => {}
  const ready = new Promise<boolean>(resolve => (tellReady = resolve))
  const exit = runSim(argv, {
    cwd,
    env: {},
    out(text) {
      out += text
      if (text.includes(' ready at ')) tellReady(true)
    },
    err: text => (err += text),
    readInput: () => Promise.resolve(''),
    stop: stop.signal
  }).finally(() => tellReady(false))
  return { out: () => out, err: () => err, ready, exit, stop: () => stop.abort() }
}
