import type { Container, Pod } from '../model/pod.ts'
import type { Backend } from './backend.ts'
import { coreDnsFailure, coreDnsLog, isCoreDns } from './core-dns.ts'
import { contextOf, runCommand } from './exec/run-command.ts'
import { waitsForInput } from './exec/attach.ts'
import { behaviourOf, listensByImage, mainCommandOf } from './images.ts'
import type { CommandEnd, Workload } from './workload.ts'

/** A command longer than this runs for good: `sleep 3600` keeps a Pod alive. Milliseconds. */
const longest = 300_000

/** A command that is started again and again is back sooner than this. Milliseconds. */
const shortest = 10_000

/** What the containers of the practice cluster do. */
export function workloadOf(backend: Backend): Workload {
  const ended = new Map<string, CommandEnd>()
  const keyOf = (pod: Pod, container: Container): string =>
    `${pod.metadata.uid ?? ''}/${container.name}`

  return {
    listens: (pod, port, protocol) => listensByImage(pod, port, protocol) ?? false,
    runToEnd: (pod, container, restarts) => {
      const failure = coreDnsFailure(backend, pod, container)
      const end =
        failure === undefined
          ? mainCommandEnd(backend, pod, container, restarts)
          : { exitCode: 1, output: failure }
      if (end) ended.set(keyOf(pod, container), end)
      else ended.delete(keyOf(pod, container))
      return end
    },
    recovers: (pod, container) =>
      isCoreDns(container) && coreDnsFailure(backend, pod, container) === undefined,
    log: (pod, container) => {
      const end = ended.get(keyOf(pod, container))
      if (end) return end.output
      const dns = isCoreDns(container) ? coreDnsLog(backend, pod) : undefined
      if (dns !== undefined) return dns
      return (
        `Container ${container.name} (image ${container.image ?? ''}) is simulated by the practice cluster: ` +
        `its program does not run, so it writes no log of its own.\n`
      )
    }
  }
}

/** Exit codes of commands that the practice cluster doesn't understand. */
const notUnderstood = [2, 126, 127]

/** Runs the command that a container was made for, if it is one of those that the cluster answers. */
function mainCommandEnd(
  backend: Backend,
  pod: Pod,
  container: Container,
  restarts: boolean
): CommandEnd | undefined {
  const command = mainCommandOf(container)
  if (command.length === 0 || waitsForInput(container)) return undefined
  if ((behaviourOf(container)?.ports.length ?? 0) > 0) return undefined
  const result = runCommand(command, contextOf(backend, pod, container, ''))
  if (result.elapsed > (restarts ? shortest : longest)) return undefined
  if (restarts && notUnderstood.includes(result.exitCode)) return undefined
  return { exitCode: result.exitCode, output: result.output.map(part => part.text).join('') }
}
