import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { applyAll, readObjects, untilRolledOut } from '../parts/objects.ts'
import { pick } from '../scene/pick.ts'

const limit = 240_000

/**
 * Tells when every node has taken hold of what was written before. An API server accepts a policy or a
 * Service long before packets notice, and nothing in an object says when they do. So something new is written
 * behind it, a Service and a policy of the barrier's own, and is waited for: who programs a node takes changes
 * in their order.
 */
export class Barrier {
  readonly #cluster: Cluster
  readonly #namespace = `netlabs-barrier-${randomBytes(3).toString('hex')}`
  readonly #enforces: boolean
  #clients: readonly string[] = []
  #guarded = ''
  #rounds = 0
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  /** @param enforces whether the cluster enforces policies; one that does not has none to wait for */
  constructor(cluster: Cluster, enforces = true) {
    this.#cluster = cluster
    this.#enforces = enforces
  }

  async open(): Promise<void> {
    const file = path.join(projectRoot, 'test/cluster/manifests/barrier.yaml')
    const text = readFileSync(file, 'utf8').replaceAll('@NAMESPACE@', this.#namespace)
    await applyAll(this.#cluster, readObjects(text))
    await untilRolledOut(this.#cluster, this.#namespace, 'client', limit)
    await until('the servers of the barrier have addresses', limit, async () => {
      const pods = await this.#cluster.list(podType, { namespace: this.#namespace })
      if (!pods.ok) throw new Error(pods.error.message)
      const isClient = ({ metadata }: KubeObject): boolean => metadata.labels?.role === 'client'
      this.#clients = pods.value.items.filter(isClient).map(({ metadata }) => metadata.name ?? '')
      const guarded = pods.value.items.find(({ metadata }) => metadata.name === 'guarded')
      this.#guarded = textAt(guarded, 'status.podIP')
      return this.#guarded !== ''
    })
  }

  /** Waits until what was written before this call is in force. Those who come meanwhile wait for one round. */
  pass(): Promise<void> {
    // A round that failed has told those who waited for it, and is no reason not to try another.
    const before = this.#running.catch(() => {})
    this.#next ??= before.then(() => {
      this.#next = undefined
      this.#running = this.#round()
      return this.#running
    })
    return this.#next
  }

  async close(): Promise<void> {
    await this.#cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: this.#namespace })
  }

  async #round(): Promise<void> {
    const round = ++this.#rounds
    const isClosed = this.#enforces && round % 2 === 1
    const service = await this.#openService(`round-${round}`)
    if (isClosed) await applyAll(this.#cluster, [this.#policy()])
    else await this.#cluster.delete(policyRef(this.#namespace))
    await until('the cluster has taken hold of a new Service and a policy', limit, async () => {
      const seen = await Promise.all(
        this.#clients.map(async client => {
          const isOpen = await this.#reaches(client, this.#guarded)
          return isOpen !== isClosed && (await this.#reaches(client, service, 80))
        })
      )
      return !seen.includes(false)
    })
    await this.#cluster.delete({
      apiVersion: 'v1',
      kind: 'Service',
      namespace: this.#namespace,
      name: `round-${round}`
    })
  }

  /** Its address; a name would be looked up first, and that takes another way. */
  async #openService(name: string): Promise<string> {
    const made = await this.#cluster.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: this.#namespace },
      spec: { selector: { role: 'server' }, ports: [{ port: 80, targetPort: 8080 }] }
    })
    if (!made.ok) throw new Error(made.error.message)
    return textAt(made.value, 'spec.clusterIP')
  }

  #policy(): KubeObject {
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed', namespace: this.#namespace },
      spec: { podSelector: { matchLabels: { role: 'guarded' } }, policyTypes: ['Ingress'] }
    }
  }

  async #reaches(client: string, address: string, port = 8080): Promise<boolean> {
    const host = address.includes(':') ? `[${address}]` : address
    const url = `http://${host}:${port}/hostname`
    const command = ['curl', '-s', '-o', '/dev/null', '--max-time', '1', url]
    const pod = { namespace: this.#namespace, name: client }
    const result = await this.#cluster.exec(pod, undefined, command)
    if (!result.ok) throw new Error(result.error.message)
    return result.value.exitCode === 0
  }
}

const podType = { apiVersion: 'v1', kind: 'Pod' }

function policyRef(namespace: string): Parameters<Cluster['delete']>[0] {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace, name: 'closed' }
}

function textAt(object: KubeObject | undefined, at: string): string {
  const found = pick(object, at)
  return typeof found === 'string' ? found : ''
}
