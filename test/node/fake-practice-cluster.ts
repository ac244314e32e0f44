import type {
  ApiRequest,
  ApiResponse,
  ExecExit,
  ExecOutput,
  ExecSession,
  PracticeCluster,
  Upgrade
} from '../../src/sim/practice-cluster.ts'

/** What the listener and the transports need of a practice cluster, with answers given by the test. */
export interface FakePracticeCluster extends PracticeCluster {
  readonly requests: ApiRequest[]
  readonly sessions: FakeSession[]
}

export function fakePracticeCluster(
  answers: Readonly<Record<string, (request: ApiRequest) => ApiResponse | Promise<ApiResponse>>>
): FakePracticeCluster {
  const requests: ApiRequest[] = []
  const sessions: FakeSession[] = []
  return {
    requests,
    sessions,
    version: 'v1.37.0+fake',
    handle(request) {
      requests.push(request)
      const [path = ''] = request.path.split('?')
      const give = answers[`${request.method} ${path}`]
      return Promise.resolve(give ? give(request) : status(404, 'NotFound', `no ${path}`))
    },
    upgrade(request): Promise<Upgrade> {
      requests.push(request)
      const query = new URL(request.path, 'https://x').searchParams
      const command = query.getAll('command')
      if (command[0] === 'refuse')
        return Promise.resolve({
          kind: 'response',
          response: status(403, 'Forbidden', 'pods "client" is forbidden')
        })
      const session = new FakeSession(command)
      sessions.push(session)
      const wants = (name: string): boolean => query.get(name) === 'true'
      const streams = {
        stdin: wants('stdin'),
        stdout: wants('stdout'),
        stderr: wants('stderr'),
        tty: wants('tty')
      }
      return Promise.resolve({ kind: 'exec', session, streams })
    },
    exec: () => Promise.reject(new Error('not asked for here')),
    settle: () => Promise.resolve(),
    objects: () => [],
    dispose() {}
  }
}

export function json(value: unknown, code = 200): ApiResponse {
  return {
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value)
  }
}

export function status(code: number, reason: string, message: string): ApiResponse {
  return json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code }, code)
}

/** `echo …` says its words, `cat` gives its input back, `exit N` ends with N, `hang` never ends. */
class FakeSession implements ExecSession {
  readonly output: AsyncIterable<ExecOutput>
  readonly exit: Promise<ExecExit>
  readonly #ended: Promise<void>
  #end: () => void = () => {}
  input = ''
  disposed = false

  constructor([program = '', ...words]: readonly string[]) {
    const code = program === 'exit' ? Number(words[0]) : 0
    this.#ended = new Promise(resolve => (this.#end = resolve))
    this.output = this.#say(program, words)
    this.exit = Promise.resolve({ exitCode: code, status: exitStatus(code) })
  }

  write(text: string): void {
    this.input += text
  }

  endInput(): void {
    this.#end()
  }

  dispose(): void {
    this.disposed = true
    this.#end()
  }

  async *#say(program: string, words: readonly string[]): AsyncGenerator<ExecOutput> {
    if (program === 'hang' || program === 'cat') await this.#ended
    if (program === 'cat') yield { stream: 'stdout', text: this.input }
    if (program === 'echo') yield { stream: 'stdout', text: `${words.join(' ')}\n` }
    if (program === 'exit') yield { stream: 'stderr', text: 'it failed\n' }
  }
}

function exitStatus(code: number): ExecExit['status'] {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {} } as const
  if (code === 0) return { ...base, status: 'Success' }
  return {
    ...base,
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit code ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] }
  }
}
