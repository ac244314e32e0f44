import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseAllDocuments } from 'yaml'

export interface Answer {
  readonly status: number
  readonly body: string
}

/** One request to an API server; a body goes out as JSON unless another type is given. */
export type Call = (
  method: string,
  url: string,
  body?: string,
  contentType?: string
) => Promise<Answer>

/** What is read of one here. */
export interface CustomResourceDefinition {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly group: string
    readonly names: { readonly plural: string; readonly kind: string }
    readonly versions: readonly { readonly name: string; readonly served: boolean }[]
    readonly conversion?: unknown
  }
}

/** The CustomResourceDefinitions in the files of a folder, which other objects may stand beside. */
export function readDefinitions(
  folder: string,
  globs: readonly string[]
): CustomResourceDefinition[] {
  return globSync([...globs], { cwd: folder })
    .sort()
    .flatMap(file => parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')))
    .map(document => document.toJS() as CustomResourceDefinition | null)
    .filter(one => one !== null)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
}

/**
 * Installs CustomResourceDefinitions and waits until their kinds are served.
 * @throws Error when one is refused or not served after 30 seconds
 */
export async function installDefinitions(
  { call }: { readonly call: Call },
  crds: readonly CustomResourceDefinition[]
): Promise<void> {
  const url = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  for (const crd of crds) {
    const { status, body } = await call('POST', url, JSON.stringify(crd))
    if (status !== 201)
      throw new Error(`The CRD ${crd.metadata.name} was refused: ${body.slice(0, 300)}`)
  }
  for (const crd of crds) await established(call, `${url}/${crd.metadata.name}`)
}

async function established(call: Call, url: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    const { body } = await call('GET', url)
    if (JSON.stringify(JSON.parse(body)).includes('"type":"Established","status":"True"')) return
    await setTimeout(250)
  }
  throw new Error(`The API server does not serve ${url.slice(url.lastIndexOf('/') + 1)}.`)
}
