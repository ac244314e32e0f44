import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, proseOf, tableOf } from '../../src/labs/evidence-page.ts'
import { evidenceMarkdown } from '../../src/labs/evidence-report.ts'
import type { Lab } from '../../src/labs/lab.ts'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import type { StepResult } from '../../src/labs/step-result.ts'

const lab = { title: 'Pod-to-Pod' } as Lab
const step = { id: 'isolate', title: 'Close the door', backlog: ['9.2'] } as unknown as LabStep
const result: StepResult = {
  lab: 'pod-to-pod',
  step: 'isolate',
  verdict: 'pass',
  sentence: 'frontend/client is cut off: http://web.backend.svc.cluster.local timed out after 3 s.',
  simulated: true,
  context: 'practice',
  startedAt: 0,
  finishedAt: 3200,
  baselines: [],
  checks: [
    {
      id: 'blocked',
      title: 'frontend no longer reaches web',
      verdict: 'pass',
      sentence:
        'frontend/client is cut off: http://web.backend.svc.cluster.local timed out after 3 s.',
      claims: 'one client',
      evidence: [
        {
          role: 'subject',
          from: 'Pod frontend/client',
          to: 'http://web.backend.svc.cluster.local',
          what: 'curl -s http://web.backend.svc.cluster.local',
          result: 'timed out after 3 s',
          outcome: 'timeout',
          at: 0,
          took: 3000
        }
      ]
    }
  ]
}

test('an address never becomes a link', () => {
  assert.equal(
    proseOf('It got http://10.96.1.1:80/, then (http://a/b).'),
    'It got <code>http:<wbr>//<wbr>10.<wbr>96.<wbr>1.<wbr>1:80/</code>, then (<code>http:<wbr>//<wbr>a/<wbr>b</code>).'
  )
})

test('marks of Markdown and HTML in what a cluster says stay letters', () => {
  assert.equal(proseOf('a *b* <img src=x>'), String.raw`a \*b\* \<img src=x\>`)
  assert.equal(codeOf('<b>`*'), '<code>&lt;b&gt;&#96;&#42;</code>')
  assert.deepEqual(tableOf(['a'], [['x | y\nz']]), ['| a |', '| --- |', '| x &#124; y z |', ''])
})

test('a page says the verdict, that it is simulated, the probes in order and how to ask again', () => {
  const page = evidenceMarkdown(lab, step, result)
  assert.match(page, /^# Proven \(simulated\): 9\.2 Close the door$/m)
  assert.match(page, /^> \*\*Simulated\.\*\*/m)
  assert.match(
    page,
    /^\| subject \| Pod frontend\/client → <code>.*<\/code> \| timed out after 3 s \| \d[^|]* \|$/m
  )
  assert.match(page, /^```sh\ncurl -s http:\/\/web\.backend\.svc\.cluster\.local\n```$/m)
  assert.match(page, /^\*\*This covers:\*\* one client$/m)
})

test('the sentence of a single check is said once', () => {
  const page = evidenceMarkdown(lab, step, result)
  assert.equal(page.split('is cut off').length - 1, 1)
})
