import { failed, ok } from '../../src/base/result.ts'
import type { LabCluster, LabClusterError } from '../../src/labs/lab-cluster.ts'

interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A cluster that answers nothing but this error. */
export function refusing(cluster: LabCluster, reason: string): LabCluster {
  const error = errorOf(reason)
  return {
    ...cluster,
    get: () => Promise.resolve(failed(error)),
    list: () => Promise.resolve(failed(error)),
    exec: () => Promise.resolve(failed(error)),
    forward: () => Promise.resolve(failed(error)),
    previewOf: () => Promise.resolve(failed(error))
  }
}

/** A cluster that runs no command. */
export function refusingExec(cluster: LabCluster, reason: string): LabCluster {
  return { ...cluster, exec: () => Promise.resolve(failed(errorOf(reason))) }
}

/** A cluster that hides the objects of a kind from lists. */
export function hiding(cluster: LabCluster, ...kinds: readonly string[]): LabCluster {
  return {
    ...cluster,
    list: (type, options) =>
      kinds.includes(type.kind) ? Promise.resolve(ok({ items: [] })) : cluster.list(type, options)
  }
}

/** A cluster whose Pods are still Ready and are being deleted. */
export function terminating(cluster: LabCluster): LabCluster {
  return {
    ...cluster,
    list: async (type, options) => {
      const answer = await cluster.list(type, options)
      if (!answer.ok || type.kind !== 'Pod') return answer
      const items = answer.value.items.map(pod => ({
        ...pod,
        metadata: {
          ...pod.metadata,
          deletionTimestamp: '2026-01-01T00:00:00Z'
        }
      }))
      return ok({ ...answer.value, items })
    }
  }
}

/** A cluster that has taken a change of this kind's objects which no controller has seen yet. */
export function unobserved(cluster: LabCluster, kind: string): LabCluster {
  return {
    ...cluster,
    get: async (ref, options) => {
      const answer = await cluster.get(ref, options)
      if (!answer.ok || ref.kind !== kind) return answer
      const { metadata } = answer.value
      const generation = (metadata.generation ?? 0) + 1
      return ok({ ...answer.value, metadata: { ...metadata, generation } })
    }
  }
}

/**
 * A cluster whose commands end as `change` says: it is given the program, its last argument and how the
 * command ended, and gives what is seen instead.
 */
export function answering(
  cluster: LabCluster,
  change: (program: string, asked: string, outcome: Outcome, pod: string) => Outcome
): LabCluster {
  return {
    ...cluster,
    exec: async (pod, container, command, options) => {
      const answer = await cluster.exec(pod, container, command, options)
      if (!answer.ok) return answer
      const [program = ''] = command
      const where = `${pod.namespace}/${pod.name}`
      return ok(change(program, command.at(-1) ?? '', answer.value, where))
    }
  }
}

/** What curl prints for a page, with the report that the probe asks for. */
export function curlAnswer(body: string): Outcome {
  return {
    exitCode: 0,
    stdout: `${body}\n200 0.001 0.004 10.0.0.1`,
    stderr: ''
  }
}

export const curlTimeout: Outcome = {
  exitCode: 28,
  stdout: '\n000 0.000 3.001 ',
  stderr: 'curl: (28) Connection timed out after 3001 milliseconds\n'
}

export const nslookupSilent: Outcome = {
  exitCode: 1,
  stdout: '',
  stderr: ';; connection timed out; no servers could be reached\n'
}

function errorOf(reason: string): LabClusterError {
  return {
    reason,
    message: `The cluster says ${reason}.`,
    hint: 'Do something about it.'
  }
}
