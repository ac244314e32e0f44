import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareReach, reachMatrix, type ReachMatrix } from '../../src/net/reach.ts'
import { networkWith, podNamed, policy } from './example-cluster.ts'

const isolated = policy('backend/same', {
  podSelector: {},
  ingress: [{ from: [{ podSelector: {} }] }]
})

test('a matrix has one cell per source, destination and declared port', () => {
  const network = networkWith(isolated)
  const matrix = reachMatrix(network, {
    from: ['frontend/client', 'backend/client'].map(title => podNamed(network, title)),
    to: ['backend/nginx-1', 'frontend/portal'].map(title => podNamed(network, title))
  })
  assert.deepEqual(summary(matrix), [
    'client nginx-1 TCP 8080 denied',
    'client portal TCP 8080 allowed',
    'client nginx-1 TCP 8080 allowed',
    'client portal TCP 8080 allowed'
  ])
  assert.ok(matrix.cells.every(cell => cell.listens))
})

test('all running Pods take part unless some are named', () => {
  const network = networkWith()
  const matrix = reachMatrix(network, { ports: [{ port: 9, protocol: 'TCP' }] })
  assert.equal(matrix.from.length, 7)
  assert.equal(matrix.cells.length, 49)
  assert.ok(matrix.cells.every(cell => cell.verdict.allowed && !cell.listens))
})

test('a change is told by what it opens and closes', () => {
  const before = reachMatrix(networkWith())
  const after = reachMatrix(networkWith(isolated))
  const { opened, closed } = compareReach(before, after)
  assert.deepEqual(opened, [])
  assert.deepEqual(
    [...new Set(closed.map(cell => cell.from.metadata.namespace))],
    ['kube-system', 'frontend']
  )
  assert.deepEqual(
    summary({ ...after, cells: compareReach(after, before).opened }).length,
    closed.length
  )
})

function summary(matrix: ReachMatrix): readonly string[] {
  return matrix.cells.map(
    ({ from, to, protocol, port, verdict }) =>
      `${from.metadata.name ?? ''} ${to.metadata.name ?? ''} ${protocol} ${port} ${verdict.allowed ? 'allowed' : 'denied'}`
  )
}
