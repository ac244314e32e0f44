/** What decided a verdict, down to the line of the file; and what a hint says of the present state. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withPlaces } from '../../src/labs/deciding-field.ts'
import { evidenceMarkdown } from '../../src/labs/evidence-report.ts'
import { hintOf } from '../../src/labs/hints.ts'
import { labCalled, Playground, provenSteps, readLabFile } from './playground.ts'

const lab = labCalled('pod-to-pod-across-namespaces')
const isolate = lab.steps.find(({ id }) => id === 'isolate')
assert.ok(isolate)

test('a block names the policy that cuts off, and the line of its selector', async t => {
  const playground = new Playground(t, lab)
  await playground.playBefore(isolate)
  await playground.apply('solution/30-isolate.yaml')
  const result = await playground.verify('isolate')
  const text = readLabFile(lab, 'solution/30-isolate.yaml')
  const placed = withPlaces(
    result,
    new Map([
      ['other.yaml', { text: readLabFile(lab, 'manifests/20-apps.yaml') }],
      ['30-isolate.yaml', { text, uri: 'file:///30-isolate.yaml' }]
    ])
  )
  const [field] = placed.checks[0]?.decidedBy ?? []
  assert.equal(field?.kind, 'NetworkPolicy')
  assert.equal(field.file, '30-isolate.yaml')
  assert.match(text.split('\n')[(field.line ?? 0) - 1] ?? '', /podSelector/)
  const page = evidenceMarkdown(lab, isolate, placed)
  assert.match(
    page,
    /Decided by:\*\*\n\n- NetworkPolicy backend\/[\w-]+, spec\.podSelector in \[30-isolate\.yaml:\d+\]\(file:\/\/\/30-isolate\.yaml#L\d+\)/
  )
})

test('a way that is still open names the rule that lets it through', async t => {
  const playground = new Playground(t, lab)
  await playground.playBefore(isolate)
  await playground.apply('wrong/every-namespace.yaml')
  const { checks } = await playground.verify('isolate')
  assert.match(checks[0]?.decidedBy?.[0]?.path ?? '', /^spec\.ingress\[0\]\.from\[0\]/)
})

test('a block that was never seen open says why it can no longer pass', async t => {
  const playground = new Playground(t, lab)
  for (const step of provenSteps(lab)) {
    const files = step.solution ?? step.manifests ?? []
    await playground.apply(...files)
  }
  const result = await playground.verify('isolate')
  assert.equal(result.verdict, 'inconclusive')
  assert.match(result.checks[0]?.stuck ?? '', /it is cut off already/)
  assert.match(evidenceMarkdown(lab, isolate, result), /\*\*It can no longer pass\*\*, because/)
  const hint = hintOf(isolate, 'where', result)
  assert.match(hint.now ?? '', /The request is cut off now.*It can no longer pass, because/)
})

test('a hint knows how far somebody has come', async t => {
  const apps = lab.steps[0]
  assert.ok(apps)
  const playground = new Playground(t, lab)
  await playground.apply('manifests/10-namespaces.yaml', 'manifests/20-apps.yaml')
  await playground.apply('wrong/selector-with-a-typo.yaml')
  const result = await playground.verify('apps')
  const nudge = hintOf(apps, 'nudge', result)
  assert.deepEqual([nudge.text, nudge.more], [apps.hints.nudge, 'where'])
  assert.match(nudge.now ?? '', /^4 of 5 checks have passed\. Open is: Service web has endpoints\./)
  assert.match(hintOf(apps, 'solve', result).now ?? '', /no ready endpoint\. Compare its selector/)
  assert.equal(hintOf(apps, 'solve', result).more, undefined)
  assert.equal(hintOf(apps, 'nudge').now, undefined)
  await playground.apply('manifests/20-apps.yaml')
  assert.equal(
    hintOf(apps, 'nudge', await playground.verify('apps')).now,
    'All checks of this step have passed.'
  )
})
