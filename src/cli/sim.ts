import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isRecord, itemsOf } from '../base/json.ts'
import type { Log } from '../base/log.ts'
import { createCluster, type Cluster } from '../cluster/cluster.ts'
import type { ClusterError } from '../cluster/cluster-error.ts'
import { isKubeObject, type KubeObject } from '../model/object.ts'
import { findManifestFiles } from '../node/manifest-files.ts'
import { practiceContext } from '../node/practice-kubeconfig.ts'
import type { PracticeServer } from '../node/practice-server.ts'
import { practiceTransport } from '../node/practice-transport.ts'
import { readProtobufMessages } from '../node/schema-files.ts'
import { systemClock } from '../node/system-clock.ts'
import { removePracticeKubeconfig, writePracticeKubeconfig } from '../node/write-kubeconfig.ts'
import { createPracticeCluster } from '../sim/practice-cluster.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { yamlValue } from '../yaml/yaml-value.ts'
import { bundledSchemas, schemasFolder } from './bundled-schemas.ts'
import type { CliIo } from './cli-io.ts'

const usage = `Usage: netlabs sim [--port N] [--kubeconfig FILE] [MANIFEST…]

Runs the practice cluster (simulated) until it is interrupted. Manifests, or all of a folder, are applied
at the start. kubectl works on it with the kubeconfig that is named when it is ready.

  --port N           port on 127.0.0.1, any free one unless given
  --kubeconfig FILE  where to write the kubeconfig; a new file among the temporary ones unless given
  --help             show this
`

/** `netlabs sim`: resolves with the exit code when it is stopped, or with 2 when it can't run. */
export async function runSim(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    const options = optionsOf(argv)
    if (options.help) {
      io.out(usage)
      return 0
    }
    const objects = await objectsIn(options.manifests.map(file => path.resolve(io.cwd, file)))
    await run(options, objects, io)
    return 0
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    io.err(`netlabs sim: ${thrown.message}\n`)
    return 2
  }
}

/** What a person can mend, as a sentence. Anything else that is thrown is a fault of ours. */
class Failure extends Error {}

interface SimOptions {
  readonly port: number
  readonly kubeconfig: string | undefined
  readonly manifests: readonly string[]
  readonly help: boolean
}

function optionsOf(argv: readonly string[]): SimOptions {
  let parsed
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        kubeconfig: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('. ')
    throw new Failure(`${message}. "netlabs sim --help" shows the options.`)
  }
  const { port = '0', kubeconfig, help = false } = parsed.values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Failure(`--port takes a number from 0 to 65535, not "${port}".`)
  return { port: Number(port), kubeconfig, manifests: parsed.positionals, help }
}

async function run(options: SimOptions, objects: readonly KubeObject[], io: CliIo): Promise<void> {
  const practice = createPracticeCluster({
    clock: systemClock,
    random: Math.random,
    schemas: await bundledSchemas(),
    parseYaml: yamlValue,
    protobuf: () => readProtobufMessages(schemasFolder())
  })
  const log = logTo(io)
  let server: PracticeServer | undefined
  let folder: string | undefined
  let file: string | undefined
  try {
    const { startPracticeServer } = await import('../node/practice-server.ts')
    server = await listen(options.port, () =>
      startPracticeServer({ cluster: practice, port: options.port, log })
    )
    await applyAll(
      createCluster(practiceTransport(practice), {
        context: practiceContext,
        simulated: true,
        clock: systemClock,
        random: Math.random,
        log
      }),
      objects
    )
    await practice.settle()
    if (options.kubeconfig === undefined) folder = await mkdtemp(path.join(tmpdir(), 'netlabs-'))
    const wanted = options.kubeconfig ?? path.join(folder ?? '', 'kubeconfig')
    const written = await writePracticeKubeconfig(path.resolve(io.cwd, wanted), server.kubeconfig)
    if (!written.ok) throw new Failure(sentences(written.error))
    file = written.value.file
    io.out(`Practice cluster (simulated) ready at ${server.url}, kubeconfig ${file}\n`)
    await stopped(io.stop)
  } finally {
    if (file !== undefined) await removePracticeKubeconfig(file, server?.kubeconfig ?? '')
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    await server?.stop()
    practice.dispose()
  }
}

async function listen<Value>(port: number, start: () => Promise<Value>): Promise<Value> {
  try {
    return await start()
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new Failure(
        `Port ${port} of 127.0.0.1 is in use. Choose another one, or leave --port out for any free one.`
      )
    if (code === 'EACCES')
      throw new Failure(`Port ${port} needs more rights than you have. Choose one above 1023.`)
    throw thrown
  }
}

async function objectsIn(paths: readonly string[]): Promise<readonly KubeObject[]> {
  const { files, problems } = findManifestFiles(paths)
  const [problem] = problems
  if (problem) throw new Failure(problem.message)
  if (paths.length > 0 && files.length === 0)
    throw new Failure('There is no .yaml, .yml or .json file among what was named.')
  const objects: KubeObject[] = []
  for (const file of files) {
    const { documents, problems: faults } = parseYamlFile(await readFile(file, 'utf8'))
    const [fault] = [...faults, ...documents.flatMap(document => document.problems)]
    if (fault) throw new Failure(`${file} is not readable as YAML: ${fault.message}`)
    for (const { value } of documents)
      for (const item of itemsOfList(value)) {
        if (isKubeObject(item) && isRecord(item.metadata)) objects.push(item)
        else if (item !== undefined && item !== null)
          throw new Failure(`${file} holds something without apiVersion, kind and metadata.`)
      }
  }
  return objects
}

/** A `List` stands for its items, as kubectl takes it. */
function itemsOfList(value: unknown): readonly unknown[] {
  return isKubeObject(value) && value.kind === 'List' ? itemsOf(value.items) : [value]
}

/** Namespaces first, so that the order of files doesn't matter for what they hold. */
async function applyAll(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  const isNamespace = ({ kind }: KubeObject): boolean => kind === 'Namespace'
  const ordered = [...objects.filter(isNamespace), ...objects.filter(one => !isNamespace(one))]
  for (const object of ordered) {
    const answer = await cluster.apply(object)
    if (!answer.ok)
      throw new Failure(
        `${object.kind} ${object.metadata.name ?? ''} can't be applied. ${sentences(answer.error)}`
      )
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function sentences({ message, hint }: ClusterError): string {
  return hint === undefined ? message : `${message} ${hint}`
}

function logTo(io: CliIo): Log {
  return {
    debug() {},
    info() {},
    warn: message => io.err(`${message}\n`),
    error: (message, cause) =>
      io.err(`${message}${cause instanceof Error ? ` ${cause.stack ?? cause.message}` : ''}\n`)
  }
}
