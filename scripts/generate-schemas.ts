/**
 * `npm run generate:schemas`: starts a real API server with the CRDs of the Gateway API and writes the
 * structure of everything that it serves to `schemas/`, then installs the CRDs of each project in
 * `schemas/custom-kinds.ts` and writes the structure of their kinds to files of their own. `-- --check`
 * writes nothing and fails when a committed file differs from what would be written. Needs Go.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleText } from '../src/api/bundle-text.ts'
import { bundleFromOpenApi } from '../src/api/openapi-reader.ts'
import { lifecycleSource } from './schemas/api-lifecycle.ts'
import { experimentalSource } from './schemas/experimental-fields.ts'
import {
  gatewayDefinitions,
  startApiServer,
  versions,
  type ApiServer
} from './schemas/api-server.ts'
import { configurationKinds } from './schemas/configuration-kinds.ts'
import { customBundles } from './schemas/custom-bundles.ts'
import { documents, read, resources, untilPublished } from './schemas/discovery.ts'
import { protobufMessages } from './schemas/protobuf-messages.ts'

const schemasFolder = path.join(path.dirname(import.meta.dirname), 'schemas')

/** Beside the code that reads them, not beside the schemas. */
const lifecycleFile = '../src/rules/shared/api-lifecycle.generated.ts'
const experimentalFile = '../src/language/experimental-fields.generated.ts'

const components = [
  { component: 'kube-apiserver', version: versions.kubernetes, licence: 'Apache-2.0' },
  {
    component: 'gateway-api (standard channel)',
    version: versions.gatewayApi,
    licence: 'Apache-2.0'
  }
]

const goModules = ['k8s.io/api', 'k8s.io/apimachinery'].map(component => ({
  component,
  version: versions.kubernetes.replace(/^1/, '0'),
  licence: 'Apache-2.0'
}))

/** The types of Kubernetes, and what is written down here of kind. */
const configurationSources = [
  { component: 'kubernetes', version: versions.kubernetes, licence: 'Apache-2.0' },
  { component: 'kind', version: '0.30.0', licence: 'Apache-2.0' }
]

const checkOnly = process.argv.includes('--check')

let server: ApiServer | undefined
try {
  server = await startApiServer()
  await expectVersion(server)
  await untilPublished(server, gatewayDefinitions())
  const bundle = bundleFromOpenApi(await documents(server), {
    label: `Kubernetes ${versions.kubernetes.replace(/\.\d+$/, '')} bundled`,
    resources: await resources(server)
  })
  // Lists are only ever answered, and the API server answers them as JSON too.
  const kinds = Object.keys(bundle.kinds).filter(key => !key.endsWith('List'))
  const { index, bundles } = await customBundles(server)
  const { entry, definitions } = configurationKinds()
  const files = withSources({
    'kubernetes.json': { content: bundle, text: bundleText(bundle), sources: components },
    'protobuf.json': { content: protobufMessages(kinds), sources: goModules },
    'custom-kinds.json': { content: { ...index, configuration: entry }, sources: [] },
    ...bundles,
    'configuration.json': { content: definitions, sources: configurationSources }
  })
  files.set(lifecycleFile, lifecycleSource(versions.kubernetes))
  files.set(experimentalFile, experimentalSource())
  const stale = [...files].filter(([name, text]) => textOf(name) !== text)
  if (checkOnly && stale.length > 0)
    throw new Error(
      [
        `schemas/${stale.map(([name]) => name).join(', schemas/')}: not fresh; run npm run generate:schemas`,
        ...stale.map(([name, text]) => `${name}: ${firstDifference(textOf(name), text)}`)
      ].join('\n')
    )
  for (const [name, text] of stale) writeFileSync(path.join(schemasFolder, name), text)
  console.log(`${Object.keys(bundle.kinds).length} kinds, ${stale.length} files written.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
} finally {
  server?.stop()
}

/** Where two texts part, so that a line of a log tells what has changed. */
function firstDifference(before: string | undefined, now: string): string {
  if (before === undefined) return 'not there yet'
  let at = 0
  while (at < now.length && before[at] === now[at]) at++
  const around = (text: string): string => text.slice(Math.max(0, at - 80), at + 80)
  return `written: …${around(before)}… now: …${around(now)}…`
}

interface Source {
  readonly component: string
  readonly version: string
  readonly licence: string
}

/** The texts of the files, and of `sources.json`, which says what they are made of. */
function withSources(
  files: Readonly<
    Record<
      string,
      { readonly content: unknown; readonly text?: string; readonly sources: Source[] }
    >
  >
): Map<string, string> {
  const texts = new Map<string, string>()
  const notes: Record<string, unknown> = {}
  for (const [name, { content, text = `${JSON.stringify(content)}\n`, sources }] of Object.entries(
    files
  )) {
    texts.set(name, text)
    notes[name] = { sha256: createHash('sha256').update(text).digest('hex'), sources }
  }
  return texts.set('sources.json', `${JSON.stringify(notes, null, 2)}\n`)
}

function textOf(name: string): string | undefined {
  const file = path.join(schemasFolder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The version that is written to `sources.json` has to be the one that was built. */
async function expectVersion(from: ApiServer): Promise<void> {
  const { gitVersion } = JSON.parse(await read(from, '/version')) as { readonly gitVersion: string }
  if (gitVersion !== `v${versions.kubernetes}`)
    throw new Error(
      `The API server that was built is ${gitVersion}; scripts/schemas/api-server.ts says ${versions.kubernetes}.`
    )
}
