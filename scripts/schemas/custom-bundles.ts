import { bundleFromOpenApi } from '../../src/api/openapi-reader.ts'
import {
  builtInDefinition,
  type BundledResource,
  type BundleIndex,
  type SchemaBundle
} from '../../src/api/schema-set.ts'
import type { Schema } from '../../src/api/schema.ts'
import { gvkKey } from '../../src/model/object.ts'
import { pause, type ApiServer } from './api-server.ts'
import { components, definitionsOf } from './custom-kinds.ts'
import { installDefinitions, type CustomResourceDefinition } from './definitions.ts'
import { documents, resources } from './discovery.ts'

interface CustomBundles {
  /** What kinds there are, for those who load a file when a kind of it is met. */
  readonly index: BundleIndex
  readonly bundles: Readonly<Record<string, BundleFile>>
}

interface BundleFile {
  readonly content: Readonly<Record<string, Schema>>
  readonly sources: {
    readonly component: string
    readonly version: string
    readonly licence: string
  }[]
}

/**
 * Installs the CRDs of every project and reads the structure of their kinds from the server.
 * @throws Error when a CRD can't be had or is refused
 */
export async function customBundles(server: ApiServer): Promise<CustomBundles> {
  const index: Record<string, BundleIndex[string]> = {}
  const bundles: Record<string, BundleFile> = {}
  for (const [name, component] of Object.entries(components)) {
    const crds = definitionsOf(component)
    if (crds.length === 0) throw new Error(`${component.title} has no CRDs where they should be.`)
    await installDefinitions(server, crds)
    const { title: label, version, licence, partial } = component
    const read = await published(server, crds, `${label} ${version} bundled`)
    const wanted = new Set(read.resources.map(gvkKey))
    const kinds = Object.entries(read.kinds).filter(([key]) => wanted.has(key))
    const { shared, definitions } = withoutTwins(Object.fromEntries(kinds), read.definitions)
    index[name] = {
      label: read.label,
      kinds: shared,
      resources: read.resources,
      ...(partial && { partial: Object.keys(shared) })
    }
    bundles[`${name}.json`] = {
      content: definitions,
      sources: [{ component: label, version, licence }]
    }
  }
  return { index, bundles }
}

/** What the server says of these kinds, which it publishes some time after it has begun to serve them. */
async function published(
  server: ApiServer,
  crds: readonly CustomResourceDefinition[],
  label: string
): Promise<SchemaBundle> {
  const ours = new Set(crds.map(({ spec }) => `${spec.names.plural}.${spec.group}`))
  const served = crds.flatMap(({ spec }) =>
    spec.versions
      .filter(one => one.served)
      .map(({ name: version }) => gvkKey({ group: spec.group, version, kind: spec.names.kind }))
  )
  for (let i = 0; i < 240; i++) {
    const all = (await resources(server)).filter(one => ours.has(`${one.name}.${one.group}`))
    const sorted = all.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    const read = bundleFromOpenApi(await documents(server), { label, resources: sorted })
    if (all.length === served.length && served.every(key => key in read.kinds)) return read
    await pause()
  }
  throw new Error(`The API server does not publish all kinds of ${label} after a minute.`)
}

function sortKey({ group, version, name }: BundledResource): string {
  return `${group}/${version}/${name}`
}

/** Versions of a kind that have the same structure share a definition. */
function withoutTwins(
  kinds: Readonly<Record<string, string>>,
  all: Readonly<Record<string, Schema>>
): { shared: Record<string, string>; definitions: Record<string, Schema> } {
  const nameOf = new Map<string, string>()
  const shared: Record<string, string> = {}
  const definitions: Record<string, Schema> = {}
  for (const [key, name] of Object.entries(kinds)) {
    const definition = all[name]
    if (!definition || builtInDefinition.test(name)) continue
    const text = JSON.stringify(definition)
    const first = nameOf.get(text) ?? name
    nameOf.set(text, first)
    shared[key] = first
    definitions[first] = definition
  }
  return { shared, definitions }
}
