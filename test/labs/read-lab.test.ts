/** What `lab.yaml` may not say: each mistake is told at its own line, in words that lead to its mending. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLab } from '../../src/labs/read-lab.ts'
import { schemaProblems } from '../../src/base/schema-problems.ts'

const good = `id: sample
title: A sample
description: Enough of a lab to be read.
group: Policies
level: beginner
minutes: 5
topics: [dns]
backlog: ["9"]
requires: [exec]
namespaces: [sample]
steps:
  - id: first
    title: The first step
    goal: A request is answered.
    page: 1-first.md
    picture: {file: pictures/first.svg, alt: An arrow from a client to a server.}
    manifests: [manifests/10.yaml]
    checks:
      - id: reached
        kind: http
        title: The client reaches the server
        from: {namespace: sample, workload: deploy/client}
        to: http://web.sample.svc.cluster.local
        expect: {status: 200}
        claims: This request.
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
  - id: second
    title: The second step
    goal: The request is cut off.
    page: 2-second.md
    picture: {file: pictures/second.svg, alt: An arrow that ends at a gate.}
    checks:
      - id: cut-off
        kind: blocked
        title: The client is cut off
        from: {namespace: sample, workload: deploy/client}
        to: http://web.sample.svc.cluster.local
        expect: {status: 200}
        baseline: reached
        control: {from: {namespace: sample, workload: deploy/neighbour}}
        dns: web.sample.svc.cluster.local
        claims: This request.
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
`

test('a lab without mistakes is read', () => {
  const { lab, problems } = readLab(good)
  assert.deepEqual(problems, [])
  assert.equal(lab?.id, 'sample')
})

interface Mistake {
  readonly title: string
  /** What is replaced in the good lab; the first place counts. */
  readonly from: string
  readonly to: string
  /** The problems as they are told: line and words. */
  readonly says: readonly (readonly [line: number, message: RegExp])[]
}

