/** What a check of `lab.yaml` may not say beyond the schema, and its neighbour that may stand there. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readLab } from '../../src/labs/read-lab.ts'
import { projectRoot } from '../support/service.ts'

const head = `id: sample
title: A sample
description: Enough of a lab to be read.
group: Policies
level: beginner
minutes: 5
topics: [dns]
backlog: [E14]
requires: [exec]
namespaces: [sample]
steps:
  - id: first
    title: The first step
    goal: Something is the case.
    page: 1-first.md
    picture: {file: pictures/first.svg, alt: An arrow from a client to a server.}
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
    checks:
`

function problemsOf(...checks: readonly string[]): readonly string[] {
  const items = checks.map((check, i) => {
    const own = check.split('; ').map(line => `        ${line}\n`)
    return `      - id: c${i}\n        title: It is so\n        claims: That it is so.\n${own.join('')}`
  })
  return readLab(head + items.join('')).problems.map(({ message }) => message)
}

const from = 'from: {namespace: a, workload: deploy/client}'

interface Row {
  readonly wrong: string
  readonly says: RegExp
  readonly right: string
}

const table: readonly Row[] = [
  {
    wrong: 'kind: object; object: {apiVersion: v1, kind: Pod}; expect: exists',
    says: /object: Give either a name or labels\./,
    right: 'kind: object; object: {apiVersion: v1, kind: Pod, labels: {app: web}}; expect: exists'
  },
  {
    wrong:
      'kind: object; object: {apiVersion: v1, kind: Pod, name: web}; expect: exists; atLeast: 2',
    says: /atLeast: Only objects that are found by labels are counted\./,
    right:
      'kind: object; object: {apiVersion: v1, kind: Pod, labels: {app: web}}; expect: exists; atLeast: 2'
  },
  {
    wrong:
      'kind: object; object: {apiVersion: v1, kind: Pod, name: web}; expect: exists; fields: [{path: spec}]',
    says: /fields: Each field takes exactly one of equals, matches, exists and absent\./,
    right:
      'kind: object; object: {apiVersion: v1, kind: Pod, name: web}; expect: exists; fields: [{path: spec, exists: true}]'
  },
  {
    wrong:
      'kind: object; object: {apiVersion: v1, kind: Pod, name: web}; expect: absent; condition: {type: Ready, status: "True"}',
    says: /expect: What is absent has no fields/,
    right: 'kind: object; object: {apiVersion: v1, kind: Pod, name: web}; expect: absent'
  },
  {
    wrong: `kind: tcp; ${from}; to: tcp://web.a:80; expect: silent`,
    says: /expect: Silence shows nothing by itself\./,
    right: `kind: tcp; ${from}; to: tcp://web.a:80; expect: silent; control: {from: {namespace: a, workload: deploy/friend}}`
  },
  {
    wrong: `kind: http; ${from}; to: http://web.a; expect: {status: 200}; via: {}`,
    says: /via: Exactly one of the choices has to be given\./,
    right: `kind: http; ${from}; to: http://web.a; expect: {status: 200}; via: {gateway: {namespace: a, name: door}}`
  },
  {
    wrong: `kind: http; from: host; to: http://web.a; expect: {status: 200}; via: {gateway: {namespace: a, name: door}, address: nodePort}`,
    says: /via: Only a Service has the address nodePort\./,
    right: `kind: http; from: host; to: http://web.a; expect: {status: 200}; via: {service: {namespace: a, name: door}, address: nodePort}`
  },
  {
    wrong: `kind: http; ${from}; to: http://web.a; expect: {status: 200, bodyMatches: "("}`,
    says: /bodyMatches: “\(” is no regular expression\./,
    right: `kind: http; ${from}; to: http://web.a; expect: {status: 200, bodyMatches: "web-.+"}`
  },
  {
    wrong: 'kind: refused; manifest: manifests/10.yaml',
    says: /manifest: Say by field or words why it is refused/,
    right: 'kind: refused; manifest: manifests/10.yaml; words: unknown field'
  },
  {
    wrong: `kind: split; ${from}; to: http://web.a; identity: {}; shares: {v1: 90, v2: 10}`,
    says: /identity: Exactly one of the choices/,
    right: `kind: split; ${from}; to: http://web.a; identity: {header: x-version}; shares: {v1: 90, v2: 10}`
  },
  {
    wrong: `kind: split; ${from}; to: http://web.a; identity: {header: x-version}; shares: {v1: 90}`,
    says: /shares: At least two servers/,
    right: `kind: split; ${from}; to: http://web.a; identity: {json: pod}; shares: {v1: 100, v2: 0}`
  },
  {
    wrong: `kind: ping; ${from}; expect: answered`,
    says: /to: Say where it goes, either by to or by via\./,
    right: `kind: ping; ${from}; to: web.a; family: IPv6; expect: answered`
  },
  {
    wrong: `kind: metric; query: up; expect: {}`,
    says: /expect: Give atLeast or atMost/,
    right: `kind: metric; query: up; expect: {atLeast: 1}`
  },
  {
    wrong: `kind: http; ${from}; to: http://web.a; expect: {status: 200}; via: {service: {namespace: a, name: web}, address: forward}`,
    says: /via: A tunnel begins at this machine/,
    right: `kind: http; from: host; to: http://web.a; expect: {status: 200}; via: {service: {namespace: a, name: web}, address: forward}`
  },
  {
    wrong: `kind: tcp; from: host; to: tcp://web.a:80; expect: open; via: {service: {namespace: a, name: web}, address: forward}`,
    says: /via: A tunnel takes every connection/,
    right: `kind: tcp; from: host; to: tcp://web.a:80; expect: open; via: {service: {namespace: a, name: web}}`
  },
  {
    wrong:
      'kind: capture; at: {namespace: a, workload: pod/web}; filter: port 9; expect: {atMost: 0}',
    says: /control: Say which packets must be seen meanwhile/,
    right:
      'kind: capture; at: {namespace: a, workload: pod/web}; filter: port 9; control: tcp; expect: {atMost: 0}'
  },
  {
    wrong: 'kind: addresses; of: nodes; expect: {}',
    says: /expect: Nothing is expected/,
    right: 'kind: addresses; of: nodes; expect: {families: [IPv4, IPv6]}'
  }
]

for (const { wrong, says, right } of table)
  test(`${wrong} is told`, () => {
    const told = problemsOf(wrong)
    assert.equal(told.length, 1, told.join('\n'))
    assert.match(told[0] ?? '', says)
    assert.deepEqual(problemsOf(right), [])
  })

test('a block over TCP rests on a check of the same connection', () => {
  const open = `kind: tcp; ${from}; to: tcp://db.a:5432; expect: open`
  const block = (to: string): string =>
    `kind: blocked; ${from}; to: ${to}; baseline: c0; dns: db.a; control: {from: {namespace: a, workload: deploy/friend}}`
  assert.deepEqual(problemsOf(open, block('tcp://db.a:5432')), [])
  assert.match(problemsOf(open, block('tcp://db.a:80')).join(), /The baseline has to be the same/)
})

test('a block over HTTP says what the server answers, and which name resolves', () => {
  const open = `kind: http; ${from}; to: http://web.a; expect: {status: 200}`
  const told = problemsOf(
    open,
    `kind: blocked; ${from}; to: http://web.a; baseline: c0; control: {from: {namespace: a, workload: deploy/friend}}`
  )
  assert.deepEqual(
    told.map(one => one.split(': ')[0]),
    ['steps[0].checks[1].expect', 'steps[0].checks[1].dns']
  )
})

test('the checks that the guide shows are checks', () => {
  const page = readFileSync(path.join(projectRoot, 'docs/writing-a-lab.md'), 'utf8')
  const shown = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, text = '']) =>
    text.split(/^---\n/m)
  )
  assert.ok(shown.length >= 15)
  for (const check of shown)
    assert.deepEqual(problemsOf(check.trimEnd().split('\n').join('; ')), [], check)
})
