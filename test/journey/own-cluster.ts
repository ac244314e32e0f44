import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** The name under which the user's kubeconfig knows the cluster. */
export const ownContext = 'kind-lab'

export interface OwnCluster {
  readonly kubeconfig: string
  /** A digest of the kubeconfig as it is now. */
  digest(): string
  stop(): Promise<void>
}

/**
 * Starts a cluster that the editor knows nothing of: a second practice cluster in a process of its own,
 * reached as any cluster is, by the kubeconfig that KUBECONFIG names.
 */
export async function startOwnCluster(root: string, folder: string): Promise<OwnCluster> {
  const written = path.join(folder, 'sim.kubeconfig')
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), 'sim', '--kubeconfig', written],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  )
  await once(createInterface({ input: child.stdout }), 'line')
  const kubeconfig = path.join(folder, 'kubeconfig')
  const text = readFileSync(written, 'utf8')
    .replace(/^(current-context:) practice$/m, `$1 ${ownContext}`)
    .replace(/^(contexts:\n {2}- name:) practice$/m, `$1 ${ownContext}`)
  writeFileSync(kubeconfig, text)
  const ended = once(child, 'exit')
  return {
    kubeconfig,
    digest: () => createHash('sha256').update(readFileSync(kubeconfig)).digest('hex'),
    async stop() {
      child.kill('SIGTERM')
      await ended
    }
  }
}
