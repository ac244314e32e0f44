import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Practice } from './practice.ts'

let practice: Practice
before(() => {
  practice = new Practice()
})
after(() => practice.cluster.dispose())

interface BadRequest {
  readonly title: string
  readonly method: string
  readonly url: string
  readonly body?: string
  readonly type?: string
  readonly code: number
  readonly says: RegExp
}

const maps = '/api/v1/namespaces/default/configmaps'
const requests: readonly BadRequest[] = [
  { title: 'half of an object', method: 'POST', url: maps, body: '{"a":', code: 400, says: /JSON/ },
  { title: 'no body', method: 'POST', url: maps, code: 400, says: /JSON/ },
  { title: 'a list', method: 'POST', url: maps, body: '[]', code: 400, says: /one object/ },
  {
    title: 'an object nested thousands of times',
    method: 'POST',
    url: maps,
    body: `${'{"metadata":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    code: 400,
    says: /nested too deeply/
  },
  {
    title: 'broken YAML',
    method: 'POST',
    url: maps,
    body: 'a: [\n',
    type: 'application/yaml',
    code: 400,
    says: /error decoding YAML/
  },
  {
    title: 'a media type that is none',
    method: 'POST',
    url: maps,
    body: 'x',
    type: 'text/plain',
    code: 415,
    says: /accepted media types include: application\/json/
  },
  { title: 'a strange token', method: 'GET', url: `${maps}?continue=xx`, code: 400, says: /token/ },
  { title: 'a strange limit', method: 'GET', url: `${maps}?limit=x`, code: 400, says: /ParseInt/ },
  { title: 'an unknown kind', method: 'GET', url: '/api/v1/foos', code: 404, says: /not find/ },
  { title: 'a strange method', method: 'TRACE', url: maps, code: 405, says: /does not allow/ },
  {
    title: 'autoscaling/v1, which has a reason',
    method: 'GET',
    url: '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers',
    code: 501,
    says: /measures no load/
  },
  {
    title: 'a watch from a version that is none',
    method: 'GET',
    url: `${maps}?watch=1&resourceVersion=abc`,
    code: 400,
    says: /invalid resource version "abc"/
  }
]

for (const { title, method, url, body, type, code, says } of requests)
  test(`${title} is answered with ${code} and a sentence`, async () => {
    const answer = await practice.call(method, url, body, type === undefined ? {} : { type })
    assert.equal(answer.status, code, JSON.stringify(answer.body))
    assert.equal(answer.at('kind'), 'Status')
    assert.match(String(answer.at('message')), says)
  })

test('a path that nobody serves is answered by a page and no Status, as by a real server', async () => {
  for (const path of ['/nowhere', '/apis/nothing.example/v1/things']) {
    const answer = await practice.call('GET', path)
    assert.equal(answer.status, 404)
    assert.equal(answer.body, '404 page not found\n')
  }
})
