import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { stringify } from 'yaml'
import type { ClusterError } from '../../src/cluster/cluster-error.ts'
import { createCluster } from '../../src/cluster/cluster.ts'
import { clusterTransport } from '../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../src/node/kubeconfig.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import type { FakeClock } from '../support/fake-clock.ts'
import { folderWith } from './temporary-folder.ts'

export const version = JSON.stringify({ major: '1', minor: '37', gitVersion: 'v1.37.0' })

export interface Recorded {
  readonly url: string
  readonly requests: http.IncomingMessage[]
}

/** A server that keeps what it was asked; plain HTTP, which is taken on this machine. */
export async function serverThat(
  t: TestContext,
  answer: http.RequestListener = (_request, response) => response.end(version)
): Promise<Recorded> {
  const requests: http.IncomingMessage[] = []
  const server = http.createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

export interface Entries {
  readonly cluster: object
  readonly user?: object
  readonly files?: Readonly<Record<string, string>>
}

/** Asks for /version through a kubeconfig with these entries. */
export async function askVersion(
  t: TestContext,
  { cluster, user = {}, files = {} }: Entries,
  options: {
    readonly execTimeoutMs?: number
    readonly clock?: FakeClock
    /** Requests one after the other; before each but the first the clock goes on by 6 s. */
    readonly times?: number
  } = {}
): Promise<{ readonly error?: ClusterError; readonly folder: string }> {
  const folder = folderWith(t, {
    ...files,
    config: stringify({
      contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }]
    })
  })
  for (const name of Object.keys(files)) chmodSync(path.join(folder, name), 0o755)
  const kubeconfig = await readKubeconfig([path.join(folder, 'config')])
  assert.ok(kubeconfig.ok)
  const { times = 1, ...rest } = options
  const transport = clusterTransport(kubeconfig.value, 'here', {
    env: process.env,
    path: () => Promise.resolve(process.env.PATH ?? ''),
    ...rest
  })
  if (!transport.ok) return { error: transport.error, folder }
  const setup = { context: 'here', simulated: false, clock: systemClock, random: Math.random }
  const client = createCluster(transport.value, setup)
  const answers = []
  for (let time = 0; time < times; time++) {
    if (time > 0) await options.clock?.advance(6_000)
    answers.push(await client.version())
  }
  const last = answers.at(-1)!
  return { folder, ...(!last.ok && { error: last.error }) }
}
