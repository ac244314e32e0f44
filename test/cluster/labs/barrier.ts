import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { inUrl } from '../outside.ts'
import { untilInStep } from '../parts/in-step.ts'
import { applyAll, readObjects, untilRolledOut } from '../parts/objects.ts'
import { pick } from '../scene/pick.ts'

const limit = 300_000

/**
 * Tells when every node and the cluster DNS have taken hold of what was written before. An API server accepts a
 * policy or a Service long before packets notice, and nothing in an object says when they do. So something new is
 * written behind it, Services, labels and a policy of the barrier's own, and is waited for: who programs a node, and
 * who answers for names, takes changes of each kind in their order.
 */
export class Barrier {
  readonly #cluster: Cluster
  readonly #namespace = `netlabs-barrier-${randomBytes(3).toString('hex')}`
  readonly #enforces: boolean
  #clients: readonly string[] = []
  #guarded: readonly { readonly name: string; readonly address: string }[] = []
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
    for (const name of ['client', 'guarded'])
      await untilRolledOut(this.#cluster, this.#namespace, name, limit)
    await untilInStep(this.#cluster, this.#namespace, limit)
    const pods = await this.#cluster.list(podType, { namespace: this.#namespace })
    if (!pods.ok) throw new Error(pods.error.message)
    const ofRole = (role: string): readonly KubeObject[] =>
      pods.value.items.filter(({ metadata }) => metadata.labels?.role === role)
    this.#clients = ofRole('client').map(({ metadata }) => metadata.name ?? '')
    this.#guarded = ofRole('guarded').map(pod => ({
      name: pod.metadata.name ?? '',
      address: textAt(pod, 'status.podIP')
    }))
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
    // Another port than the round before, so that what opened that one opens this one never.
    const port = round % 2 === 1 ? 8080 : 9090
    const name = `round-${round}`
    const urls = [`http://${inUrl(await this.#openServices(name))}/hostname`]
    if (this.#enforces) {
      await this.#letIn(name, port)
      for (const { address } of this.#guarded)
        urls.push(`http://${inUrl(address)}:${port}/hostname`)
    }
    // The names come last: a DNS server keeps for a while that it does not know one.
    urls.push(`http://${name}/hostname`, `http://direct-${round}:8080/hostname`)
    let silent: readonly string[] = []
    await until(
      'the cluster has taken hold of a new Service and a policy',
      limit,
      async () => {
        const seen = await Promise.all(this.#clients.map(client => this.#silentFor(client, urls)))
        silent = seen.filter(one => one !== '')
        return silent.length === 0
      },
      () => `Nobody answers at ${silent.join(', ')}.`
    )
    const { namespace, cluster } = { namespace: this.#namespace, cluster: this.#cluster }
    for (const one of [name, `direct-${round}`])
      await cluster.delete({ apiVersion: 'v1', kind: 'Service', namespace, name: one })
    await cluster.delete({ apiVersion: 'networking.k8s.io/v1', kind, namespace, name })
  }

  /** A Service with an address, which this gives, and one that has names of its Pods alone. */
  async #openServices(name: string): Promise<string> {
    const made = await this.#cluster.create(this.#service(name, {}))
    if (!made.ok) throw new Error(made.error.message)
    const direct = this.#service(name.replace('round', 'direct'), { clusterIP: 'None' })
    const headless = await this.#cluster.create(direct)
    if (!headless.ok) throw new Error(headless.error.message)
    return textAt(made.value, 'spec.clusterIP')
  }

  #service(name: string, more: object): KubeObject {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: this.#namespace },
      spec: { selector: { role: 'server' }, ports: [{ port: 80, targetPort: 8080 }], ...more }
    }
  }

  /**
   * Lets clients in at a port of the guarded Pods, by new labels of the Pods and of the Namespace and a new policy.
   * An enforcer watches each of these kinds by itself, so only who has seen all three opens the port.
   */
  async #letIn(round: string, port: number): Promise<void> {
    const namespace = this.#namespace
    const labels = { 'netlabs/round': round }
    const refs = [
      { apiVersion: 'v1', kind: 'Namespace', name: namespace },
      ...this.#guarded.map(({ name }) => ({ ...podType, namespace, name }))
    ]
    for (const ref of refs) {
      const patched = await this.#cluster.patch(ref, { metadata: { labels } }, { type: 'merge' })
      if (!patched.ok) throw new Error(patched.error.message)
    }
    const from = [
      { namespaceSelector: { matchLabels: labels }, podSelector: { matchLabels: client } }
    ]
    await applyAll(this.#cluster, [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind,
        metadata: { name: round, namespace },
        spec: { podSelector: { matchLabels: labels }, ingress: [{ from, ports: [{ port }] }] }
      }
    ])
  }

  /** The first of these that a client gets no answer from; empty when each answers. */
  async #silentFor(name: string, urls: readonly string[]): Promise<string> {
    const script =
      'for url; do curl -s -o /dev/null --max-time 2 "$url" || { echo "$url"; exit; }; done'
    const pod = { namespace: this.#namespace, name }
    const result = await this.#cluster.exec(pod, undefined, ['sh', '-c', script, 'sh', ...urls])
    if (!result.ok) throw new Error(result.error.message)
    return result.value.stdout.trim()
  }
}

const kind = 'NetworkPolicy'
const client = { role: 'client' }
const podType = { apiVersion: 'v1', kind: 'Pod' }

function textAt(object: KubeObject | undefined, at: string): string {
  const found = pick(object, at)
  return typeof found === 'string' ? found : ''
}
