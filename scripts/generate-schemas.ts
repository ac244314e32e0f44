/**
 * `npm run generate:schemas`: starts a real API server with the CRDs of the Gateway API and writes the
 * structure of everything that it serves to `schemas/`. Needs Go.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundleFromOpenApi } from '../src/api/openapi-reader.ts'
import type { BundledResource } from '../src/api/schema-set.ts'
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

let server: ApiServer | undefined
try {
  server = await startApiServer()
  const bundle = bundleFromOpenApi(await documents(server), {
    label: `Kubernetes ${versions.kubernetes.replace(/\.\d+$/, '')} bundled`,
    resources: await resources(server)
  })
  const text = `${JSON.stringify(bundle)}\n`
  const sha256 = createHash('sha256').update(text).digest('hex')
  mkdirSync(schemasFolder, { recursive: true })
  writeFileSync(path.join(schemasFolder, 'kubernetes.json'), text)
  writeFileSync(
    path.join(schemasFolder, 'sources.json'),
    `${JSON.stringify({ 'kubernetes.json': { sha256, sources: components } }, null, 2)}\n`
  )
  console.log(`${Object.keys(bundle.kinds).length} kinds, ${text.length} characters.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
} finally {
  server?.stop()
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
    for (const one of list.resources.filter(({ name }) => !name.includes('/')))
      all.push({
        name: one.name,
        singularName: one.singularName ?? '',
        namespaced: one.namespaced,
        kind: one.kind,
        group,
        version,
        verbs: one.verbs,
        shortNames: one.shortNames ?? [],
        subresources: list.resources
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
