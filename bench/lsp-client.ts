import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** Answers a request of the server; what it doesn't know it answers with null. */
export type Answer = (method: string, params: unknown) => unknown

/** A language server as a child process, spoken to over its standard input and output. */
export class LspClient {
  readonly process: ChildProcess
  readonly #answer: Answer
  readonly #waiting = new Map<number | string, (result: unknown) => void>()
  readonly #listeners = new Set<(method: string, params: unknown) => void>()
  #received: Buffer = Buffer.alloc(0)
  #lastId = 0

  constructor(program: string, args: readonly string[], answer: Answer) {
    this.#answer = answer
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] })
    this.process.stdout?.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId
    const result = new Promise<unknown>(resolve => this.#waiting.set(id, resolve))
    this.#send({ id, method, params })
    return result
  }

  /**
   * The first notification that `accept` takes.
   * @throws Error after half a minute without one
   */
  next(accept: (method: string, params: unknown) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const listener = (method: string, params: unknown): void => {
        if (!accept(method, params)) return
        end()
        resolve()
      }
      const timer = setTimeout(() => {
        end()
        reject(new Error('the language server was silent for 30 s'))
      }, 30_000)
      const end = (): void => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
      }
      this.#listeners.add(listener)
    })
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return
    const gone = once(this.process, 'exit')
    this.process.kill('SIGKILL')
    await gone
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n')
      if (end === -1) return
      const header = this.#received.toString('latin1', 0, end)
      const length = Number(/content-length: *(\d+)/i.exec(header)?.[1])
      const start = end + 4
      if (this.#received.length < start + length) return
      const body = this.#received.toString('utf8', start, start + length)
      this.#received = this.#received.subarray(start + length)
      this.#take(JSON.parse(body) as Message)
    }
  }

  #take({ id, method, params, result }: Message): void {
    if (id !== undefined && method !== undefined)
      this.#send({ id, result: this.#answer(method, params) ?? null })
    else if (id !== undefined) {
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    } else if (method !== undefined)
      for (const listener of [...this.#listeners]) listener(method, params)
  }
}
