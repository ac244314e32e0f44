import type { CliIo } from './cli-io.ts'
import { runCommand } from './commands.ts'
import { WriteNow } from './write-now.ts'

const args = process.argv.slice(2)
const stop = new AbortController()
const now = {
  out: new WriteNow(1, () => process.stdout),
  err: new WriteNow(2, () => process.stderr)
}
const waits = args[0] === 'sim' || args[0] === 'lab'
if (waits || args.includes('--fix')) endCleanly()

const io: CliIo = {
  cwd: process.cwd(),
  env: process.env,
  ...(waits ? throughStreams() : atOnce()),
  readInput: async () => await (await import('node:stream/consumers')).text(process.stdin),
  stop: stop.signal
}

runCommand(args, io).then(
  async status => {
    process.exitCode = status
    if (waits) return
    await Promise.all([now.out.waitForRest(), now.err.waitForRest()]).catch(endBecause)
    // Nothing is left to wait for. Left alone, the process would give all of its memory back piece by piece, which
    // takes 5 ms of 150.
    process.exit()
  },
  (thrown: unknown) => {
    const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    io.err(`netlabs: this is a mistake in netlabs itself, please report it.\n${message}\n`)
    process.exitCode = 2
  }
)

/**
 * Commands that run until they are stopped end themselves and clean up, and one that mends files writes the one that it
 * is at to its end. The others end where they are.
 */
function endCleanly(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal is meant for whoever does not listen to the first.
      if (stop.signal.aborted) process.exit(130)
      stop.abort(signal)
      if (!waits) process.exit(signal === 'SIGINT' ? 130 : 143)
    })
}

function throughStreams(): Pick<CliIo, 'out' | 'err'> {
  process.stdout.on('error', endBecause)
  return {
    out: chunk => process.stdout.write(chunk),
    err: chunk => process.stderr.write(chunk)
  }
}

function atOnce(): Pick<CliIo, 'out' | 'err'> {
  const write = (output: WriteNow, chunk: string): void => {
    try {
      output.write(chunk)
    } catch (thrown) {
      endBecause(thrown)
    }
  }
  return {
    out: chunk => {
      write(now.out, chunk)
    },
    err: chunk => {
      write(now.err, chunk)
    }
  }
}

/** A reader that has seen enough, such as `head`, closes the pipe: that is no failure. */
function endBecause(thrown: unknown): never {
  process.exit((thrown as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 2)
}
