/**
 * `npm run generate:schemas`: starts a real API server with the CRDs of the Gateway API and writes the
 * structure of everything that it serves to `schemas/`. `-- --check` writes nothing and fails when a
 * committed file differs from what would be written. Needs Go.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleFromOpenApi } from '../src/api/openapi-reader.ts'
import type { BundledResource } from '../src/api/schema-set.ts'
import { protobufMessages } from './schemas/protobuf-messages.ts'
import { pause, startApiServer, versions, type ApiServer } from './schemas/api-server.ts'

const schemasFolder = path.join(path.dirname(import.meta.dirname), 'schemas')

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

const checkOnly = process.argv.includes('--check')

let server: ApiServer | undefined
try {
  server = await startApiServer()
  await expectVersion(server)
  const bundle = bundleFromOpenApi(await documents(server), {
    label: `Kubernetes ${versions.kubernetes.replace(/\.\d+$/, '')} bundled`,
    resources: await resources(server)
  })
  // Lists are only ever answered, and the API server answers them as JSON too.
  const kinds = Object.keys(bundle.kinds).filter(key => !key.endsWith('List'))
  const files = withSources({
    'kubernetes.json': { content: bundle, sources: components },
    'protobuf.json': { content: protobufMessages(kinds), sources: goModules }
  })
  const stale = [...files].filter(([name, text]) => textOf(name) !== text)
  if (checkOnly && stale.length > 0)
    throw new Error(
      `schemas/${stale.map(([name]) => name).join(', schemas/')}: not fresh; run npm run generate:schemas`
    )
  for (const [name, text] of stale) writeFileSync(path.join(schemasFolder, name), text)
  console.log(`${Object.keys(bundle.kinds).length} kinds, ${stale.length} files written.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
} finally {
  server?.stop()
}

interface Source {
  readonly component: string
  readonly version: string
  readonly licence: string
}

/** The texts of the files, and of `sources.json`, which says what they are made of. */
function withSources(
  files: Readonly<Record<string, { readonly content: unknown; readonly sources: Source[] }>>
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  const notes: Record<string, unknown> = {}
  for (const [name, { content, sources }] of Object.entries(files)) {
    const text = `${JSON.stringify(content)}\n`
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

/** Every document of `/openapi/v3` that belongs to a group and version. */
async function documents(from: ApiServer): Promise<Record<string, unknown>> {
  const index = JSON.parse(await read(from, '/openapi/v3')) as {
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>
  }
  const found: Record<string, unknown> = {}
  for (const [name, { serverRelativeURL }] of Object.entries(index.paths))
    if (/^(api|apis)\/.+/.test(name))
      found[name] = JSON.parse(await read(from, serverRelativeURL.replace(/\?.*$/, '')))
  return found
}

interface DiscoveredResource {
  readonly name: string
  readonly singularName?: string
  readonly namespaced: boolean
  readonly kind: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
}

/** Every resource of every group and version, with its subresources as names. */
async function resources(from: ApiServer): Promise<BundledResource[]> {
  const groups = JSON.parse(await read(from, '/apis')) as {
    readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[]
  }
  const versionsOfGroups = groups.groups.flatMap(group =>
    group.versions.map(({ groupVersion }) => groupVersion)
  )
  const all: BundledResource[] = []
  for (const groupVersion of ['v1', ...versionsOfGroups]) {
    const url = groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`
    const [version = '', group = ''] = groupVersion.split('/').reverse()
    const list = JSON.parse(await read(from, url)) as {
      readonly resources: readonly DiscoveredResource[]
    }
    // Those of CustomResourceDefinitions come in another order every time.
    const byName = list.resources.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    for (const one of byName.filter(({ name }) => !name.includes('/')))
      all.push({
        name: one.name,
        singularName: one.singularName ?? '',
        namespaced: one.namespaced,
        kind: one.kind,
        group,
        version,
        verbs: one.verbs,
        shortNames: one.shortNames ?? [],
        subresources: byName
          .filter(({ name }) => name.startsWith(`${one.name}/`))
          .map(({ name }) => name.slice(one.name.length + 1))
      })
  }
  return all
}

/** Reads a page that the server may still be putting together. */
async function read(from: ApiServer, url: string): Promise<string> {
  for (let i = 0; ; i++) {
    const { status, body } = await from.call('GET', url)
    if (status === 200 && body !== '') return body
    if (i === 40) throw new Error(`GET ${url} answered ${status}: ${body.slice(0, 200)}`)
    await pause()
  }
}
