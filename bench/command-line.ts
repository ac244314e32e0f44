/** What every call of the command line costs, beside Node itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sampled, type Figure, type Sample } from './figure.ts'
import { fileOfLines } from './manifests.ts'
import { own, root } from './product.ts'
import { watchedRun } from './watched-process.ts'

const section = 'One call on the command line, whole process'

export async function commandLineFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'netlabs-bench-'))
  try {
    const cli = path.join(root, 'dist/cli.js')
    writeFileSync(path.join(folder, 'small.yaml'), fileOfLines(40))
    writeFileSync(path.join(folder, 'large.yaml'), fileOfLines(5000))
    const row = { section, unit: 'ms' as const }
    const timed = (args: readonly string[]): Promise<Sample> =>
      sampled({ runs: 11, warmUp: 1 }, async () => {
        const { milliseconds, status } = await watchedRun(process.execPath, args, folder)
        if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}.`)
        return milliseconds
      })
    return [
      {
        ...row,
        what: 'an empty program',
        who: `Node ${process.version}`,
        outcome: await timed(['-e', '0'])
      },
      { ...row, what: 'netlabs --version', who: own, outcome: await timed([cli, '--version']) },
      {
        ...row,
        what: 'netlabs lint, a file of 40 lines',
        who: own,
        outcome: await timed([cli, 'lint', 'small.yaml'])
      },
      {
        ...row,
        what: 'netlabs lint, a file of 5000 lines',
        who: own,
        outcome: await timed([cli, 'lint', 'large.yaml'])
      },
      { ...row, what: 'netlabs lab list', who: own, outcome: await timed([cli, 'lab', 'list']) }
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
