import { isRecord } from '../../../src/base/json.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { until } from '../machine/until.ts'
import { applyAll } from '../parts/objects.ts'
import { Normaliser } from './normalise.ts'
import { pick, picks } from './pick.ts'
import type { ApiCall, Run, Scene, Step, Wait, WatchCall } from './scene.ts'
import type { Stage } from './stage.ts'

/** What each step gave, by its number from 1; steps that give nothing are left out. */
export type Answers = Readonly<Record<string, unknown>>

/** Plays a scene in a new namespace, which is removed afterwards. */
export async function playScene(scene: Scene, stage: Stage): Promise<Answers> {
  const namespace = `netlabs-scene-${Math.random().toString(36).slice(2, 10)}`
  const player = new Player(stage, namespace)
  const made = await stage.cluster.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace }
  })
  if (!made.ok) throw new Error(`The namespace was refused: ${made.error.message}`)
  try {
    await player.untilUsable()
    for (const [i, step] of scene.steps.entries()) await player.play(step, String(i + 1))
    return player.answers
  } finally {
    await stage.cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace })
  }
}

const contentTypes = {
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  yaml: 'application/yaml'
} as const

class Player {
  readonly answers: Record<string, unknown> = {}
  readonly #stage: Stage
  readonly #namespace: string
  readonly #names: Map<string, string>
  readonly #normaliser: Normaliser
  #isFresh = false

  constructor(stage: Stage, namespace: string) {
    this.#stage = stage
    this.#namespace = namespace
    this.#names = new Map([['ns', namespace]])
    this.#normaliser = new Normaliser(namespace)
  }

