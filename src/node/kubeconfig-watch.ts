import { statSync, unwatchFile, watch, watchFile, type FSWatcher, type Stats } from 'node:fs'
import path from 'node:path'
import type { Disposable } from '../base/disposable.ts'

export interface KubeconfigWatchOptions {
  /** Milliseconds of quiet before a change is told, 200 unless given: tools write in several steps. */
  readonly debounceMs?: number
  /** Milliseconds between looks at files whose folder tells nothing, 5 s unless given. */
  readonly pollMs?: number
}

/**
 * Tells when one of the files has changed, appeared or vanished. Folders are watched, because tools
 * replace the file; and the files are looked at from time to time, because a folder may not exist yet,
 * a link may point elsewhere, and network folders tell nothing.
 */
export function watchKubeconfig(
  files: readonly string[],
  onChange: () => void,
  { debounceMs = 200, pollMs = 5_000 }: KubeconfigWatchOptions = {}
): Disposable {
  const watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  // At once, so that a change right after the start counts as one.
  let last = signatureOf(files)
  const hint = (): void => {
    clearTimeout(timer)
    timer = setTimeout(compare, debounceMs)
    timer.unref()
  }
  const compare = (): void => {
    const before = last
    last = signatureOf(files)
    if (before !== last) onChange()
  }
  for (const folder of new Set(files.map(file => path.dirname(path.resolve(file))))) {
    const watcher = watchFolder(folder, hint)
    if (watcher) watchers.push(watcher)
  }
  const poll = (now: Stats, before: Stats): void => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size) hint()
  }
  for (const file of files) watchFile(file, { interval: pollMs, persistent: false }, poll)
  return {
    dispose() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
      for (const file of files) unwatchFile(file, poll)
    }
  }
}

/** A folder that can't be watched (missing, no more watches left) is covered by looking at the files. */
function watchFolder(folder: string, hint: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, hint)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === undefined) throw thrown
    return undefined
  }
}

/** Following links, so that a link which is pointed at another file counts as a change. */
function signatureOf(files: readonly string[]): string {
  const parts = files.map(file => {
    try {
      const { ino, size, mtimeMs } = statSync(file)
      return `${ino} ${size} ${mtimeMs}`
    } catch (thrown) {
      return (thrown as NodeJS.ErrnoException).code ?? 'unknown'
    }
  })
  return parts.join('\n')
}
