/** A large workspace taken in when the editor starts: how long, how much memory, and whether the editor stays free. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundled } from './bundled.ts'
import type { Figure, Unit } from './figure.ts'
import { writeCorpus } from './manifests.ts'
import type { OwnIndexTimes } from './own-index.ts'
import { own, root } from './product.ts'

const applications = 1250
const runs = 5

export async function workspaceFigures(): Promise<Figure[]> {
  const program = await bundled('own-index')
  const folder = mkdtempSync(path.join(tmpdir(), 'netlabs-bench-'))
  try {
    const { files, documents } = writeCorpus(folder, applications)
    const args = [program, path.join(root, 'schemas/kubernetes.json'), folder]
    const all = Array.from({ length: runs }, () => {
      const times = JSON.parse(
        execFileSync(process.execPath, args, { encoding: 'utf8' })
      ) as OwnIndexTimes
      if (times.files !== files) throw new Error(`${times.files} files where ${files} are.`)
      return times
    })
    const figure = (
      what: string,
      unit: Unit,
      valueOf: (times: OwnIndexTimes) => number
    ): Figure => ({
      section: `A workspace of ${documents} documents in ${files} files, taken in as in the editor`,
      what,
      who: own,
      unit,
      outcome: { values: all.map(valueOf), warmUp: 0 }
    })
    return [
      figure('until all are known', 'ms', ({ milliseconds }) => milliseconds),
      figure('longest time that nothing else had its turn', 'ms', ({ blocked }) => blocked),
      figure('memory for it', 'MB', ({ megabytes }) => megabytes),
      figure('keystroke in one of them, second', 'ms', ({ keystroke }) => keystroke)
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
