import { chooseRuns, findRuns, removeRun } from '../labs/lab-runs.ts'
import type { CliIo } from './cli-io.ts'
import { CommandFailure } from './command-failure.ts'
import { openLabCluster, sentencesOf } from './lab-cluster.ts'
import type { LabOptions } from './lab-options.ts'

/** `netlabs lab clean`: 0 when nothing stays, 1 when something does. */
export async function cleanRuns(options: LabOptions, io: CliIo): Promise<number> {
  const opened = await openLabCluster(options, io)
  try {
    const { cluster } = opened
    const found = await findRuns(cluster, { signal: io.stop })
    if (!found.ok) throw new CommandFailure(sentencesOf(found.error))
    const { runs, unread } = found.value
    const [lab] = options.ids
    const chosen = chooseRuns(runs, { run: options.run, lab })
    if (!chosen.ok) throw new CommandFailure(chosen.error)
    if (unread.length > 0)
      io.err(`These kinds can't be listed, so nothing is known of them: ${unread.join(', ')}.\n`)
    const left: string[] = []
    for (const run of chosen.value) {
      io.out(`Run ${run.run} of ${run.lab}: ${run.objects.length} objects\n`)
      for (const { kind, namespace, name } of run.objects)
        io.out(`  ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}\n`)
      if (!options.dryRun) left.push(...(await removeRun(cluster, run)))
    }
    if (chosen.value.length === 0)
      io.out(`Nothing of a lab is left in context ${cluster.context}.\n`)
    else if (!options.dryRun && left.length === 0) io.out('All of it is being removed.\n')
    for (const sentence of left) io.err(`${sentence}\n`)
    return left.length === 0 ? 0 : 1
  } finally {
    opened.dispose()
  }
}
