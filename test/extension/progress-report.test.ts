import assert from 'node:assert/strict'
import { test } from 'node:test'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import {
  progressJson,
  progressMarkdown,
  type ProgressSource
} from '../../src/extension/labs/progress-report.ts'
import type { StepRecord } from '../../src/extension/labs/progress-store.ts'

const labs = productLabs()
const record: StepRecord = {
  done: true,
  verdict: 'pass',
  sentence: 'It answers | as meant.',
  at: Date.UTC(2026, 4, 12, 10, 42),
  context: 'practice',
  simulated: true,
  checks: [],
  report: '# Proven',
  evidence: { version: 1 }
}
const progress: ProgressSource = {
  of: (lab, step) => (lab === 'get-started' && step === 'reach' ? record : undefined),
  isSkipped: (lab, step) => lab === 'get-started' && step === 'block'
}

test('the page counts every step and says where and when each was seen', () => {
  const page = progressMarkdown(labs, progress, () => 'noon')
  const steps = labs.flatMap(lab => lab.steps).length
  assert.match(page, new RegExp(`1 of ${steps} steps in ${labs.length} labs are done`))
  assert.match(
    page,
    /\| Reach the server \| Proven \| It answers \\\| as meant\. \| practice \(simulated\) \| noon \|/
  )
  assert.match(page, /\| Block it and read why \| Skipped \|/)
  assert.equal(page.match(/^## /gm)?.length, 1, 'labs that were not begun have no section')
})

test('a step that lacks something says because of what, and how to get it', () => {
  const lacking: StepRecord = {
    ...record,
    done: false,
    verdict: 'blocked',
    sentence: 'Blocked, because this needs Istio, and the kind is not served.',
    checks: [
      { title: 'a', verdict: 'pass', sentence: 'It answers.' },
      { title: 'b', verdict: 'blocked', sentence: 'x', next: 'Install it. `istioctl install`' }
    ]
  }
  const page = progressMarkdown(labs, { ...progress, of: () => lacking }, () => 'noon')
  assert.match(
    page,
    /\| Needs more \| Blocked, because this needs Istio, and the kind is not served\. Install it\. `istioctl install` \|/
  )
})

test('the data holds every step, with the evidence of those that were verified', () => {
  const { labs: all } = progressJson(labs, progress) as {
    labs: { id: string; steps: { id: string; done: boolean; evidence?: unknown; at?: string }[] }[]
  }
  assert.equal(all.length, labs.length)
  const reach = all.find(({ id }) => id === 'get-started')?.steps.find(({ id }) => id === 'reach')
  assert.equal(reach?.at, '2026-05-12T10:42:00.000Z')
  assert.deepEqual(reach.evidence, { version: 1 })
})
