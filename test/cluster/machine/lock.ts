import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  const holder = take(file)
  if (holder !== undefined)
    throw new ClusterFailure(
      `${what} is being brought up or down by process ${holder} already. Wait until that has ended, or stop it.`
    )
  try {
    return await act()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Takes the lock, or answers who has it. Of two processes that come at the same time one gets it. */
function take(file: string): number | undefined {
  const own = `${file}.${process.pid}`
  // With its content from the first moment on, since one without a process would count for nothing.
  writeFileSync(own, String(process.pid))
  try {
    for (;;) {
      if (link(own, file)) return undefined
      const holder = holderOf(file)
      if (holder === process.pid) return undefined
      if (holder !== undefined) return holder
      removeAbandoned(file)
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** Removes a lock that its process has left behind, unless somebody has taken it since it was looked at. */
function removeAbandoned(file: string): void {
  const aside = `${file}.${process.pid}.old`
  try {
    renameSync(file, aside)
  } catch {
    // Somebody else has removed it.
    return
  }
  if (holderOf(aside) !== undefined) link(aside, file)
  rmSync(aside, { force: true })
}

/** Whether the second name was free and is the first one's now. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch {
    return false
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
