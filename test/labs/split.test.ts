/** Shares of answers: what is honest, what is not, and what can't be counted. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '../../src/labs/verdict.ts'
import { clusterWith, shop, verdictOf } from './one-check.ts'

const check = (shares: string, more = ''): string =>
  `kind: split\nfrom: {namespace: shop, workload: pod/client}\nto: http://shop.test\nvia: {gateway: {namespace: shop, name: door}}\nidentity: {header: x-version}\nshares: {${shares}}\n${more}`

/** Answers of which each says who it is from, in the words of curl. */
function printing(
  identityOf: (i: number) => string | undefined,
  more = ''
): { readonly run: () => { readonly stdout: string }; readonly commands: string[] } {
  let sent = 0
  const commands: string[] = []
  const answer = (): string => {
    const identity = identityOf(sent++)
    return identity === undefined
      ? '\n--netlabs-- 000\n'
      : `HTTP/1.1 200 OK\r\nX-Version: ${identity}\r\n${more}\r\nhello\n--netlabs-- 200\n`
  }
  return {
    commands,
    run: (...[command]: readonly (readonly string[])[]) => {
      const script = command?.at(-1) ?? ''
      commands.push(script)
      const times = /^for i in ([\d ]+);/.exec(script)?.[1]?.split(' ').length ?? 0
      return { stdout: Array.from({ length: times }, answer).join('') }
    }
  }
}

/** Every n-th answer comes from v2. */
const everyNth =
  (n: number) =>
  (i: number): string =>
    i % n === n - 1 ? 'v2' : 'v1'

interface Row {
  readonly title: string
  readonly shares: string
  readonly answers: (i: number) => string | undefined
  readonly more?: string
  readonly verdict: Verdict
  readonly says: RegExp
}

const table: readonly Row[] = [
  {
    title: '90 : 10, kept',
    shares: 'v1: 90, v2: 10',
    answers: everyNth(10),
    verdict: 'pass',
    says: /400 answers: v1 360, v2 40\. 10 % for v2 may be 22 to 61 by chance/
  },
  {
    title: '80 : 20 for 90 : 10',
    shares: 'v1: 90, v2: 10',
    answers: everyNth(5),
    verdict: 'fail',
    says: /v2 80\. 10 % for v2 may be 22 to 61/
  },
  {
    title: 'all to one for 90 : 10',
    shares: 'v1: 90, v2: 10',
    answers: () => 'v1',
    verdict: 'fail',
    says: /v1 400, v2 0/
  },
  {
    title: 'weights that are no percentages',
    shares: 'v1: 3, v2: 1',
    answers: everyNth(4),
    verdict: 'pass',
    says: /25 % for v2/
  },
  {
    title: 'nothing for one of them, kept',
    shares: 'v1: 1, v2: 0',
    answers: () => 'v1',
    verdict: 'pass',
    says: /100 answers: v1 100, v2 0\. Nobody else may answer/
  },
  {
    title: 'nothing for one of them, seen once',
    shares: 'v1: 1, v2: 0',
    answers: i => (i % 60 === 50 ? 'v2' : 'v1'),
    verdict: 'fail',
    says: /v2 has no share and was seen/
  },
  {
    title: 'three equal ones, kept',
    shares: 'v0: 1, v1: 1, v2: 1',
    answers: i => `v${i % 3}`,
    verdict: 'pass',
    says: /v0 133, v1 13[34], v2 13[34]/
  },
  {
    title: 'three equal ones, of which one is preferred',
    shares: 'v0: 1, v1: 1, v2: 1',
    answers: i => `v${i % 4 === 3 ? 0 : i % 4}`,
    verdict: 'fail',
    says: /less than 0\.1 % of all runs/
  },
  {
    title: 'a few answers of nobody',
    shares: 'v1: 1, v2: 1',
    answers: i => (i > 20 && i % 50 === 0 ? undefined : everyNth(2)(i)),
    verdict: 'inconclusive',
    says: /8 of 400 answers were others, such as no answer/
  },
  {
    title: 'many answers of a stranger',
    shares: 'v1: 1, v2: 1',
    answers: i => (i > 20 && i % 10 === 0 ? 'v3' : everyNth(2)(i)),
    verdict: 'fail',
    says: /such as 200 from v3/
  },
  {
    title: 'a cookie',
    shares: 'v1: 1, v2: 1',
    answers: everyNth(2),
    more: 'Set-Cookie: lb=1\r\n',
    verdict: 'inconclusive',
    says: /set a cookie/
  },
  {
    title: 'a stranger at once',
    shares: 'v1: 1, v2: 1',
    answers: () => 'nginx',
    verdict: 'fail',
    says: /got 200 from nginx, so there is nothing to count yet/
  }
]

for (const { title, shares, answers, more, verdict, says } of table)
  test(`${title} is ${verdict}`, async () => {
    const { run, commands } = printing(answers, more)
    const result = await verdictOf(clusterWith(shop, run), check(shares))
    assert.equal(result.verdict, verdict, result.sentence)
    assert.match(result.sentence, says)
    if (verdict !== 'pass') assert.ok(result.next)
    const counted = commands.find(command => command.includes('curl'))
    assert.ok(counted)
    assert.match(counted, /-H 'Host: shop\.test'/)
    assert.match(counted, / http:\/\/192\.0\.2\.20;/)
  })

test('an image without curl counts nothing', async () => {
  const cluster = clusterWith(shop, () => ({ exitCode: 127, stderr: 'sh: curl: not found\n' }))
  const { verdict, sentence } = await verdictOf(cluster, check('v1: 1, v2: 1'))
  assert.equal(verdict, 'blocked')
  assert.match(sentence, /has no curl/)
})

test('identities in a JSON body and by an expression are read', async () => {
  for (const identity of ['json: pod.name', 'body: "\\"name\\":\\"(v\\\\d)\\""']) {
    let i = 0
    const cluster = clusterWith(shop, command => {
      const times = /^for i in ([\d ]+);/.exec(command.at(-1) ?? '')?.[1]?.split(' ').length ?? 0
      const bodies = Array.from(
        { length: times },
        () => `HTTP/1.1 200 OK\r\n\r\n{"pod":{"name":"v${(i++ % 2) + 1}"}}\n--netlabs-- 200\n`
      )
      return { stdout: bodies.join('') }
    })
    const text = check('v1: 1, v2: 1').replace('header: x-version', identity)
    const { verdict, sentence } = await verdictOf(cluster, text)
    assert.equal(verdict, 'pass', sentence)
  }
})
