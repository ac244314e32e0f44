import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Practice, service } from './practice.ts'

const url = '/api/v1/namespaces/default/services/web'
const merge = { type: 'application/merge-patch+json' }

async function balanced(): Promise<Practice> {
  const practice = new Practice()
  const spec = {
    type: 'LoadBalancer',
    loadBalancerClass: 'example.com/one',
    ports: [{ name: 'http', port: 80 }]
  }
  await practice.apply(service('default', 'web', spec))
  return practice
}

test('the class of a load balancer may not change', async () => {
  const practice = await balanced()
  const spec = { loadBalancerClass: 'example.com/two' }
  const answer = await practice.call('PATCH', url, { spec }, merge)
  assert.equal(answer.status, 422)
  assert.match(String(answer.at('message')), /loadBalancerClass: .* may not change once set$/)
})

test('an address of a load balancer is a virtual one unless its status says otherwise', async () => {
  const practice = await balanced()
  const ingress = [
    { ip: '198.51.100.7' },
    { ip: '198.51.100.8', ipMode: 'Proxy' },
    { hostname: 'a.b' }
  ]
  const status = { loadBalancer: { ingress } }
  const answer = await practice.call('PATCH', `${url}/status`, { status }, merge)
  assert.equal(answer.at('status.loadBalancer.ingress[0].ipMode'), 'VIP')
  assert.equal(answer.at('status.loadBalancer.ingress[1].ipMode'), 'Proxy')
  assert.equal(answer.at('status.loadBalancer.ingress[2].ipMode'), undefined)
})

test('a Service that is no load balancer any more loses what only those have', async () => {
  const practice = await balanced()
  const answer = await practice.call('PATCH', url, { spec: { type: 'ClusterIP' } }, merge)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  for (const field of [
    'loadBalancerClass',
    'allocateLoadBalancerNodePorts',
    'externalTrafficPolicy',
    'ports[0].nodePort'
  ])
    assert.equal(answer.at(`spec.${field}`), undefined, field)
})

test('one that becomes a NodePort keeps the policy for traffic from outside', async () => {
  const practice = await balanced()
  const answer = await practice.call('PATCH', url, { spec: { type: 'NodePort' } }, merge)
  assert.equal(answer.at('spec.externalTrafficPolicy'), 'Cluster')
  assert.equal(answer.at('spec.loadBalancerClass'), undefined)
  assert.notEqual(answer.at('spec.ports[0].nodePort'), undefined)
})
