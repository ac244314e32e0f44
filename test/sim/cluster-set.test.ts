/** Two practice clusters that are joined, and what they share by the Multi-Cluster Services API. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ClusterSet } from '../../src/sim/cluster-set.ts'
import { namespace, pod, Practice, service } from './practice.ts'

const apis = '/apis/multicluster.x-k8s.io/v1alpha1/namespaces/shop'
const name = 'web.shop.svc.clusterset.local'

function exported(called: string): object {
  return {
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceExport',
    metadata: { name: called, namespace: 'shop' }
  }
}

/** A client here; a server, and a client of its own, there. */
async function joined(): Promise<{ readonly here: Practice; readonly there: Practice }> {
  const set = new ClusterSet()
  const here = new Practice({ site: { name: 'here', number: 1, set } })
  const there = new Practice({ site: { name: 'there', number: 2, set } })
  const client = pod('shop', 'client', 'nicolaka/netshoot', {
    container: { command: ['sleep', 'inf'] }
  })
  await here.apply(namespace('shop'), client)
  await there.apply(
    namespace('shop'),
    client,
    pod('shop', 'web', 'traefik/whoami'),
    service('shop', 'web', { ports: [{ name: 'http', port: 80 }] })
  )
  return { here, there }
}

async function ask(practice: Practice, url: string): Promise<string> {
  await practice.settle()
  const command = ['curl', '-s', '--connect-timeout', '1', '-w', '%{http_code}', url]
  return (await practice.exec('shop', 'client', command)).stdout.trim()
}

test('what one cluster exports has a name and an address in the other, whose Pods its Pods answer', async () => {
  const { here, there } = await joined()
  assert.equal(await ask(here, `http://${name}/`), '000')
  await there.apply(exported('web'))
  assert.match(await ask(here, `http://${name}/`), /^Hostname: web\n[^]*200$/)
  for (const practice of [here, there]) {
    const read = await practice.call('GET', `${apis}/serviceimports/web`)
    assert.equal(read.at('spec.type'), 'ClusterSetIP')
    assert.deepEqual(read.at('status.clusters'), [{ cluster: 'there' }])
  }
  assert.match(await ask(there, `http://${name}/`), /^Hostname: web\n[^]*200$/)
  // The name of one cluster stays with that cluster.
  assert.equal(await ask(here, 'http://web.shop.svc.cluster.local/'), '000')
})

test('an export that is withdrawn takes the name with it', async () => {
  const { here, there } = await joined()
  await there.apply(exported('web'))
  assert.match(await ask(here, `http://${name}/`), /200$/)
  await there.call('DELETE', `${apis}/serviceexports/web`)
  await there.settle()
  assert.equal(await ask(here, `http://${name}/`), '000')
  assert.equal((await here.call('GET', `${apis}/serviceimports/web`)).status, 404)
  const services = await here.call('GET', '/api/v1/namespaces/shop/services/clusterset-web')
  assert.equal(services.status, 404)
})

test('an export without its Service, or into a Namespace that the other lacks, is no import', async () => {
  const { here, there } = await joined()
  await there.apply(exported('nobody'))
  await here.settle()
  assert.equal((await here.call('GET', `${apis}/serviceimports/nobody`)).status, 404)
  await there.apply(
    namespace('far'),
    pod('far', 'web', 'traefik/whoami'),
    service('far', 'web', { ports: [{ port: 80 }] }),
    { ...exported('web'), metadata: { name: 'web', namespace: 'far' } }
  )
  await here.settle()
  const read = await here.call('GET', '/apis/multicluster.x-k8s.io/v1alpha1/serviceimports')
  assert.deepEqual(read.at('items'), [])
})

test('the server’s cluster decides who may ask, and takes nobody over there for one of its own', async () => {
  const { here, there } = await joined()
  const policy = (spec: object): object => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec }
  })
  await there.apply(exported('web'))
  // The client over there has the same labels and the same Namespace as the one here.
  await there.apply(
    policy({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }] })
  )
  assert.equal(await ask(here, `http://${name}/`), '000')
  assert.match(await ask(there, `http://${name}/`), /200$/)
  await there.apply(policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.244.0.0/16' } }] }] }))
  assert.match(await ask(here, `http://${name}/`), /200$/)
})

test('a policy here does not select a Pod over there', async () => {
  const { here, there } = await joined()
  await there.apply(exported('web'))
  await here.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'closed', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] }
  })
  assert.match(await ask(here, `http://${name}/`), /200$/)
})

test('Pods of two clusters have addresses of their own ranges', async () => {
  const { here, there } = await joined()
  const ip = async (practice: Practice): Promise<unknown> =>
    (await practice.call('GET', '/api/v1/namespaces/shop/pods/client')).at('status.podIP')
  assert.match(String(await ip(here)), /^10\.244\./)
  assert.match(String(await ip(there)), /^10\.245\./)
})

test('a Namespace goes although another cluster still exports into it', async () => {
  const { here, there } = await joined()
  await there.apply(exported('web'))
  await here.settle()
  await here.call('DELETE', '/api/v1/namespaces/shop')
  await here.settle()
  assert.equal((await here.call('GET', '/api/v1/namespaces/shop')).status, 404)
})

test('a cluster that leaves takes its exports with it', async () => {
  const { here, there } = await joined()
  await there.apply(exported('web'))
  assert.match(await ask(here, `http://${name}/`), /200$/)
  there.cluster.dispose()
  assert.equal(await ask(here, `http://${name}/`), '000')
})
