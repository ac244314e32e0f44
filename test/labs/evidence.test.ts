/** What a verification leaves behind for a person, for a program and for a build server. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { isRecord, itemsOf, recordOf } from '../../src/base/json.ts'
import { formatLabRuns } from '../../src/cli/lab-formats.ts'
import { evidenceJson, evidenceMarkdown } from '../../src/labs/evidence-report.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { checkXml } from '../support/check-xml.ts'
import { projectRoot } from '../support/service.ts'
import { labCalled, Playground, provenSteps } from './playground.ts'

const lab = labCalled('pod-to-pod-across-namespaces')
const isolate = provenSteps(lab).find(({ id }) => id === 'isolate')
assert.ok(isolate)

async function proven(t: TestContext, as: Partial<LabCluster> = {}): Promise<StepResult> {
  const playground = new Playground(t, lab)
  playground.asked = { ...playground.cluster, ...as }
  await playground.playBefore(isolate ?? assert.fail())
  await playground.apply('solution/30-isolate.yaml')
  return playground.verify('9.2')
}

test('9.2 rests on a baseline, the blocked requests, two controls and the name', async t => {
  const { verdict, simulated, checks } = await proven(t)
  assert.equal(verdict, 'pass')
  assert.equal(simulated, true)
  const [check] = checks
  const [baseline, ...samples] = check?.evidence ?? []
  assert.deepEqual([baseline?.role, baseline?.outcome], ['baseline', 'reached'])
  assert.equal(samples.length, 18, 'three times the same six')
  for (let i = 0; i < samples.length; i += 6) {
    const round = samples.slice(i, i + 6)
    assert.deepEqual(
      round.map(({ role, outcome }) => `${role} ${outcome}`),
      [
        ...['subject timeout', 'subject timeout', 'subject timeout'],
        ...['control reached', 'control reached', 'dns reached']
      ]
    )
    const [byName, byClusterIp, byPodIp, neighbour, own] = round.map(({ to }) => to)
    assert.equal(byName, 'http://web.backend.svc.cluster.local')
    assert.match(byClusterIp ?? '', /^http:\/\/10\.96\.\d+\.\d+:80\/$/)
    assert.match(byPodIp ?? '', /^http:\/\/10\.244\.\d+\.\d+:8080\/$/)
    assert.equal(neighbour, byName)
    assert.equal(own, 'http://portal.frontend.svc.cluster.local')
    const times = round.map(({ at }) => at)
    assert.ok(Math.max(...times) - Math.min(...times) <= 5_000, 'in the same seconds')
    for (const { what } of round) assert.match(what, /^kubectl -n (frontend|backend) exec client-/)
  }
})

test('as Markdown it has every probe in a table and says that it is simulated', async t => {
  const result = await proven(t)
  const page = evidenceMarkdown(lab, isolate, result)
  assert.match(page, /^# Proven \(simulated\): 9\.2\b/)
  assert.match(page, /no packet was sent/)
  assert.match(page, /TCP from this Pod to this Service by name/)
  const rows = page.split('\n').filter(line => /^\| (baseline|subject|control|dns) \|/.test(line))
  const columns = /^\| what .*$/m.exec(page)?.[0].split('|').length
  assert.equal(rows.length, result.checks[0]?.evidence.length)
  for (const row of rows) assert.equal(row.split(/(?<!\\)\|/).length, columns, row)
  for (const { what } of result.checks[0]?.evidence ?? []) assert.ok(page.includes(what), what)
})

test('as JSON it has the same with its times', async t => {
  const result = await proven(t)
  const json = recordOf(JSON.parse(JSON.stringify(evidenceJson(result))))
  assert.equal(json.version, 1)
  const probes = itemsOf(recordOf(itemsOf(json.checks)[0]).evidence).map(recordOf)
  assert.equal(probes.length, result.checks[0]?.evidence.length)
  for (const { at, took } of probes) {
    assert.match(String(at), /^2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.equal(typeof took, 'number')
  }
})

test('on a cluster that is not simulated nothing says so', async t => {
  const result = await proven(t, { simulated: false, context: 'kind-lab' })
  assert.equal(result.verdict, 'pass', result.sentence)
  const page = evidenceMarkdown(lab, isolate, result)
  assert.match(page, /^# Proven: 9\.2\b/)
  assert.doesNotMatch(page, /simulated|no packet/i)
  assert.match(page, /Observed in the cluster of the context `kind-lab`/)
})

test('JUnit tells failures from errors and survives whatever a program says', async t => {
  const result = await proven(t)
  const [check] = result.checks
  assert.ok(check)
  const nasty = '\u0007 "quoted" <b> & \n\t 𝒳 ]]> \uD800 \uFFFF'
  const xml = formatLabRuns('junit', [
    {
      lab,
      results: [
        {
          ...result,
          checks: [
            check,
            { ...check, verdict: 'fail', title: nasty, sentence: nasty, next: nasty },
            { ...check, verdict: 'inconclusive' },
            { ...check, verdict: 'blocked', evidence: [] }
          ]
        }
      ]
    }
  ])
  checkXml(xml)
  assert.match(xml, /<testsuites tests="4" failures="1" errors="2">/)
  assert.match(
    xml,
    /<failure type="fail" message=" &quot;quoted&quot; &lt;b&gt; &amp; &#10;&#9; 𝒳 ]]&gt;/
  )
  assert.equal(xml.match(/<error type="(inconclusive|blocked)"/g)?.length, 2)
})

test('a run without results has not passed', () => {
  assert.equal(
    recordOf(JSON.parse(formatLabRuns('json', [{ lab: lab, results: [] }]))).passed,
    false
  )
})

test('the description of the JSON report shows the fields that it has', async t => {
  const page = readFileSync(path.join(projectRoot, 'docs/lab-reports.md'), 'utf8')
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as unknown
  const playground = new Playground(t, lab)
  await playground.playBefore(isolate)
  const connect = await playground.verify('9.1')
  const real = JSON.parse(formatLabRuns('json', [{ lab: lab, results: [connect] }])) as unknown
  assert.deepEqual(shapeOf(example), shapeOf(real))
})

/** The fields of a value and of what is in it, with the first item standing for a list. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (!isRecord(value)) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]))
}
