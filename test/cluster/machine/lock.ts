import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ClusterFailure } from './cluster-failure.ts'

/**
 * Does something that only one process of this machine may do at a time. A lock whose process is gone counts
 * for nothing.
 * @param what a name, such as that of a cluster
 * @throws ClusterFailure that names the process which is at it
 */
export async function withLock<Value>(
  { file, what }: { readonly file: string; readonly what: string },
  act: () => Promise<Value>
): Promise<Value> {
  mkdirSync(path.dirname(file), { recursive: true })
  const holder = holderOf(file)
  if (holder !== undefined && holder !== process.pid)
    throw new ClusterFailure(
      `${what} is being brought up or down by process ${holder} already. Wait until that has ended, or stop it.`
    )
  writeFileSync(file, String(process.pid))
  try {
    return await act()
  } finally {
    rmSync(file, { force: true })
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // A number that was used again belongs to some other program by now.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node') ? pid : undefined
  } catch {
    return undefined
  }
}
