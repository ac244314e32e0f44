/** What clients read of the kinds under /openapi/v3 before they send anything. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Practice } from './practice.ts'

const merges = 'application/strategic-merge-patch+json'

async function patchTypesOf(document: string, path: string): Promise<readonly string[]> {
  const answer = await new Practice().call('GET', `/openapi/v3/${document}`)
  const paths = answer.at('paths') as Record<string, any>
  return Object.keys(paths[`/${document}/${path}`].patch.requestBody.content)
}

test('a strategic merge patch is offered for built-in kinds and for no custom one', async () => {
  const deployments = await patchTypesOf(
    'apis/apps/v1',
    'namespaces/{namespace}/deployments/{name}'
  )
  assert.ok(deployments.includes(merges))
  const routes = await patchTypesOf(
    'apis/gateway.networking.k8s.io/v1',
    'namespaces/{namespace}/httproutes/{name}'
  )
  assert.deepEqual(routes.length, 3)
  assert.ok(!routes.includes(merges))
})

test('a kind that is served without a schema is described, so that kubectl applies it', async () => {
  const practice = new Practice()
  const index = await practice.call('GET', '/openapi/v3')
  assert.ok('apis/metallb.io/v1beta1' in (index.at('paths') as object))
  const types = await patchTypesOf(
    'apis/metallb.io/v1beta1',
    'namespaces/{namespace}/ipaddresspools/{name}'
  )
  assert.ok(!types.includes(merges))
  assert.equal((await practice.call('GET', '/openapi/v3/apis/nobody.example/v1')).status, 404)
})
