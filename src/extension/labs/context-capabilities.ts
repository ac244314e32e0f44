import { workspace } from 'vscode'
import type { Disposable } from '../../base/disposable.ts'
import { Disposables } from '../../base/disposable.ts'
import { Emitter } from '../../base/events.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import { detectCapability, type CapabilityFinding } from '../../labs/capabilities.ts'
import { capabilityWords, howToBring } from '../../labs/how-to-get.ts'
import type { LabCluster } from '../../labs/lab-cluster.ts'
import type { Capability } from '../../labs/lab-definition.generated.ts'
import type { Lab } from '../../labs/lab.ts'
import { neededAnywhere, requirementsOf } from '../../labs/requirements.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import type { LogChannel } from '../host/log-channel.ts'
import type { LabLibrary } from './lab-library.ts'

type Step = Lab['steps'][number]

/** Milliseconds after the last change of the cluster: what was installed needs time to come up anyway. */
const quiet = 1_500

/**
 * What the connected context can do for the labs, looked at when a context is connected and after something was
 * written. Of a real cluster objects are read and nothing else: a dry run is a request that nobody has asked for
 * here, so what only one can tell stays open until a step is verified.
 */
export class ContextCapabilities implements Disposable {
  readonly #session: ClusterSession
  readonly #library: LabLibrary
  readonly #log: LogChannel
  readonly #changes = new Emitter<undefined>()
  readonly #disposables = new Disposables()
  #found: ReadonlyMap<Capability, CapabilityFinding> = new Map()
  #context: string | undefined
  #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined

  readonly onChange = this.#changes.event

  constructor(session: ClusterSession, library: LabLibrary, log: LogChannel) {
    this.#session = session
    this.#library = library
    this.#log = log
    const own = this.#disposables
    own.add(session.onChange(() => this.#follow()))
    own.add(session.second.onChange(() => this.#askSoon(0)))
    own.add(session.onWrite(() => this.#askSoon()))
    own.add(library.onChange(() => this.#askSoon()))
  }

  /** What was found out; undefined when nobody asked yet. */
  of(capability: Capability): CapabilityFinding | undefined {
    return this.#found.get(capability)
  }

  /** What the context lacks for the whole lab, in words. */
  missingForLab(lab: Lab): readonly string[] {
    return this.#missing(lab.requires)
  }

  /** What the context lacks for a step, in words. */
  missingForStep(lab: Lab, step: Step): readonly string[] {
    return this.#missing(step.checks.flatMap(check => requirementsOf(lab, step, check)))
  }

  /** What to do about the first thing that a step lacks; undefined when it lacks nothing. */
  helpFor(lab: Lab, step: Step): string | undefined {
    const [first] = this.#lacking(step.checks.flatMap(check => requirementsOf(lab, step, check)))
    const { state } = this.#session
    return first === undefined || state.kind !== 'connected'
      ? undefined
      : howToBring(first, {
          simulated: state.cluster.simulated,
          lab: { id: lab.id, needs: neededAnywhere(lab) }
        })
  }

  /** Whether the context can carry every step of a lab; undefined while nobody knows. */
  carries(lab: Lab): boolean | undefined {
    if (this.#found.size === 0) return undefined
    return lab.steps.every(step => this.missingForStep(lab, step).length === 0)
  }

  dispose(): void {
    clearTimeout(this.#timer)
    this.#stop.abort()
    this.#disposables.dispose()
    this.#changes.dispose()
  }

  #missing(capabilities: readonly Capability[]): readonly string[] {
    return this.#lacking(capabilities).map(one => capabilityWords[one].needs)
  }

  #lacking(capabilities: readonly Capability[]): readonly Capability[] {
    return [...new Set(capabilities)].filter(one => this.#found.get(one)?.state === 'no')
  }

  #follow(): void {
    const { state } = this.#session
    const connected = state.kind === 'connected' ? state.cluster.context : undefined
    if (connected === this.#context) return
    this.#context = connected
    this.#stop.abort()
    this.#found = new Map()
    this.#changes.fire(undefined)
    this.#askSoon(0)
  }

  #askSoon(wait = quiet): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), wait)
  }

  async #ask(): Promise<void> {
    const { state, isUnlocked } = this.#session
    if (state.kind !== 'connected' || !isUnlocked) return
    if (!workspace.isTrusted && !state.cluster.simulated) return
    this.#stop.abort()
    const { signal } = (this.#stop = new AbortController())
    const cluster = state.cluster.simulated ? state.cluster : readOnly(state.cluster)
    const wanted = new Set(
      this.#library.entries.flatMap(({ lab }) =>
        lab.steps.flatMap(step => step.checks.flatMap(check => requirementsOf(lab, step, check)))
      )
    )
    const found = new Map<Capability, CapabilityFinding>()
    try {
      for (const capability of wanted)
        found.set(
          capability,
          await detectCapability(capability, {
            cluster,
            // Only whether there is one is asked; it need not be started or signed in to for that.
            ...(this.#session.second.isThere && { other: cluster }),
            signal
          })
        )
    } catch (error) {
      if (!signal.aborted) this.#log.error('What the cluster can do could not be found out.', error)
      return
    }
    this.#found = found
    this.#changes.fire(undefined)
  }
}

/** A cluster of which objects can be read. What only a dry run or a review of rights can tell is unknown then. */
function readOnly(cluster: Cluster): LabCluster {
  const { context, simulated } = cluster
  return {
    context,
    simulated,
    get: (ref, options) => cluster.get(ref, options),
    list: (type, options) => cluster.list(type, options),
    exec: (pod, container, command, options) => cluster.exec(pod, container, command, options)
  }
}
