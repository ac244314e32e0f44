import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  labsTree,
  type LabFacts,
  type StepFacts,
  type StepFactsRecord
} from '../../src/extension/views/labs-tree.ts'
import type { TreeNode } from '../../src/extension/views/tree-node.ts'

const proven: StepFactsRecord = {
  done: true,
  verdict: 'pass',
  sentence: 'It answers.',
  simulated: true,
  time: '10:42',
  checks: [{ title: 'web answers', verdict: 'pass', sentence: 'It answers.' }]
}

function step(id: string, rest: Partial<StepFacts> = {}): StepFacts {
  return {
    id,
    title: id,
    goal: 'It works.',
    missing: [],
    skipped: false,
    asks: false,
    record: undefined,
    ...rest
  }
}

function lab(id: string, rest: Partial<LabFacts> = {}): LabFacts {
  return {
    id,
    title: `Lab ${id}`,
    description: 'What one can do afterwards.',
    group: 'Policies',
    level: 'beginner',
    minutes: 20,
    topics: ['dns'],
    missing: [],
    begun: false,
    suggested: false,
    own: false,
    steps: [step('one'), step('two')],
    ...rest
  }
}

/** Rows as indented lines: icon, label, description. */
function lines(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap(({ icon, label, description = '', children }) => [
    `${'  '.repeat(depth)}${icon} ${label} | ${description}`,
    ...lines(children, depth + 1)
  ])
}

test('labs stand in their groups, in the order of the learning path', () => {
  const shown = labsTree([
    lab('mesh', { group: 'Mesh' }),
    lab('a', { suggested: true }),
    lab('mine', { own: true })
  ])
  assert.deepEqual(lines(shown), [
    'library Policies | 0 of 1',
    '  circle-large Lab a | 0 of 2 · 20 min · next',
    '    circle-outline one | ',
    '    circle-outline two | ',
    'library Mesh | 0 of 1',
    '  circle-large Lab mesh | 0 of 2 · 20 min',
    '    circle-outline one | ',
    '    circle-outline two | ',
    'library Of this workspace | 0 of 1',
    '  circle-large Lab mine | 0 of 2 · 20 min',
    '    circle-outline one | ',
    '    circle-outline two | '
  ])
})

test('a step shows its verdict with word, mark and time, and its checks below', () => {
  const steps = [step('one', { record: proven }), step('two', { skipped: true })]
  assert.deepEqual(lines(labsTree([lab('a', { begun: true, steps })])), [
    'library Policies | 0 of 1',
    '  circle-large-filled Lab a | 1 of 2 · 20 min',
    '    pass-filled one | Proven · simulated · 10:42',
    '      pass-filled web answers | Proven',
    '    debug-step-over two | skipped'
  ])
})

test('a step that was done once says so when it is not met any more', () => {
  const record = { ...proven, verdict: 'fail' as const, simulated: false }
  const [group] = labsTree([lab('a', { steps: [step('one', { record })] })])
  const row = group?.children[0]?.children[0]
  assert.equal(row?.description, 'Not met · done before · 10:42')
  assert.equal(row.icon, 'error')
  assert.equal(group?.children[0]?.icon, 'pass-filled', 'the lab stays finished')
})

test('what the context lacks is said at the lab and at the step, in words', () => {
  const missing = ['a LoadBalancer controller']
  const help = 'Install MetalLB. `kubectl apply -f x`'
  const [group] = labsTree([lab('a', { missing, steps: [step('one', { missing, help })] })])
  const row = group?.children[0]
  assert.equal(row?.description, '0 of 1 · 20 min · needs a LoadBalancer controller')
  assert.equal(row.icon, 'circle-slash')
  const because = 'Blocked here, because it needs a LoadBalancer controller.'
  assert.ok(row.spoken.endsWith(`, ${because}`), row.spoken)
  assert.ok(row.tooltip?.endsWith(`${because}\n\n${help}`), row.tooltip)
  assert.ok(row.children[0]?.tooltip?.endsWith(`${because}\n\n${help}`))
  assert.ok(row.children[0]?.spoken.endsWith(because))
  assert.equal(row.children[0]?.description, 'needs a LoadBalancer controller')
})

test('a lab of which some steps lack something says how many are blocked, because of what', () => {
  const missing = ['Istio']
  const steps = [step('one'), step('two', { missing, help: 'Install it.' }), step('three')]
  const row = labsTree([lab('a', { steps })])[0]?.children[0]
  assert.equal(row?.description, '0 of 3 · 20 min · 1 of 3 steps needs more')
  assert.match(
    row.tooltip ?? '',
    /1 of 3 steps is blocked here, because it needs Istio\.\n\nInstall it\.$/
  )
})

test('the kind of a row says what its menu may offer', () => {
  const kinds = (facts: StepFacts): string | undefined =>
    labsTree([lab('a', { steps: [facts] })])[0]?.children[0]?.children[0]?.kind
  assert.equal(kinds(step('one')), 'step')
  assert.equal(kinds(step('one', { asks: true })), 'step-asks')
  assert.equal(kinds(step('one', { record: proven })), 'step-judged-done')
  assert.equal(kinds(step('one', { record: { ...proven, verdict: 'fail' } })), 'step-judged')
  assert.equal(labsTree([lab('a', { begun: true })])[0]?.children[0]?.kind, 'lab-begun')
})

test('ids are unique and every row can be spoken', () => {
  const all = (nodes: readonly TreeNode[]): TreeNode[] =>
    nodes.flatMap(node => [node, ...all(node.children)])
  const nodes = all(labsTree([lab('a', { steps: [step('x', { record: proven })] }), lab('b')]))
  assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length)
  assert.deepEqual(
    nodes.filter(({ spoken }) => spoken.length < 5),
    []
  )
})

test('what icons and marks say is spoken as well', () => {
  const [group] = labsTree([
    lab('a', { begun: true }),
    lab('b', { steps: [step('one', { record: proven })] })
  ])
  const [begun, finished] = group?.children ?? []
  assert.equal(begun?.description, '0 of 2 · 20 min · begun')
  assert.match(begun.spoken, /0 of 2 steps done, begun/)
  const row = finished?.children[0]
  assert.match(row?.spoken ?? '', /^Step one, Proven \(simulated\), 10:42\. /)
  assert.match(row?.children[0]?.spoken ?? '', /^Check web answers, Proven \(simulated\)\. /)
})
