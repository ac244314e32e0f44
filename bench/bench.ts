/**
 * `npm run bench`: how long a person waits, beside the programs they know. Every figure is the median of
 * several runs on this machine; nothing here is a test, so nothing here fails for slowness.
 *
 *   npm run bench                  everything
 *   npm run bench keystroke        one section: activation, keystroke, folder, workspace, command, cluster or package
 *   npm run bench -- --write       everything, kept in docs/benchmarks.md
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildProduct } from '../scripts/build.ts'
import { activationFigures } from './activation.ts'
import { commandLineFigures } from './command-line.ts'
import type { Figure } from './figure.ts'
import { folderLintFigures } from './folder-lint.ts'
import { keystrokeFigures } from './keystroke.ts'
import { packageFigures } from './package-size.ts'
import { practiceClusterFigures } from './practice-cluster.ts'
import { root } from './product.ts'
import { asMarkdown, asText, machine } from './report.ts'
import { workspaceFigures } from './workspace.ts'

// The package comes first, because it builds what the others run.
const sections: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
  package: packageFigures,
  keystroke: keystrokeFigures,
  folder: folderLintFigures,
  workspace: workspaceFigures,
  command: commandLineFigures,
  cluster: practiceClusterFigures,
  activation: activationFigures
}

const args = process.argv.slice(2)
const picked = args.filter(arg => arg !== '--write')
const unknown = picked.find(name => !(name in sections))
if (unknown !== undefined) {
  console.error(`There is no section ${unknown}; there are ${Object.keys(sections).join(', ')}.`)
  process.exit(2)
}
if (args.includes('--write') && picked.length > 0) {
  console.error('--write keeps the figures of all sections, so it takes no section.')
  process.exit(2)
}

if (!picked.includes('package') && picked.length > 0) await buildProduct()
const figures: Figure[] = []
for (const [name, measure] of Object.entries(sections))
  if (picked.length === 0 || picked.includes(name)) {
    console.log(`Measuring: ${name} …`)
    figures.push(...(await measure()))
  }
console.log(
  `\n${machine()}\nMedians; the number of runs follows, with those before that don't count.`
)
console.log(`\n${asText(figures)}`)
if (args.includes('--write')) {
  writeFileSync(path.join(root, 'docs/benchmarks.md'), page(figures))
  console.log('\nKept in docs/benchmarks.md.')
}

function page(all: readonly Figure[]): string {
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}; not edited by hand.

Machine: ${machine()}. Each value is the median, beside it the least and the most that was seen and the
number of runs, with the runs before that don't count. A figure counts only when the program gave the right
answer: each text that is checked has one fault, and it has to be found. The other programs are installed in
the versions named here and read their schemas from disk, so no download is part of a figure.

${asMarkdown(all)}
`
}
