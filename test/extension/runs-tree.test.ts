import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runsTree } from '../../src/extension/views/runs-tree.ts'
import type { KubeObject } from '../../src/model/object.ts'

const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }
const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop', deletionTimestamp: '2026-05-12T10:42:00Z' }
}
const run = { lab: 'dns', title: 'Names', run: 'dns-1', since: '10:42' }

test('a run shows what it has made, Namespaces first, and what is on its way out', () => {
  const [row] = runsTree([{ ...run, objects: [service, namespace] }])
  assert.equal(row?.description, '2 objects · since 10:42')
  assert.deepEqual(
    row.children.map(({ label, description }) => `${label} | ${description ?? ''}`),
    ['shop | Namespace', 'cart | Service · shop · is being deleted']
  )
  assert.deepEqual(row.step, { lab: 'dns' })
})

test('a run that has made nothing here has no row', () => {
  assert.deepEqual(runsTree([{ ...run, objects: [] }]), [])
})
