/**
 * `npm run generate:verdicts`: asks a real API server about every object of `test/api/fixtures` and writes
 * its verdicts beside them. `-- --check` writes nothing and fails when a committed file differs from what would
 * be written. `-- --mutations [folder]` asks about variations of the clean ones instead, and prints where ours
 * differs; nothing is written then. Needs Go.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gvkOf, isKubeObject } from '../src/model/object.ts'
import { schemaSetFrom, type SchemaBundle, type SchemaSet } from '../src/api/schema-set.ts'
import { disagreements, type Verdict } from '../test/api/agreement.ts'
import { fixtureFolders, fixturesFolder, fixturesOf } from '../test/api/fixtures.ts'
import { startApiServer, type ApiServer } from './schemas/api-server.ts'
import { askServer } from './schemas/ask-server.ts'
import { mutationsOf } from './schemas/mutations.ts'
import { recordPodSecurity } from './schemas/pod-security-verdicts.ts'

const bundle = path.join(path.dirname(import.meta.dirname), 'schemas/kubernetes.json')
const schemas = schemaSetFrom(JSON.parse(readFileSync(bundle, 'utf8')) as SchemaBundle)
const [mode, ...only] = process.argv.slice(2)
const stale: string[] = []

let server: ApiServer | undefined
try {
  server = await startApiServer()
  if (mode === '--mutations') await compareMutations(server, schemas)
  else {
    await recordVerdicts(server)
    await recordPodSecurity(server, record)
    if (stale.length > 0)
      throw new Error(`${stale.join(', ')}: not fresh; run npm run generate:verdicts`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
} finally {
  server?.stop()
}

async function recordVerdicts({ call }: ApiServer): Promise<void> {
  let count = 0
  for (const folder of fixtureFolders()) {
    const verdicts: Record<string, Verdict> = {}
    for (const { title, object } of fixturesOf(folder)) {
      if (Object.hasOwn(verdicts, title)) throw new Error(`${folder} has two fixtures "${title}".`)
      if (!isKubeObject(object)) throw new Error(`${folder}: "${title}" is no object.`)
      verdicts[title] = await askServer(call, object, schemas)
      count++
    }
    record(path.join(fixturesFolder, folder, 'verdicts.json'), verdicts)
  }
  console.log(`${count} verdicts.`)
}

/** Files are compared by what they say, since some are laid out by the formatter. */
function record(file: string, verdicts: unknown): void {
  const compact = JSON.stringify(verdicts)
  if (existsSync(file) && JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) === compact) return
  if (mode === '--check') stale.push(path.relative(path.dirname(import.meta.dirname), file))
  else writeFileSync(file, `${JSON.stringify(verdicts, null, 1)}\n`)
}

async function compareMutations({ call }: ApiServer, set: SchemaSet): Promise<void> {
  let count = 0
  for (const folder of only.length > 0 ? only : fixtureFolders())
    for (const { file, title, object } of fixturesOf(folder)) {
      if (file !== 'clean') continue
      for (const mutation of mutationsOf(object)) {
        // Objects are sent without their namespace.
        if (mutation.title.startsWith('metadata.namespace ')) continue
        if (!isKubeObject(mutation.object) || !set.resourceOf(gvkOf(mutation.object))) continue
        count++
        const verdict = await askServer(call, mutation.object, set)
        for (const line of disagreements(mutation.object, set, verdict))
          console.log(`${folder} | ${title} | ${mutation.title} | ${line}`)
      }
    }
  console.log(`${count} variations.`)
}
