import type { BundledResource } from '../../src/api/schema-set.ts'
import { pause, type ApiServer } from './api-server.ts'
import type { CustomResourceDefinition } from './definitions.ts'

/** Every document of `/openapi/v3` that belongs to a group and version. */
export async function documents(from: ApiServer): Promise<Record<string, unknown>> {
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
export async function resources(from: ApiServer): Promise<BundledResource[]> {
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
export async function read(from: ApiServer, url: string): Promise<string> {
  for (let i = 0; ; i++) {
    const { status, body } = await from.call('GET', url)
    if (status === 200 && body !== '') return body
    if (i === 40) throw new Error(`GET ${url} answered ${status}: ${body.slice(0, 200)}`)
    await pause()
  }
}

/**
 * Waits until the server's documents and lists of resources hold all of these kinds: it serves a kind some
 * time before it tells of it.
 * @throws Error after a minute
 */
export async function untilPublished(
  from: ApiServer,
  crds: readonly CustomResourceDefinition[]
): Promise<void> {
  const wanted = crds.flatMap(({ spec: { group, names, versions } }) =>
    versions.filter(({ served }) => served).map(({ name }) => ({ group, version: name, ...names }))
  )
  for (let i = 0; i < 240; i++) {
    const listed = new Set(
      (await resources(from)).map(({ name, group, version }) => `${group}/${version}/${name}`)
    )
    const described = JSON.stringify(await documents(from))
    const isThere = wanted.every(
      ({ group, version, kind, plural }) =>
        listed.has(`${group}/${version}/${plural}`) &&
        described.includes(JSON.stringify({ group, kind, version }))
    )
    if (isThere) return
    await pause()
  }
  throw new Error('The API server does not publish all kinds that were installed after a minute.')
}
