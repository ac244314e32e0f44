import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type SchemaBundle, schemaSetFrom } from '../../src/api/schema-set.ts'
import { isRecord, valueAt } from '../../src/base/json.ts'
import { parseFieldPath } from '../../src/base/field-path.ts'
import {
  type ApiRequest,
  createPracticeCluster,
  type PracticeCluster,
  type PracticeClusterOptions
} from '../../src/sim/practice-cluster.ts'
import { registryOf } from '../../src/sim/registry.ts'
import { yamlValue } from '../../src/yaml/yaml-value.ts'
import type { ObjectMeta } from '../../src/model/object.ts'
import { FakeClock } from '../support/fake-clock.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

export const schemas = schemaSetFrom(
  JSON.parse(readFileSync(path.join(root, 'schemas/kubernetes.json'), 'utf8')) as SchemaBundle
)

const registry = registryOf(schemas)

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** A field of the body by its path, such as `spec.ports[0].port`. */
  at(fieldPath: string): unknown
}

export interface CallOptions {
  readonly type?: string
  readonly accept?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** A practice cluster with a clock and a chance of the test's own. */
export class Practice {
  readonly clock = new FakeClock()
  readonly cluster: PracticeCluster

  constructor(options: Partial<PracticeClusterOptions> = {}) {
    let seed = 1
    this.cluster = createPracticeCluster({
      clock: this.clock,
      random: () => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed / 2_147_483_647
      },
      schemas,
      parseYaml: yamlValue,
      ...options
    })
  }

  async call(
    method: string,
    url: string,
    body?: unknown,
    options: CallOptions = {}
  ): Promise<Answer> {
    const response = await this.cluster.handle({
      method,
      path: url,
      headers: {
        'content-type': options.type ?? 'application/json',
        'user-agent': 'test/1',
        ...(options.accept !== undefined && { accept: options.accept }),
        ...options.headers
      },
      ...bodyOf(body),
      ...(options.signal && { signal: options.signal })
    })
    assert.equal(typeof response.body, 'string', `${method} ${url} gave a stream`)
    const text = response.body as string
    const isJson = response.headers['content-type']?.startsWith('application/json') === true
    const read: unknown = isJson ? JSON.parse(text) : text
    return {
      status: response.status,
      headers: response.headers,
      body: read,
      at: fieldPath => valueAt(read, parseFieldPath(fieldPath))
    }
  }

  /** Creates or updates objects as `kubectl apply --server-side` does, and lets the controllers work. */
  async apply(...objects: readonly object[]): Promise<void> {
    for (const object of objects) {
      const answer = await this.call(
        'PATCH',
        `${urlOf(object)}?fieldManager=test&force=true`,
        object,
        { type: 'application/apply-patch+yaml' }
      )
      assert.ok(answer.status < 300, JSON.stringify(answer.body))
    }
    await this.cluster.settle()
  }

  async settle(): Promise<void> {
    await this.cluster.settle()
  }

  /** Opens a watch and gives a function that reads its next event. */
  async watch(url: string, signal?: AbortSignal): Promise<() => Promise<WatchEvent | undefined>> {
    const response = await this.cluster.handle({
      method: 'GET',
      path: url,
      headers: {},
      ...(signal && { signal })
    })
    const { body } = response
    assert.ok(typeof body !== 'string', `${url} gave no stream`)
    const lines = body[Symbol.asyncIterator]()
    return async () => {
      const next = await lines.next()
      return next.done === true ? undefined : (JSON.parse(next.value) as WatchEvent)
    }
  }

  /** Runs a command to its end, with time passing as it needs. */
  async exec(
    namespace: string,
    pod: string,
    command: readonly string[],
    input?: string
  ): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const started = await this.cluster.exec({
      namespace,
      pod,
      command,
      ...(input !== undefined && { stdin: true })
    })
    assert.ok(started.ok, started.ok ? '' : started.error.message)
    const session = started.value
    if (input !== undefined) {
      session.write(input)
      session.endInput()
    }
    let [stdout, stderr] = ['', '']
    const reading = (async () => {
      for await (const part of session.output)
        if (part.stream === 'stdout') stdout += part.text
        else stderr += part.text
    })()
    await this.clock.advance(2000)
    const { exitCode } = await session.exit
    await reading
    return { exitCode, stdout, stderr }
  }
}

export interface WatchEvent {
  readonly type: string
  readonly object: {
    readonly kind: string
    readonly code?: number
    readonly metadata: {
      readonly name?: string
      readonly resourceVersion: string
      readonly annotations?: Readonly<Record<string, string>>
    }
    readonly columnDefinitions?: unknown
  }
}

/** Where an object lives. */
export function urlOf(object: object): string {
  assert.ok(isRecord(object) && isRecord(object.metadata))
  const { apiVersion, kind, metadata } = object
  const info = registry.resources.find(one => one.kind === kind && one.apiVersion === apiVersion)
  assert.ok(info, `${String(apiVersion)} ${String(kind)} is not known`)
  const { group, version } = info
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  const { namespace = 'default' } = metadata as ObjectMeta
  const below = info.namespaced ? `/namespaces/${namespace}` : ''
  return `${base}${below}/${info.plural}/${String(metadata.name)}`
}

export function namespace(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

export function deployment(
  namespaceName: string,
  name: string,
  image: string,
  extra: { readonly replicas?: number; readonly container?: object; readonly spec?: object } = {}
): object {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: namespaceName },
    spec: {
      replicas: extra.replicas ?? 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image, ...extra.container }] }
      },
      ...extra.spec
    }
  }
}

export function service(namespaceName: string, name: string, extra: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: namespaceName },
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...extra }
  }
}

export function pod(
  namespaceName: string,
  name: string,
  image: string,
  extra: { readonly container?: object; readonly labels?: object; readonly spec?: object } = {}
): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: namespaceName, labels: extra.labels ?? { app: name } },
    spec: { containers: [{ name, image, ...extra.container }], ...extra.spec }
  }
}

function bodyOf(body: unknown): Pick<ApiRequest, 'body' | 'bytes'> {
  if (body === undefined) return {}
  if (body instanceof Uint8Array) return { bytes: body }
  return { body: typeof body === 'string' ? body : JSON.stringify(body) }
}
