import type { Clock } from '../../base/clock.ts'
import type { ExecExit, ExecOutput, ExecSession } from '../practice-cluster.ts'
import { failure, type Status, success } from '../status.ts'
import type { ToolResult } from './tool.ts'

export interface SessionOptions {
  readonly clock: Clock
  /** The longest real wait, in milliseconds. */
  readonly waitCap: number
  readonly stdin: boolean
  readonly tty: boolean
}

/** A command that needs no input, or all of it at once: its answer is known, and comes when its time is over. */
export function commandSession(
  run: (input: string) => ToolResult,
  waitsForInput: boolean,
  options: SessionOptions
): ExecSession {
  const stream = new SessionStream(options)
  let input = ''
  let started = false
  const start = (): void => {
    if (started) return
    started = true
    stream.play(run(input), true)
  }
  if (!options.stdin || !waitsForInput) start()
  return stream.session({
    write: text => {
      input += text
    },
    endInput: start
  })
}

/** A shell at a terminal: echoes what is typed and runs it line by line. */
export function shellSession(
  run: (line: string) => { readonly result: ToolResult; readonly ended: boolean },
  options: SessionOptions
): ExecSession {
  const prompt = options.tty ? '/ # ' : ''
  const stream = new SessionStream(options)
  let line = ''
  let lastExit = 0
  stream.say(prompt)
  const enter = (): void => {
    if (options.tty) stream.say('\r\n')
    const { result, ended } = run(line)
    line = ''
    lastExit = result.exitCode
    stream.play(result, ended)
    if (!ended) stream.say(prompt)
  }
  return stream.session({
    write: text => {
      for (const char of text) {
        if (char === '\r' || char === '\n') enter()
        else if (char === '\u0003') {
          line = ''
          stream.say(`^C\r\n${prompt}`)
        } else if (char === '\u0004') {
          if (line === '') stream.end(lastExit)
        } else if (char === '\u007f') {
          if (line !== '' && options.tty) stream.say('\b \b')
          line = line.slice(0, -1)
        } else {
          line += char
          if (options.tty) stream.say(char)
        }
      }
    },
    endInput: () => {
      if (line !== '') enter()
      stream.end(lastExit)
    }
  })
}

/** Output in order, with the waits between. */
class SessionStream {
  readonly #options: SessionOptions
  readonly #queue: ExecOutput[] = []
  readonly #exit: Promise<ExecExit>
  #settle: (exit: ExecExit) => void = () => {}
  #wake: () => void = () => {}
  #work: Promise<void> = Promise.resolve()
  #ended = false

  constructor(options: SessionOptions) {
    this.#options = options
    this.#exit = new Promise(resolve => {
      this.#settle = resolve
    })
  }

  /** Queues text behind everything that is still being waited for. */
  say(text: string): void {
    this.#then(() => {
      this.#push({ stream: 'stdout', text })
    })
  }

  play(result: ToolResult, last: boolean): void {
    const wait = Math.min(result.elapsed, this.#options.waitCap)
    if (wait > 0) this.#work = this.#work.then(() => this.#wait(wait))
    this.#then(() => {
      for (const part of result.output) this.#push(part)
      if (last) this.#finish(result.exitCode)
    })
  }

  end(exitCode: number): void {
    this.#then(() => {
      this.#finish(exitCode)
    })
  }

  session(input: Pick<ExecSession, 'write' | 'endInput'>): ExecSession {
    return {
      output: { [Symbol.asyncIterator]: () => this.#read() },
      exit: this.#exit,
      write: text => {
        if (this.#options.stdin && !this.#ended) input.write(text)
      },
      endInput: () => {
        if (!this.#ended) input.endInput()
      },
      dispose: () => {
        this.#finish(137)
      }
    }
  }

  #then(action: () => void): void {
    this.#work = this.#work.then(action)
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      this.#options.clock.after(milliseconds, resolve)
    })
  }

  #push(part: ExecOutput): void {
    if (this.#ended || part.text === '') return
    const { tty } = this.#options
    // A terminal has one stream, and its lines end in CR LF.
    this.#queue.push(
      tty ? { stream: 'stdout', text: part.text.replaceAll(/\r?\n/g, '\r\n') } : part
    )
    this.#wake()
  }

  #finish(exitCode: number): void {
    if (this.#ended) return
    this.#ended = true
    this.#settle({ exitCode, status: exitStatus(exitCode) })
    this.#wake()
  }

  async *#read(): AsyncGenerator<ExecOutput> {
    for (;;) {
      for (let part = this.#queue.shift(); part; part = this.#queue.shift()) yield part
      if (this.#ended) return
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }
}

/** What the error channel of the exec protocol says at the end. */
export function exitStatus(exitCode: number): Status {
  if (exitCode === 0) return success()
  return {
    ...failure(
      'NonZeroExitCode',
      `command terminated with non-zero exit code: exit status ${exitCode}`
    ).status,
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] }
  }
}
