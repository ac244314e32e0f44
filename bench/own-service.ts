/**
 * One process of the language service, as the editor holds it: reads the schemas, opens a file and follows
 * keystrokes in it. Run by keystroke.ts, which bundles it as the product is bundled; prints what it took.
 */
import { readFileSync } from 'node:fs'
import { schemaSetFrom, type SchemaBundle } from '../src/api/schema-set.ts'
import { createLanguageService } from '../src/language/language-service.ts'
import { rules } from '../src/rules/index.generated.ts'
import { plantedFault } from './manifests.ts'

export interface OwnServiceTimes {
  readonly first: number
  readonly keystrokes: readonly number[]
  readonly megabytes: number
}

const uri = 'file:///workspace/bench.yaml'
const [schemaFile = '', textFile = '', runs = '1'] = process.argv.slice(2)
const sound = readFileSync(textFile, 'utf8')
const faulty = sound.replace('replicas: 2', plantedFault)

const from = performance.now()
const bundle = JSON.parse(readFileSync(schemaFile, 'utf8')) as SchemaBundle
const service = createLanguageService({ schemas: schemaSetFrom(bundle), rules })
lint(faulty, 1)
const first = performance.now() - from

const keystrokes: number[] = []
for (let turn = 0; turn < Number(runs); turn++) {
  const started = performance.now()
  if (turn % 2 === 0) lint(sound, 0)
  else lint(faulty, 1)
  keystrokes.push(performance.now() - started)
}
const times: OwnServiceTimes = {
  first,
  keystrokes,
  megabytes: process.memoryUsage().rss / 1024 ** 2
}
process.stdout.write(JSON.stringify(times))

/** @throws Error when the findings are not those that the text deserves, so that no wrong answer is timed */
function lint(text: string, faults: number): void {
  service.setFile(uri, text, 'editor')
  const { findings } = service.lint(uri)
  if (findings.length !== faults)
    throw new Error(`${findings.length} findings where ${faults} belong.`)
}
