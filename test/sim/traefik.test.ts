/** Traefik's own kinds: IngressRoute and TraefikService. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { traefikRuleOf } from '../../src/net/traefik/traefik-rule.ts'
import { namespace, pod, Practice, service } from './practice.ts'

const api = 'traefik.io/v1alpha1'

function said(name: string): readonly object[] {
  const container = { args: [`-text=${name}`, '-listen=:8080'] }
  return [
    pod('shop', name, 'hashicorp/http-echo', { container }),
    service('shop', name, { ports: [{ name: 'http', port: 80, targetPort: 8080 }] })
  ]
}

describe('IngressRoute and TraefikService', () => {
  let practice: Practice
  before(async () => {
    practice = new Practice()
    await practice.apply(
      namespace('shop'),
      ...said('blue'),
      ...said('green'),
      pod('shop', 'client', 'curlimages/curl', { container: { command: ['sleep', 'inf'] } }),
      {
        apiVersion: api,
        kind: 'TraefikService',
        metadata: { name: 'both', namespace: 'shop' },
        spec: {
          weighted: {
            services: [
              { name: 'blue', port: 80, weight: 3 },
              { name: 'green', port: 'http', weight: 1 }
            ]
          }
        }
      },
      {
        apiVersion: api,
        kind: 'IngressRoute',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          entryPoints: ['web'],
          routes: [
            {
              match: 'Host(`shop.example`)',
              kind: 'Rule',
              services: [{ name: 'both', kind: 'TraefikService' }]
            },
            {
              match: 'Host(`shop.example`) && PathPrefix(`/green`)',
              kind: 'Rule',
              services: [{ name: 'green', port: 80 }]
            },
            {
              match: 'Host(`lost.example`)',
              kind: 'Rule',
              services: [{ name: 'nobody', port: 80 }]
            }
          ]
        }
      }
    )
  })
  const ask = async (host: string, path: string, times = 1): Promise<string> => {
    const line = `for i in $(seq ${times}); do curl -s -H 'Host: ${host}' http://traefik.traefik${path}; done`
    return (await practice.exec('shop', 'client', ['sh', '-c', line])).stdout.trim()
  }

  test('a weighted service shares requests', async () => {
    const answers = (await ask('shop.example', '/', 40)).split('\n')
    assert.equal(answers.filter(one => one === 'blue').length, 30)
    assert.equal(answers.filter(one => one === 'green').length, 10)
  })

  test('the longer rule takes precedence', async () => {
    assert.equal(await ask('shop.example', '/green/x', 1), 'green')
  })

  test('what no rule takes, and what leads nowhere, is not found', async () => {
    assert.equal(await ask('other.example', '/'), '404 page not found')
    assert.match(await ask('lost.example', '/'), /Service shop\/nobody or its port is not there/)
  })
})

describe('Middlewares', () => {
  test('are refused in a sentence rather than left out', async () => {
    const practice = new Practice()
    const client = { container: { command: ['sleep', 'inf'] } }
    await practice.apply(
      namespace('shop'),
      ...said('blue'),
      pod('shop', 'client', 'curlimages/curl', client),
      {
        apiVersion: api,
        kind: 'IngressRoute',
        metadata: { name: 'web', namespace: 'shop' },
        spec: {
          routes: [
            {
              match: 'PathPrefix(`/`)',
              kind: 'Rule',
              middlewares: [{ name: 'strip' }],
              services: [{ name: 'blue', port: 80 }]
            }
          ]
        }
      }
    )
    const asked = await practice.exec('shop', 'client', ['curl', '-sS', 'http://traefik.traefik/'])
    assert.equal(asked.exitCode, 126)
    assert.match(
      asked.stderr,
      /IngressRoute shop\/web sends requests through Middlewares, which are not modelled/
    )
  })
})

test('rules: every matcher, with and, or, not and parentheses', () => {
  const request = {
    method: 'GET',
    host: 'a.example',
    path: '/api/v1?q=1',
    headers: { 'x-a': 'one' },
    secure: false,
    port: 80
  }
  const cases: readonly (readonly [string, boolean])[] = [
    ['Host(`a.example`)', true],
    ['Host("b.example")', false],
    ['!Host(`b.example`) && Method(`GET`)', true],
    ['(Host(`b.example`) || PathPrefix(`/api`)) && Header(`X-A`, `one`)', true],
    ['Host(`b.example`) || PathPrefix(`/api`) && Header(`X-A`, `two`)', false],
    ['HostRegexp(`^[a-c]\\.example$`)', true],
    ['Path(`/api/v1`) && Query(`q`, `1`)', true],
    ['PathRegexp(`v[0-9]$`) && HeaderRegexp(`X-A`, `^o`)', true]
  ]
  for (const [rule, expected] of cases) {
    const read = traefikRuleOf(rule)
    assert.ok(typeof read !== 'string', `${rule}: ${String(read)}`)
    assert.equal(read(request), expected, rule)
  }
  for (const rule of ['', 'Hots(`a`)', '(Host(`a`)', 'Host(`a`) Host(`b`)', 'Host(`a`) &&'])
    assert.equal(typeof traefikRuleOf(rule), 'string', rule)
})
