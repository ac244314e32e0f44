/** Istio in two clusters is one mesh only with one root and a gateway between them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detectCapability, type CapabilityFinding } from '../../src/labs/capabilities.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import { clusterWith, verdictOf } from './one-check.ts'

const istiod =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}\nstatus: {availableReplicas: 1}\n---\n'
const root = (text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-ca-root-cert, namespace: istio-system}\ndata: {root-cert.pem: ${text}}\n---\n`
const gateway =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istio-eastwestgateway, namespace: istio-system, labels: {istio: eastwestgateway}}\n'

const cluster = (manifests: string): LabCluster => clusterWith(istiod + manifests, () => undefined)
const found = (here: string, there: string | undefined): Promise<CapabilityFinding> =>
  detectCapability('joined-meshes', {
    cluster: cluster(here),
    ...(there !== undefined && { other: cluster(there) })
  })

const rows: readonly (readonly [
  title: string,
  here: string,
  there: string | undefined,
  state: CapabilityFinding['state'],
  how: RegExp
])[] = [
  ['no second cluster', root('a'), undefined, 'no', /no second context/],
  ['two roots', root('a'), root('b') + gateway, 'no', /a root certificate of its own/],
  ['one root and no gateway', root('a'), root('a'), 'no', /no east-west gateway/],
  ['one root and a gateway', root('a'), root('a') + gateway, 'yes', /the same root/],
  ['a root that can’t be read', '', root('a') + gateway, 'unknown', /can’t be read/]
]

for (const [title, here, there, state, how] of rows)
  test(`joined meshes, ${title}: ${state}`, async () => {
    const finding = await found(here, there)
    assert.equal(finding.state, state, finding.how)
    assert.match(finding.how, how)
  })

test('who only knows that there is a second cluster learns nothing about it', async () => {
  const one = cluster(root('a') + gateway)
  const { state } = await detectCapability('joined-meshes', { cluster: one, other: one })
  assert.equal(state, 'unknown')
})

test('a check between two meshes that are not joined is blocked, with what makes one of them', async () => {
  const check = 'kind: attest\nlook: A line.\nrequires: [two-clusters, istio, joined-meshes]'
  const { verdict, sentence, next } = await verdictOf(cluster(root('a')), check, {
    other: cluster(root('b'))
  })
  assert.equal(verdict, 'blocked')
  assert.match(
    sentence,
    /^Blocked, because this needs a mesh that spans both clusters, and each of/
  )
  assert.match(next ?? '', /cacerts.*east-west gateway.*create-remote-secret/)
})