const mistakes: readonly Mistake[] = [
  {
    title: 'no YAML',
    from: 'topics: [dns]',
    to: 'topics: [dns',
    says: [[8, /./]]
  },
  {
    title: 'a key twice',
    from: 'level: beginner',
    to: 'level: beginner\nlevel: expert',
    says: [[6, /level/]]
  },
  {
    title: 'a missing field',
    from: 'title: A sample\n',
    to: '',
    says: [[1, /^The field title is missing\.$/]]
  },
  {
    title: 'an unknown field',
    from: 'minutes: 5',
    to: 'minuets: 5',
    says: [
      [1, /^The field minutes is missing\.$/],
      [6, /^minuets: There is no field minuets here\. Did you mean minutes\?$/]
    ]
  },
  {
    title: 'a number that is text',
    from: 'minutes: 5',
    to: 'minutes: "5"',
    says: [[6, /^minutes: This has to be a whole number, not a text\.$/]]
  },
  {
    title: 'no minute at all',
    from: 'minutes: 5',
    to: 'minutes: 0',
    says: [[6, /^minutes: This has to be 1 at least\.$/]]
  },
  {
    title: 'a group that there is not',
    from: 'group: Policies',
    to: 'group: Policy',
    says: [[4, /^group: This has to be one of First steps, Policies, /]]
  },
  {
    title: 'an id with capitals',
    from: 'id: sample',
    to: 'id: Sample',
    says: [[1, /^id: “Sample” does not have the form \^/]]
  },
  {
    title: 'a backlog number that YAML reads as a number',
    from: 'backlog: ["9"]',
    to: 'backlog: [9]',
    says: [[8, /^backlog\[0\]: This has to be a text, not a number\. Put it in quotes\.$/]]
  },
  {
    title: 'no step',
    from: good.slice(good.indexOf('steps:')),
    to: 'steps: []\n',
    says: [[11, /^steps: This has to have at least 1 item\.$/]]
  },
  {
    title: 'a title that is too long',
    from: 'title: A sample',
    to: `title: ${'long '.repeat(20)}`,
    says: [[2, /^title: This has to have at most 60 characters\.$/]]
  },
  {
    title: 'a file outside of the folder',
    from: 'page: 1-first.md',
    to: 'page: ../1-first.md',
    says: [[15, /^steps\[0\]\.page: “\.\.\/1-first\.md” does not have the form/]]
  },
  {
    title: 'a check of a kind that there is not',
    from: 'kind: http',
    to: 'kind: htpt',
    says: [
      [
        20,
        /^steps\[0\]\.checks\[0\]\.kind: This has to be one of http, blocked, dns, object, .*attest\.$/
      ]
    ]
  },
  {
    title: 'a check without a kind',
    from: '        kind: http\n',
    to: '',
    says: [[19, /^steps\[0\]\.checks\[0\]: The field kind is missing\.$/]]
  },
  {
    title: 'a field that this kind of check lacks',
    from: 'expect: {status: 200}',
    to: 'expect: {status: 200}\n        dns: web',
    says: [[25, /^steps\[0\]\.checks\[0\]\.dns: There is no field dns here\.$/]]
  },
  {
    title: 'a status that HTTP lacks',
    from: 'expect: {status: 200}',
    to: 'expect: {status: 1000}',
    says: [[24, /^steps\[0\]\.checks\[0\]\.expect\.status: This has to be 599 at most\.$/]]
  },
  {
    title: 'a client that is no workload',
    from: 'workload: deploy/client',
    to: 'workload: client',
    says: [[22, /^steps\[0\]\.checks\[0\]\.from\.workload: “client” does not have the form/]]
  },
  {
    title: 'an address of another protocol',
    from: 'to: http://web',
    to: 'to: ftp://web',
    says: [[23, /^steps\[0\]\.checks\[0\]\.to: “ftp:/]]
  },
  {
    title: 'hints with a rung missing',
    from: 'where: Two., ',
    to: '',
    says: [[26, /^steps\[0\]\.hints: The field where is missing\.$/]]
  },
  {
    title: 'a list where a map belongs',
    from: 'hints: {nudge: One., where: Two., difference: Three., solve: Four.}',
    to: 'hints: [One]',
    says: [[26, /^steps\[0\]\.hints: This has to be a map, not a list\.$/]]
  },
  {
    title: 'two steps of one name',
    from: 'id: second',
    to: 'id: first',
    says: [[27, /^steps\[1\]\.id: Another step is called first\.$/]]
  },
  {
    title: 'two checks of one name',
    from: 'id: cut-off',
    to: 'id: reached',
    says: [[33, /^steps\[1\]\.checks\[0\]\.id: Another check is called reached\.$/]]
  },
  {
    title: 'a baseline that there is not',
    from: 'baseline: reached',
    to: 'baseline: reach',
    says: [
      [
        39,
        /^steps\[1\]\.checks\[0\]\.baseline: No http, tcp or udp check before this one has that id\.$/
      ]
    ]
  },
  {
    title: 'a baseline of another request',
    from: '        to: http://web.sample.svc.cluster.local\n        expect: {status: 200}\n        baseline',
    to: '        to: http://web\n        expect: {status: 200}\n        baseline',
    says: [[39, /^steps\[1\]\.checks\[0\]\.baseline: The baseline has to be the same request/]]
  },
  {
    title: 'a baseline that comes later',
    from: good.slice(good.indexOf('  - id: first'), good.indexOf('  - id: second')),
    to: '',
    says: [[24, /baseline: No http, tcp or udp check before this one has that id\.$/]]
  },
  {
    title: 'a step that nothing could finish',
    from: good.slice(good.indexOf('    checks:'), good.indexOf('    hints:')),
    to: '    checks: []\n',
    says: [
      [12, /^steps\[0\]: A step needs a check or a completion, or it could never be done\.$/],
      [32, /baseline: No http, tcp or udp check before this one has that id/]
    ]
  },
  {
    title: 'checks and a completion',
    from: '    manifests: [manifests/10.yaml]\n',
    to: '    manifests: [manifests/10.yaml]\n    completion: {event: lab-opened}\n',
    says: [[18, /^steps\[0\]\.completion: A step with checks is done when they pass/]]
  },
  {
    title: 'a completion by a file that the step lacks',
    from: good.slice(good.indexOf('    checks:'), good.indexOf('    hints:')),
    to: '    completion: {event: clean-file, file: manifests/20.yaml}\n    checks: []\n',
    says: [
      [18, /^steps\[0\]\.completion\.file: This is none of the step’s manifests\.$/],
      [33, /baseline/]
    ]
  },
  {
    title: 'a completion by an unknown event',
    from: '    manifests: [manifests/10.yaml]\n',
    to: '    manifests: [manifests/10.yaml]\n    completion: {event: file-opened}\n',
    says: [
      [
        18,
        /^steps\[0\]\.completion\.event: This has to be one of clean-file, cluster-connected, lab-opened\.$/
      ]
    ]
  },
  {
    title: 'a name that should give nobody',
    from: good.slice(good.indexOf('        kind: http'), good.indexOf('        claims:')),
    to: '        kind: dns\n        title: A name\n        from: {namespace: sample, workload: deploy/client}\n        name: web\n        expect: nothing\n',
    says: [
      [
        24,
        /^steps\[0\]\.checks\[0\]\.expect: This has to be a map or "no-such-name" or "no-record"\.$/
      ]
    ]
  },
  {
    title: 'a question whose answer is no option',
    from: '    manifests: [manifests/10.yaml]\n',
    to: '    question: {text: Which?, options: [One, Two], answer: Three, because: So.}\n',
    says: [[17, /^steps\[0\]\.question\.answer: This is none of the options\./]]
  },
  {
    title: 'a line of the plan in another form',
    from: '    manifests: [manifests/10.yaml]\n',
    to: '    covers: ["9 topic 1"]\n',
    says: [[17, /^steps\[0\]\.covers\[0\]: “9 topic 1” does not have the form/]]
  },
  {
    title: 'a second document',
    from: 'id: sample',
    to: 'id: sample\n---\nid: sample',
    says: [[1, /^A lab is one YAML document\.$/]]
  }
]

for (const { title, from, to, says } of mistakes)
  test(`a lab with ${title} is not read, and it is said why`, () => {
    assert.ok(good.includes(from), 'the case changes nothing')
    const { lab, problems } = readLab(good.replace(from, () => to))
    assert.equal(lab, undefined)
    const told = problems.map(({ line, message }) => `${line}: ${message}`).join('\n')
    assert.equal(problems.length, says.length, told)
    for (const [i, [line, message]] of says.entries()) {
      const problem = problems[i]
      assert.equal(problem?.line, line, told)
      assert.match(problem.message, message, told)
    }
  })

for (const text of ['', '# nothing\n', 'hello', '[]', 'null'])
  test(`${JSON.stringify(text)} is no lab`, () => {
    const { lab, problems } = readLab(text)
    assert.equal(lab, undefined)
    assert.ok(problems.length > 0)
  })

test('a keyword of the schema that nothing checks can’t slip in', () => {
  assert.throws(() => schemaProblems('x', { contentEncoding: 'base64' }), /contentEncoding/)
})