  /**
   * Waits for what controllers put into a new namespace: Pods are refused until the default
   * account is there, and a list of ConfigMaps changes when the one of the root CA comes.
   */
  async untilUsable(): Promise<void> {
    const inNamespace = '/api/v1/namespaces/${ns}'
    await this.#wait({
      path: `${inNamespace}/serviceaccounts/default`,
      at: 'kind',
      is: 'ServiceAccount'
    })
    await this.#wait({
      path: `${inNamespace}/configmaps/kube-root-ca.crt`,
      at: 'kind',
      is: 'ConfigMap'
    })
  }

  async play(step: Step, number: string): Promise<void> {
    if ('apply' in step) {
      const objects = this.#filled(step.apply) as readonly KubeObject[]
      await applyAll(
        this.#stage.cluster,
        objects.map(one => this.#inNamespace(one))
      )
      this.#isFresh = true
    } else if ('call' in step) {
      const answer = await this.#call(step.call)
      for (const [name, path] of Object.entries(step.save ?? {}))
        this.#names.set(name, String(pick(answer, path)))
      if (step.call.method !== 'GET') this.#isFresh = true
      this.answers[number] = this.#normaliser.value(step.see ? picks(answer, step.see) : answer)
    } else if ('watch' in step) {
      this.answers[number] = this.#normaliser.value(await this.#watch(step.watch))
    } else if ('wait' in step) {
      await this.#wait(step.wait)
    } else {
      const answer =
        step.until === undefined
          ? await this.#run(step.run)
          : await this.#runUntil(step.run, step.until)
      this.answers[number] = this.#normaliser.value(step.see ? picks(answer, step.see) : answer)
    }
  }

  async #call(call: ApiCall): Promise<unknown> {
    const { method, path, query, type, body, headers } = this.#filled(call) as ApiCall
    if (method === 'GET' && /\/endpoint(s|slices)\b/.test(path))
      await this.#stage.keepStep(this.#namespace)
    const contentType = type === undefined ? 'application/json' : contentTypes[type]
    const response = await this.#stage.transport.request({
      method,
      path,
      ...(query && { query }),
      headers: {
        'content-type': contentType,
        accept: 'application/json',
        'user-agent': 'scene/1',
        ...headers
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
    })
    return { status: response.status, body: parsed(response.body) }
  }

  async #watch(call: WatchCall): Promise<unknown> {
    const { path, query, events, see } = this.#filled(call) as WatchCall
    const stop = new AbortController()
    const stream = await this.#stage.transport.stream({
      method: 'GET',
      path,
      query: { ...query, watch: 'true', timeoutSeconds: '60' },
      signal: stop.signal
    })
    let text = ''
    const quiet = setTimeout(() => stop.abort(), 60_000)
    try {
      for await (const chunk of stream.chunks) {
        text += chunk
        if (text.split('\n').length > events) break
      }
    } catch (thrown) {
      if (!stop.signal.aborted) throw thrown
    } finally {
      clearTimeout(quiet)
      stop.abort()
    }
    const lines = text.split('\n').filter(line => line !== '')
    const seen = lines.slice(0, events).map(line => parsed(line))
    return { status: stream.status, events: seen.map(one => (see ? picks(one, see) : one)) }
  }

  async #wait(wait: Wait): Promise<void> {
    const { path, query, at, is } = this.#filled(wait) as Wait
    let last: unknown
    await until(
      `${at} of ${path} is ${JSON.stringify(is)}`,
      240_000,
      async () => {
        const { body } = (await this.#call({
          method: 'GET',
          path,
          ...(query && { query })
        })) as { readonly body: unknown }
        last = pick(body, at)
        return JSON.stringify(last ?? null) === JSON.stringify(is)
      },
      () => `It is ${JSON.stringify(last)}.`
    )
    this.#isFresh = true
  }

  /** The first answer that fits. */
  async #runUntil(run: Run, pattern: string): Promise<unknown> {
    const wanted = new RegExp(`^(?:${String(this.#filled(pattern))})$`)
    let answer: unknown
    await until(
      `${run.command.join(' ')} prints ${pattern}`,
      240_000,
      async () => {
        answer = await this.#run(run)
        return wanted.test(String(pick(answer, 'stdout')).trim())
      },
      () => `It is ${JSON.stringify(answer)}.`
    )
    return answer
  }

  async #run(run: Run): Promise<unknown> {
    const namespace = this.#namespace
    if (this.#isFresh) await this.#stage.settle(namespace)
    this.#isFresh = false
    const { pod, command } = this.#filled(run) as Run
    const name = pod.includes('=') ? await this.#podWith(pod) : pod
    const exec = (): ReturnType<Stage['cluster']['exec']> =>
      this.#stage.cluster.exec({ namespace, name }, undefined, command)
    let result = await exec()
    // A connection that was cut on a busy machine is no answer to compare.
    for (let i = 0; i < 3 && !result.ok && result.error.reason === 'unreachable'; i++)
      result = await exec()
    if (!result.ok) return { error: result.error.message }
    const { exitCode, stdout, stderr } = result.value
    return { exitCode, stdout, stderr }
  }

  async #podWith(label: string): Promise<string> {
    const options = { namespace: this.#namespace, labelSelector: label }
    const pods = await this.#stage.cluster.list({ apiVersion: 'v1', kind: 'Pod' }, options)
    if (!pods.ok) throw new Error(pods.error.message)
    const running = pods.value.items.filter(one => pick(one, 'status.phase') === 'Running')
    const [first] = running.filter(one => pick(one, 'metadata.deletionTimestamp') === undefined)
    if (first?.metadata.name === undefined) throw new Error(`No Pod with ${label} runs.`)
    return first.metadata.name
  }

  #inNamespace(object: KubeObject): KubeObject {
    const metadata = { namespace: this.#namespace, ...object.metadata }
    return { ...object, metadata }
  }

  #filled(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replace(
        /\$\{(\w+)\}/g,
        (_, name: string) => this.#names.get(name) ?? `<no ${name}>`
      )
    if (Array.isArray(value)) return value.map(item => this.#filled(item))
    if (!isRecord(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.#filled(inner)])
    )
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
