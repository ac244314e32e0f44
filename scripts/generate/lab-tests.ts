/** A test file for each lab, so that they are played side by side. */
import { globSync } from 'node:fs'
import path from 'node:path'

const root = path.dirname(path.dirname(import.meta.dirname))

export function generateLabTests(): Map<string, string> {
  const labs = globSync('*/lab.yaml', { cwd: path.join(root, 'walkthroughs') }).map(file =>
    path.dirname(file)
  )
  return new Map(
    labs.sort().map(lab => [
      `test/labs/played/${lab}.test.ts`,
      `// Written by npm run generate from walkthroughs/. Do not edit.
import { playTests } from '../play-tests.ts'

playTests('${lab}')
`
    ])
  )
}
