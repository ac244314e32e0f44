/** The Multi-Cluster Services API in a clusterset of one practice cluster. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namespace, pod, Practice, service } from './practice.ts'

const apis = '/apis/multicluster.x-k8s.io/v1alpha1/namespaces/shop'

function exported(name: string): object {
  return {
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceExport',
    metadata: { name, namespace: 'shop' }
  }
}

async function shop(...objects: readonly object[]): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    namespace('shop'),
    pod('shop', 'web', 'nginx'),
    service('shop', 'web', { ports: [{ name: 'http', port: 80 }] }),
    pod('shop', 'client', 'nicolaka/netshoot', { container: { command: ['sleep', 'inf'] } }),
    ...objects
  )
  return practice
}

async function run(practice: Practice, ...command: readonly string[]): Promise<string> {
  return (await practice.exec('shop', 'client', command)).stdout.trim()
}

test('an exported Service has a name and an address in the clusterset, until it is withdrawn', async () => {
  const practice = await shop()
  const name = 'web.shop.svc.clusterset.local'
  const ask = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', `http://${name}/`]
  assert.equal(await run(practice, ...ask), '000')
  await practice.apply(exported('web'))
  const read = await practice.call('GET', `${apis}/serviceimports/web`)
  assert.equal(read.at('spec.type'), 'ClusterSetIP')
  assert.equal(read.at('status.clusters[0].cluster'), 'practice')
  const own = await practice.call('GET', '/api/v1/namespaces/shop/services/web')
  assert.notEqual(read.at('spec.ips[0]'), own.at('spec.clusterIP'))
  assert.equal(await run(practice, 'dig', '+short', name), read.at('spec.ips[0]'))
  assert.equal(
    await run(practice, 'dig', '+short', 'SRV', `_http._tcp.${name}`),
    `0 100 80 ${name}.`
  )
  assert.equal(await run(practice, ...ask), '200')
  await practice.call('DELETE', `${apis}/serviceexports/web`)
  await practice.settle()
  assert.equal((await practice.call('GET', `${apis}/serviceimports/web`)).status, 404)
  assert.equal(await run(practice, ...ask), '000')
})

test('an export says when there is nothing to export', async () => {
  const alias = service('shop', 'alias', { type: 'ExternalName', externalName: 'a.example' })
  const practice = await shop(alias, exported('nobody'), exported('alias'), exported('web'))
  const reason = async (name: string): Promise<unknown> =>
    (await practice.call('GET', `${apis}/serviceexports/${name}`)).at('status.conditions[0].reason')
  assert.equal(await reason('nobody'), 'NoService')
  assert.equal(await reason('alias'), 'InvalidServiceType')
  assert.equal(await reason('web'), 'Valid')
  assert.equal((await practice.call('GET', `${apis}/serviceimports/nobody`)).status, 404)
})
