import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { failed, ok, type Result } from '../base/result.ts'
import type { ClusterError } from '../cluster/cluster-error.ts'
import { isPracticeKubeconfig, tokenIn } from './practice-kubeconfig.ts'

/**
 * Puts the practice cluster's kubeconfig into a file that only this person can read. A file of anybody
 * else's making is never touched: only one that an earlier practice cluster has left is replaced.
 */
export async function writePracticeKubeconfig(
  file: string,
  kubeconfig: string
): Promise<Result<{ readonly file: string }, ClusterError>> {
  const target = path.resolve(file)
  const there = await readIfThere(target)
  if (!there.ok) return there
  if (there.value !== undefined && !isPracticeKubeconfig(there.value))
    return failed({
      reason: 'kubeconfig',
      message: `${target} exists and is not the kubeconfig of a practice cluster, so it stays as it is.`,
      hint: 'Name a file that does not exist yet.'
    })
  // Written beside and moved, so that a reader never sees half of it.
  const draft = `${target}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await writeFile(draft, kubeconfig, { mode: 0o600, flag: 'wx' })
    await rename(draft, target)
    return ok({ file: target })
  } catch (thrown) {
    await rm(draft, { force: true })
    return failed(unwritable(target, thrown))
  }
}

/** Removes the file if it still is the kubeconfig that was written there, whatever kubectl has set in it. */
export async function removePracticeKubeconfig(file: string, kubeconfig: string): Promise<void> {
  const there = await readIfThere(file)
  if (!there.ok || there.value === undefined || !isPracticeKubeconfig(there.value)) return
  if (tokenIn(there.value) === tokenIn(kubeconfig)) await rm(file, { force: true })
}

async function readIfThere(file: string): Promise<Result<string | undefined, ClusterError>> {
  try {
    return ok(await readFile(file, 'utf8'))
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    return code === 'ENOENT' ? ok(undefined) : failed(unwritable(file, thrown))
  }
}

function unwritable(file: string, thrown: unknown): ClusterError {
  const { code = 'unknown' } = thrown as NodeJS.ErrnoException
  return {
    reason: 'kubeconfig',
    message: `The kubeconfig can't be written to ${file} (${code}).`,
    hint: 'Name a file in a folder that you may write to.'
  }
}
