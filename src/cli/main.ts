import { text } from 'node:stream/consumers'
import type { CliIo } from './cli-io.ts'
import { runCommand } from './commands.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // A second signal is meant for whoever does not listen to the first.
    if (stop.signal.aborted) process.exit(130)
    stop.abort(signal)
    if (!waits(process.argv[2])) process.exit(signal === 'SIGINT' ? 130 : 143)
  })

// A reader that has seen enough, such as `head`, closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2)
})

const io: CliIo = {
  cwd: process.cwd(),
  env: process.env,
  out: chunk => process.stdout.write(chunk),
  err: chunk => process.stderr.write(chunk),
  readInput: () => text(process.stdin),
  stop: stop.signal
}

runCommand(process.argv.slice(2), io).then(
  status => {
    process.exitCode = status
    if (process.argv[2] === 'lint') endOnceWritten()
  },
  (thrown: unknown) => {
    const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    io.err(`netlabs: this is a mistake in netlabs itself, please report it.\n${message}\n`)
    process.exitCode = 2
  }
)

/**
 * A lint leaves nothing to wait for. Left alone, the process would give all of its memory back piece by piece, which
 * takes 5 ms of 150. Where the reader is gone, the error of the stream ends it.
 */
function endOnceWritten(): void {
  process.stdout.write('', error => {
    if (!error) process.stderr.write('', () => process.exit())
  })
}

/** Commands that run until they are stopped end themselves and clean up. */
function waits(command: string | undefined): boolean {
  return command === 'sim' || command === 'lab'
}
