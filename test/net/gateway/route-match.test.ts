import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { HTTPRoute, HTTPRouteMatch } from '../../../src/model/gateway-kinds.ts'
import { hostnameAllows, hostnameRank, hostOfHeader } from '../../../src/net/gateway/hostname.ts'
import { pathMatches, ruleFor } from '../../../src/net/gateway/route-match.ts'
import { FairTurns } from '../../../src/net/proxy/fair-turns.ts'

interface Given {
  readonly name: string
  readonly hostnames?: readonly string[]
  readonly created?: string
  readonly matches: readonly (HTTPRouteMatch | undefined)[]
}

function route({ name, hostnames, created = '2026-01-01T00:00:00Z', matches }: Given): HTTPRoute {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'shop', creationTimestamp: created },
    spec: {
      ...(hostnames && { hostnames }),
      rules: matches.map(match => (match ? { matches: [match] } : {}))
    }
  }
}

const prefix = (value: string): HTTPRouteMatch => ({ path: { type: 'PathPrefix', value } })
const exact = (value: string): HTTPRouteMatch => ({ path: { type: 'Exact', value } })

/** `name/rule` of what takes the request. */
function taken(routes: readonly Given[], path: string, host = 'a.example', headers = {}): string {
  const request = { method: 'GET', host, path, headers, secure: false, port: 80 }
  const found = ruleFor(routes.map(route), undefined, request)
  return found ? `${found.route.metadata.name ?? ''}/${found.ruleIndex}` : 'nothing'
}

describe('precedence', () => {
  const cases: readonly (readonly [string, readonly Given[], string, string])[] = [
    ['Exact before a prefix', [{ name: 'a', matches: [prefix('/x'), exact('/x')] }], '/x', 'a/1'],
    [
      'the longest prefix',
      [{ name: 'a', matches: [prefix('/'), prefix('/x/y')] }],
      '/x/y/z',
      'a/1'
    ],
    ['a rule without matches takes all', [{ name: 'a', matches: [undefined] }], '/z', 'a/0'],
    [
      'a method before headers',
      [
        {
          name: 'a',
          matches: [
            { ...prefix('/'), headers: [{ name: 'X-A', value: '1' }] },
            { ...prefix('/'), method: 'GET' }
          ]
        }
      ],
      '/',
      'a/1'
    ],
    [
      'more headers before fewer',
      [
        {
          name: 'a',
          matches: [
            { headers: [{ name: 'x-a', value: '1' }] },
            {
              headers: [
                { name: 'x-a', value: '1' },
                { name: 'X-B', value: '2' }
              ]
            }
          ]
        }
      ],
      '/',
      'a/1'
    ],
    [
      'query parameters come last',
      [
        {
          name: 'a',
          matches: [
            { queryParams: [{ name: 'q', value: '1' }] },
            { headers: [{ name: 'x-a', value: '1' }] }
          ]
        }
      ],
      '/?q=1',
      'a/1'
    ],
    [
      'the first of equal rules',
      [{ name: 'a', matches: [prefix('/x'), prefix('/x')] }],
      '/x',
      'a/0'
    ],
    [
      'the oldest of equal routes',
      [
        { name: 'a', created: '2026-01-02T00:00:00Z', matches: [prefix('/')] },
        { name: 'b', created: '2026-01-01T00:00:00Z', matches: [prefix('/')] }
      ],
      '/',
      'b/0'
    ],
    [
      'the first by name of routes as old',
      [
        { name: 'b', matches: [prefix('/')] },
        { name: 'a', matches: [prefix('/')] }
      ],
      '/',
      'a/0'
    ],
    [
      'a full hostname before a wildcard, however long the path',
      [
        { name: 'wild', hostnames: ['*.example'], matches: [exact('/x')] },
        { name: 'full', hostnames: ['a.example'], matches: [prefix('/')] }
      ],
      '/x',
      'full/0'
    ],
    [
      'no route for another host',
      [{ name: 'a', hostnames: ['b.example'], matches: [prefix('/')] }],
      '/',
      'nothing'
    ]
  ]
  for (const [title, routes, path, expected] of cases)
    test(title, () => {
      assert.equal(taken(routes, path, 'a.example', { 'x-a': '1', 'x-b': '2' }), expected)
    })
})

test('a path prefix counts by whole elements', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['PathPrefix', '/foo', '/foo', true],
    ['PathPrefix', '/foo', '/foo/', true],
    ['PathPrefix', '/foo/', '/foo', true],
    ['PathPrefix', '/foo', '/foobar', false],
    ['PathPrefix', '/', '/anything', true],
    ['Exact', '/foo', '/foo/', false],
    ['Exact', '/foo', '/foo', true],
    ['RegularExpression', '/v[12]/.*', '/v1/x', true],
    ['RegularExpression', '/v[12]', '/v1/x', false],
    ['RegularExpression', '(', '/v1', false]
  ]
  for (const [type, value, path, expected] of cases)
    assert.equal(pathMatches(type, value, path), expected, `${type} ${value} ${path}`)
})

test('hostnames: wildcards stand for one label or more, ports and the root dot do not count', () => {
  assert.equal(hostnameAllows('*.example', 'a.b.example'), true)
  assert.equal(hostnameAllows('*.example', 'example'), false)
  assert.equal(hostnameAllows(undefined, 'example'), true)
  assert.equal(hostOfHeader('Shop.Example.:8080'), 'shop.example')
  assert.equal(hostOfHeader('[fd00::1]:80'), 'fd00::1')
  const ranks = ['a.b.example', 'b.example', '*.b.example', '*.example', ''].map(hostnameRank)
  assert.deepEqual(
    ranks,
    [...ranks].sort((a, b) => b - a)
  )
})

test('turns give each backend exactly its share, and never one of weight zero', () => {
  const turns = new FairTurns()
  const weights = [5, 0, 3, 2]
  const counts = [0, 0, 0, 0]
  const order: number[] = []
  for (let i = 0; i < 30; i++) {
    const index = turns.next('rule', weights) ?? -1
    counts[index] = (counts[index] ?? 0) + 1
    order.push(index)
  }
  assert.deepEqual(counts, [15, 0, 9, 6])
  assert.notDeepEqual(order.slice(0, 5), [0, 0, 0, 0, 0], 'shares are interleaved')
  assert.equal(turns.next('rule', [0, 0]), undefined)
  assert.equal(turns.next('rule', []), undefined)
})
