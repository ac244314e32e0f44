/**
 * The first completion of a process: reads the schemas, then is asked for the fields of a Service in a new file. Run by
 * keystroke.ts; prints the milliseconds of both.
 */
import { readFileSync } from 'node:fs'
import { schemaSetFrom, type SchemaBundle } from '../src/api/schema-set.ts'
import { createLanguageService } from '../src/language/language-service.ts'
import { rules } from '../src/rules/index.generated.ts'

export interface CompletionTimes {
  readonly schemas: number
  readonly completion: number
}

const uri = 'file:///workspace/new.yaml'
const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  '
const [schemaFile = ''] = process.argv.slice(2)

const from = performance.now()
const bundle = JSON.parse(readFileSync(schemaFile, 'utf8')) as SchemaBundle
const service = createLanguageService({ schemas: schemaSetFrom(bundle), rules })
const asked = performance.now()
service.setFile(uri, text, 'editor')
const items = service.complete(uri, text.length)
const completion = performance.now() - asked
// No wrong answer is timed.
if (!items.some(({ label }) => label === 'selector')) throw new Error('There is no selector.')
const times: CompletionTimes = { schemas: asked - from, completion }
process.stdout.write(JSON.stringify(times))
