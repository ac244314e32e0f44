/**
 * What the experimental channels of projects add to the kinds of their standard channels: fields, and values of
 * fields. A manifest with one is right on a cluster that has that channel, and refused on another.
 */
import { isRecord, itemsOf, recordOf } from '../../src/base/json.ts'
import { downloadedModule } from '../go-modules.ts'
import { versions } from './api-server.ts'
import { readDefinitions } from './definitions.ts'

const channels = [
  {
    title: 'the Gateway API',
    module: `sigs.k8s.io/gateway-api@v${versions.gatewayApi}`,
    standard: 'config/crd/standard/*.yaml',
    experimental: 'config/crd/experimental/gateway.networking.k8s.io_*.yaml'
  },
  {
    title: 'the Network Policy API',
    module: 'sigs.k8s.io/network-policy-api@v0.3.0',
    standard: 'config/crd/standard/*.yaml',
    experimental: 'config/crd/experimental/*.yaml'
  }
]

interface Additions {
  readonly of: string
  readonly fields: string[]
  readonly values: Record<string, readonly unknown[]>
}

/** The source text of `src/language/experimental-fields.generated.ts`. */
export function experimentalSource(): string {
  const table: Record<string, Additions> = {}
  for (const { title, module, standard, experimental } of channels) {
    const folder = downloadedModule(module)
    const known = schemasIn(folder, standard)
    for (const [key, schema] of schemasIn(folder, experimental)) {
      const before = known.get(key)
      if (before === undefined) continue
      const found: Additions = { of: title, fields: [], values: {} }
      compare(recordOf(before), recordOf(schema), '', found)
      if (found.fields.length > 0 || Object.keys(found.values).length > 0) table[key] = found
    }
  }
  return `// Written by npm run generate:schemas from the CustomResourceDefinitions of both channels. Do not edit.
import type { ExperimentalParts } from './experimental-report.ts'

export const experimentalParts: Readonly<Record<string, ExperimentalParts>> = ${JSON.stringify(table, null, 2)}
`
}

/** By group, version and kind. */
function schemasIn(folder: string, glob: string): Map<string, unknown> {
  return new Map(
    readDefinitions(folder, [glob]).flatMap(({ spec }) =>
      spec.versions.map(version => [
        `${spec.group}/${version.name}/${spec.names.kind}`,
        recordOf(recordOf(version).schema).openAPIV3Schema
      ])
    )
  )
}

/** Only the outermost new field is told: what stands in it is new with it. */
function compare(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  at: string,
  found: Additions
): void {
  const known = recordOf(before.properties)
  for (const [name, field] of Object.entries(recordOf(after.properties))) {
    const path = at === '' ? name : `${at}.${name}`
    if (!Object.hasOwn(known, name)) found.fields.push(path)
    else compare(recordOf(known[name]), recordOf(field), path, found)
  }
  if (isRecord(before.items) && isRecord(after.items))
    compare(before.items, after.items, `${at}[]`, found)
  const values = itemsOf(before.enum)
  const added = itemsOf(after.enum).filter(value => !values.includes(value))
  if (values.length > 0 && added.length > 0) found.values[at] = added
}
