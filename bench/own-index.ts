/**
 * One process of the language service that takes a whole workspace, file by file, as the editor does when it
 * starts. Run by workspace.ts; prints what it took.
 */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { schemaSetFrom, type SchemaBundle } from '../src/api/schema-set.ts'
import { inSlices } from '../src/extension/host/in-slices.ts'
import { createLanguageService } from '../src/language/language-service.ts'
import { findManifestFiles } from '../src/node/manifest-files.ts'
import { rules } from '../src/rules/index.generated.ts'

export interface OwnIndexTimes {
  readonly milliseconds: number
  /** The longest time that nothing else got its turn. */
  readonly blocked: number
  /** What the process holds more than before. */
  readonly megabytes: number
  /** From the change of one file to its findings, with all others known. */
  readonly keystroke: number
  readonly files: number
}

void measure(process.argv[2] ?? '', process.argv[3] ?? '')

async function measure(schemaFile: string, folder: string): Promise<void> {
  const bundle = JSON.parse(readFileSync(schemaFile, 'utf8')) as SchemaBundle
  const service = createLanguageService({ schemas: schemaSetFrom(bundle), rules })
  const { files } = findManifestFiles([folder])
  const before = process.memoryUsage().rss
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const from = performance.now()
  await inSlices(files, async file => {
    service.setFile(file, await readFile(file, 'utf8'), 'disk')
    service.workspace()
  })
  const milliseconds = performance.now() - from
  delay.disable()
  const megabytes = (process.memoryUsage().rss - before) / 1024 ** 2

  const [changed = ''] = files.filter(file => file.endsWith('network.yaml'))
  const text = readFileSync(changed, 'utf8')
  service.setFile(changed, text, 'editor')
  if (service.lint(changed).findings.length !== 0) throw new Error('A sound file has findings.')
  service.setFile(changed, `${text}\n`, 'editor')
  const started = performance.now()
  service.lint(changed)
  const times: OwnIndexTimes = {
    milliseconds,
    blocked: delay.max / 1e6,
    megabytes,
    keystroke: performance.now() - started,
    files: files.length
  }
  process.stdout.write(JSON.stringify(times))
}
