import type { Container, Pod } from '../model/pod.ts'
import { type CorefileProblem, isProblem } from '../net/corefile/corefile-text.ts'
import { readCorefile } from '../net/corefile/corefile.ts'
import { mountedCorefile } from '../net/corefile/dns-server-pod.ts'
import { networkOf } from '../net/network.ts'
import { isPodReady } from '../model/pod.ts'
import type { Backend } from './backend.ts'

/** What a CoreDNS Pod runs with: the last Corefile that it could use. */
interface Running {
  readonly text: string
  /** The one that it looked at last, good or bad. */
  readonly seen: string
  readonly log: readonly string[]
}

const running = new WeakMap<Backend, Map<string, Running>>()

const fileName = '/etc/coredns/Corefile'

/**
 * Lets every CoreDNS Pod look at its Corefile: a new Pod starts with it, a running one takes up changes when
 * the reload plugin is on, and keeps the last good one otherwise.
 */
export function reconcileCoreDns(backend: Backend): void {
  const states = running.get(backend) ?? new Map<string, Running>()
  running.set(backend, states)
  for (const pod of dnsPods(backend)) {
    const text = corefileFor(backend, pod)
    const uid = pod.metadata.uid ?? ''
    if (text === undefined || pod.status?.phase !== 'Running') continue
    const state = states.get(uid)
    if (!state) states.set(uid, started(text))
    else if (state.seen !== text) states.set(uid, afterChange(state, text))
  }
}

function started(text: string): Running {
  const corefile = readCorefile(text)
  const zones = isProblem(corefile) ? [] : corefile.servers.flatMap(server => server.zones)
  const log = [...zones.map(zone => `${zone}.:53`), 'CoreDNS-1.14.1', 'linux, simulated']
  return { text, seen: text, log }
}

function afterChange(state: Running, text: string): Running {
  const before = readCorefile(state.text)
  if (isProblem(before) || !before.reloads) return { ...state, seen: text }
  const after = readCorefile(text)
  if (isProblem(after)) return { ...state, seen: text, log: [...state.log, refusal(after)] }
  const log = [...state.log, '[INFO] Reloading', '[INFO] Reloading complete']
  return { text, seen: text, log }
}

/** A text that can't be taken apart is noticed before the restart, a wrong setting by it. */
function refusal(problem: CorefileProblem): string {
  const isSyntax = /^(Syntax error|Unexpected)/.test(problem.message)
  return isSyntax
    ? `[WARNING] plugin/reload: Corefile parse failed: ${placed(problem)}`
    : `[ERROR] plugin/reload: Corefile changed but reload failed: ${placed(problem)}`
}

function placed({ line, message }: CorefileProblem): string {
  return `${fileName}:${line} - ${message}`
}

/** The Corefile that the cluster's DNS answers by now; undefined when no Pod of it runs. */
export function activeCorefile(backend: Backend): string | undefined {
  const states = running.get(backend)
  const pod = dnsPods(backend).find(one => isPodReady(one) && isOfCluster(one))
  return states?.get(pod?.metadata.uid ?? '')?.text
}

/** What a CoreDNS container has logged; undefined for containers of other programs. */
export function coreDnsLog(backend: Backend, pod: Pod): string | undefined {
  const state = running.get(backend)?.get(pod.metadata.uid ?? '')
  return state && `${state.log.join('\n')}\n`
}

/** What CoreDNS says as it gives up on its Corefile; undefined when it starts. */
export function coreDnsFailure(
  backend: Backend,
  pod: Pod,
  container: Container
): string | undefined {
  if (!isCoreDns(container)) return undefined
  const text = corefileFor(backend, pod)
  const corefile = text === undefined ? undefined : readCorefile(text)
  return corefile && isProblem(corefile) ? `${placed(corefile)}\n` : undefined
}

export function isCoreDns(container: Container): boolean {
  return /(^|\/)coredns(:|@|$)/.test(container.image ?? '')
}

function corefileFor(backend: Backend, pod: Pod): string | undefined {
  return mountedCorefile(networkOf(backend.store.list('/configmaps')), pod)?.text
}

function dnsPods(backend: Backend): readonly Pod[] {
  return (backend.store.list('/pods') as Pod[]).filter(pod => pod.spec?.containers?.some(isCoreDns))
}

function isOfCluster({ metadata }: Pod): boolean {
  return metadata.namespace === 'kube-system' && metadata.labels?.['k8s-app'] === 'kube-dns'
}
