/** What a learner is told to look at when a request ends at a proxy, or never gets to one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterWith, shop, verdictOf } from './one-check.ts'

const through = `kind: http
from: {namespace: shop, workload: pod/client}
to: http://shop.test/api/orders
via: {gateway: {namespace: shop, name: door}}
`
const around = 'kind: http\nfrom: {namespace: shop, workload: pod/client}\nto: http://web.shop\n'

interface Row {
  readonly title: string
  readonly check: string
  readonly status: number
  readonly says: RegExp
}

const rows: readonly Row[] = [
  {
    title: 'a 404 at a Gateway is about its routes',
    check: `${through}expect: {status: 200}`,
    status: 404,
    says: /no rule matches this host name and path/
  },
  {
    title: 'a 404 of a Service is about its Pods',
    check: `${around}expect: {status: 200}`,
    status: 404,
    says: /which Pods the Service selects/
  },
  {
    title: 'an answer where 404 belongs is about a rule that takes too much',
    check: `${through}expect: {status: 404}`,
    status: 200,
    says: /take more than they should/
  },
  {
    title: 'a 503 at a Gateway is about what stands behind the route',
    check: `${through}expect: {status: 200}`,
    status: 503,
    says: /endpoints of that Service/
  }
]

const more: readonly Row[] = [
  {
    title: 'an answer of somebody else at a Gateway is about the rule and its Service',
    check: `${through}expect: {status: 200, bodyMatches: other}`,
    status: 200,
    says: /which Service it leads to/
  },
  {
    title: 'an answer where 500 belongs is about a rule or a grant',
    check: `${through}expect: {status: 500}`,
    status: 200,
    says: /a ReferenceGrant/
  }
]

for (const { title, check, status, says } of [...rows, ...more])
  test(title, async () => {
    const cluster = clusterWith(shop, ([program]) =>
      program === 'curl' ? { stdout: `text\n${status} 0.001 0.002 192.0.2.10` } : undefined
    )
    const { verdict, next } = await verdictOf(cluster, check)
    assert.equal(verdict, 'fail')
    assert.match(next ?? '', says)
  })

test('a Gateway without an address leads to the load balancer that is missing', async () => {
  const pending = shop.replace('{type: IPAddress, value: 192.0.2.20}', '')
  assert.notEqual(pending, shop)
  const { verdict, next } = await verdictOf(
    clusterWith(pending, () => undefined),
    `${through}expect: {status: 200}`
  )
  assert.equal(verdict, 'fail')
  assert.match(next ?? '', /a load balancer such as MetalLB is missing/)
})

test('a name of all clusters that does not resolve leads to its export', async () => {
  const cluster = clusterWith(shop, ([program]) =>
    program === 'curl' ? { exitCode: 6, stderr: 'curl: (6) Could not resolve host' } : undefined
  )
  const { next } = await verdictOf(
    cluster,
    'kind: http\nfrom: {namespace: shop, workload: pod/client}\nto: http://web.shop.svc.clusterset.local\nexpect: {status: 200}'
  )
  assert.match(next ?? '', /a ServiceExport with the very name/)
})

test('a Service of another type is not told to wait for an address', async () => {
  const inside = shop
    .replace('{ingress: [{ip: 192.0.2.10}]}', '{}')
    .replace('  clusterIP: 10.96.0.7', '  type: ClusterIP\n  clusterIP: 10.96.0.7')
  const { verdict, next } = await verdictOf(
    clusterWith(inside, () => undefined),
    'kind: addresses\nof: {service: {namespace: shop, name: web}, address: loadBalancer}\nexpect: {families: [IPv4]}'
  )
  assert.equal(verdict, 'fail')
  assert.match(next ?? '', /Only a Service of the type LoadBalancer/)
})
