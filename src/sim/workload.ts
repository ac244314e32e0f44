import type { Container, Pod } from '../model/pod.ts'

/** What the main command of a container did, when it is one that ends by itself. */
export interface CommandEnd {
  readonly exitCode: number
  /** What it wrote to stdout and stderr. */
  readonly output: string
}

/** What runs inside of containers, as far as the practice cluster can say. */
export interface Workload {
  /** Whether a process in the Pod listens on a port. */
  listens(pod: Pod, port: number, protocol: 'TCP' | 'UDP' | 'SCTP'): boolean
  /**
   * Runs the main command of a container to its end; undefined for one that runs for good. When it would be
   * started again, only what is sure to end at once counts as ending.
   */
  runToEnd(pod: Pod, container: Container, restarts: boolean): CommandEnd | undefined
  /** Whether a container that failed at its start would start now. */
  recovers(pod: Pod, container: Container): boolean
  /** What the container of a Pod has logged so far. */
  log(pod: Pod, container: Container): string
}
