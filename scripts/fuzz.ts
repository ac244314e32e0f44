/**
 * `npm run fuzz -- --minutes 10 --seed 7`: asks the language service about texts made by chance until the time is
 * over, and keeps the text that made it throw in out/fuzz.yaml. The same seed makes the same texts.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { askAbout, chance, mutated, randomText } from '../test/support/fuzz.ts'
import { serviceOver } from '../test/support/service.ts'

const root = path.dirname(import.meta.dirname)
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) }
  }
})
const seed = Number(values.seed)
const end = Date.now() + Number(values.minutes) * 60_000
if (!Number.isInteger(seed) || Number.isNaN(end)) {
  console.error('npm run fuzz takes --minutes NUMBER and --seed NUMBER.')
  process.exit(2)
}

const documents = [
  'test/language/{clean,faulty}/**/*.yaml',
  'test/rules/**/*.yaml',
  'walkthroughs/*/{manifests,solution,wrong}/**/*.yaml'
]
  .flatMap(glob => globSync(glob, { cwd: root }))
  .sort()
  .flatMap(name => readFileSync(path.join(root, name), 'utf8').split(/^---\n/m))
const next = chance(seed)
console.log(`${documents.length} documents, seed ${seed}, ${values.minutes} minutes`)
let service = serviceOver({})
let count = 0
while (Date.now() < end) {
  // A new service now and then, so that what one keeps does not hide what another would do.
  if (count++ % 2000 === 0) service = serviceOver({})
  const document = documents[next(documents.length)] ?? ''
  const kind = next(10)
  const text =
    kind === 0
      ? randomText(next, 2000)
      : kind === 1
        ? document.slice(0, next(document.length + 1))
        : mutated(document, next)
  try {
    askAbout(service, text, next(text.length + 1))
  } catch (thrown) {
    mkdirSync(path.join(root, 'out'), { recursive: true })
    writeFileSync(path.join(root, 'out/fuzz.yaml'), text)
    console.error(`Text ${count} of seed ${seed} has no answer; it is in out/fuzz.yaml.\n`, thrown)
    process.exit(1)
  }
}
console.log(`${count} texts were answered.`)
