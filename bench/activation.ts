/** Activation inside a real VS Code, by the editor tests, which keep VS Code's own marks in a file. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Figure } from './figure.ts'
import { own, root } from './product.ts'

const section = 'Inside VS Code'
const measured = path.join(root, 'out/editor-measured.json')
const starts = 3

/** Each start is a window of its own, so the code is loaded anew each time; the disk's cache is warm. */
export function activationFigures(): Figure[] {
  const seen = new Map<string, number[]>()
  for (let i = 0; i < starts; i++) {
    rmSync(measured, { force: true })
    console.log(`Starting VS Code, ${i + 1} of ${starts} …`)
    spawnSync(process.execPath, ['test/editor/run.ts'], { cwd: root, stdio: 'ignore' })
    if (!existsSync(measured))
      return [missing('no VS Code could be started; npm test editor says why')]
    const { figures } = JSON.parse(readFileSync(measured, 'utf8')) as {
      figures: Readonly<Record<string, number>>
    }
    for (const [what, value] of Object.entries(figures))
      seen.set(what, [...(seen.get(what) ?? []), value])
  }
  if (seen.size === 0) return [missing('the tests in VS Code ended before they measured')]
  return [...seen].map(([what, values]) => ({
    section,
    what,
    who: own,
    unit: 'ms',
    outcome: { values, warmUp: 0 }
  }))
}

function missing(reason: string): Figure {
  return { section, what: 'activation', who: own, unit: 'ms', outcome: { missing: reason } }
}
