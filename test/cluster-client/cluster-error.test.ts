import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorOfResponse, type ClusterErrorReason } from '../../src/cluster/cluster-error.ts'

const table: readonly (readonly [status: number, reason: string, expected: ClusterErrorReason])[] =
  [
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [409, 'AlreadyExists', 'conflict'],
    [409, 'Conflict', 'conflict'],
    [410, 'Gone', 'gone'],
    [410, 'Expired', 'gone'],
    [422, 'Invalid', 'invalid'],
    [400, 'BadRequest', 'invalid'],
    [504, 'Timeout', 'timeout'],
    [500, 'ServerTimeout', 'timeout'],
    [429, 'TooManyRequests', 'too-many-requests'],
    [500, 'InternalError', 'server-error'],
    [503, 'ServiceUnavailable', 'server-error']
  ]

for (const [code, reason, expected] of table)
  test(`a Status with ${code} ${reason} is the error ${expected}, with a sentence`, () => {
    const body = JSON.stringify({ kind: 'Status', code, reason, message: 'something is the case' })
    const error = errorOfResponse({ status: code, body })
    assert.equal(error.reason, expected)
    assert.match(error.message, /^[A-Z].*\.$/s)
    assert.match(error.hint ?? '', /^[A-Z].*\.$/s)
    assert.equal(error.status?.reason, reason)
  })

for (const [code, , expected] of table.filter(([, reason]) => reason !== 'ServerTimeout'))
  test(`an answer with ${code} and no Status is the error ${expected}`, () => {
    for (const body of ['', '<html>502 Bad Gateway</html>', 'upstream failed'])
      assert.equal(errorOfResponse({ status: code, body }).reason, expected)
  })

test("a proxy's page of HTML never becomes a message", () => {
  const error = errorOfResponse({ status: 502, body: '<html><body>Bad Gateway</body></html>' })
  assert.doesNotMatch(error.message, /</)
})

test('Retry-After of an answer without a Status is kept', () => {
  const error = errorOfResponse({ status: 429, headers: { 'retry-after': '7' }, body: '' })
  assert.equal(error.status?.details?.retryAfterSeconds, 7)
})

test('an object in a Namespace that is missing is told apart from a missing object', () => {
  const body = JSON.stringify({
    kind: 'Status',
    code: 404,
    reason: 'NotFound',
    message: 'namespaces "frontend" not found',
    details: { name: 'frontend', kind: 'namespaces' }
  })
  const error = errorOfResponse({ status: 404, body })
  assert.equal(error.reason, 'not-found')
  assert.match(error.message, /Namespace frontend does not exist/)
})
