import type { Protocol } from '../model/kinds.ts'
import type { Container, Pod } from '../model/pod.ts'
import { declaredPortsOf } from '../model/workloads.ts'

/** Whether a Pod listens at a port; undefined when the one who is asked doesn't know. */
export type Listening = (pod: Pod, port: number, protocol: Protocol) => boolean | undefined

export interface Listener {
  readonly listens: boolean
  /** The container that declares the port. */
  readonly container?: Container
  /** Where the answer comes from: told by the caller, or read from what the containers declare. */
  readonly by: 'caller' | 'declaration'
}

/**
 * Who listens at a port of a Pod. Without a caller that knows better, a declared containerPort counts as
 * listening and an undeclared one as closed, although a program may listen without declaring anything.
 */
export function listenerAt(
  pod: Pod,
  port: number,
  protocol: Protocol,
  listening?: Listening
): Listener {
  const container = declaredPortsOf(pod.spec).find(
    declared => declared.containerPort === port && (declared.protocol ?? 'TCP') === protocol
  )?.container
  const told = listening?.(pod, port, protocol)
  return {
    listens: told ?? container !== undefined,
    ...(container && { container }),
    by: told === undefined ? 'declaration' : 'caller'
  }
}
