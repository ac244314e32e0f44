import { startApiServer, versions } from '../../../scripts/schemas/api-server.ts'
import { components, definitionsOf } from '../../../scripts/schemas/custom-kinds.ts'
import { installDefinitions } from '../../../scripts/schemas/definitions.ts'
import { itemsOf, recordOf, stringOf } from '../../../src/base/json.ts'
import { openCluster } from '../parts/open-cluster.ts'
import { until } from '../machine/until.ts'

/** An API server that is asked what it makes of manifests. */
export interface Judge {
  /** As a person knows it: `kube-apiserver 1.37.2`. */
  readonly name: string
  readonly call: Call
  /** The namespace of this run; everything that is really created is created in it. */
  readonly namespace: string
  /** Removes the namespace, and the server if it was started for this. */
  close(): Promise<void>
}

export type Call = (
  method: string,
  url: string,
  body?: string,
  contentType?: string
) => Promise<{ readonly status: number; readonly body: string }>

/**
 * An API server with its etcd on loopback, started for this run; it needs Go and no root.
 * @throws Error in a sentence when Go is missing or the server doesn't start
 */
export async function openOwnJudge(): Promise<Judge> {
  const server = await startApiServer().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${why} Or set KUBECONFIG to ask the API server of a cluster.`, { cause })
  })
  try {
    const namespace = await createNamespace(server.call)
    await installCustomKinds(server.call)
    const name = `kube-apiserver ${versions.kubernetes} with the kinds of the Gateway API ${versions.gatewayApi} and of ${customTitles()}`
    const close = (): Promise<void> => {
      server.stop()
      return Promise.resolve()
    }
    return { name, call: server.call, namespace, close }
  } catch (error) {
    server.stop()
    throw error
  }
}

/** Installs the definitions that the bundled schemas are made of, and waits until their kinds are found. */
async function installCustomKinds(call: Call): Promise<void> {
  for (const component of Object.values(components)) {
    const definitions = definitionsOf(component)
    await installDefinitions({ call }, definitions)
    for (const { spec } of definitions)
      for (const { name } of spec.versions.filter(({ served }) => served))
        await until(`${spec.names.plural}.${spec.group} is found`, 30_000, async () => {
          const { body } = await call('GET', `/apis/${spec.group}/${name}`)
          const found = itemsOf(recordOf(JSON.parse(body)).resources).map(recordOf)
          return found.some(one => one.name === spec.names.plural)
        })
  }
}

function customTitles(): string {
  const titles = Object.values(components).map(({ title, version }) => `${title} ${version}`)
  return `${titles.slice(0, -1).join(', ')} and ${titles.at(-1) ?? ''}`
}

/**
 * The API server of a kubeconfig's current context. Nothing is touched but the namespace of this run.
 * @throws Error in a sentence when it can't be reached or refuses the namespace
 */
export async function openClusterJudge(kubeconfig: string): Promise<Judge> {
  const { transport, context } = await openCluster(kubeconfig)
  const call: Call = (method, url, body, contentType = 'application/json') => {
    const [path = '', query = ''] = url.split('?')
    return transport.request({
      method,
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { 'content-type': contentType },
      ...(body !== undefined && { body })
    })
  }
  const version = recordOf(JSON.parse((await call('GET', '/version')).body))
  const namespace = await createNamespace(call)
  const close = async (): Promise<void> => {
    await call('DELETE', `/api/v1/namespaces/${namespace}`)
  }
  try {
    // Pods are refused until the controller manager has made it.
    const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`
    await until(
      'Pods may be created',
      30_000,
      async () => (await call('GET', account)).status === 200
    )
  } catch (error) {
    await close()
    throw error
  }
  const name = `the API server ${stringOf(version.gitVersion) ?? ''} of ${context}`
  return { name, call, namespace, close }
}

async function createNamespace(call: Call): Promise<string> {
  const metadata = { generateName: 'netlabs-oracle-', labels: { 'netlabs/run': 'oracle' } }
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata })
  const answer = await call('POST', '/api/v1/namespaces', body)
  const said = recordOf(JSON.parse(answer.body))
  const name = stringOf(recordOf(said.metadata).name)
  if (answer.status === 201 && name !== undefined) return name
  throw new Error(`No namespace could be created for the questions: ${String(said.message)}`)
}
