/** `netlabs lab` as a person calls it, on a practice cluster of its own and on a cluster behind a kubeconfig. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, it, test, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { itemsOf, recordOf } from '../../src/base/json.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import { clusterTransport } from '../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../src/node/kubeconfig.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import { startSim } from '../node/running-sim.ts'
import { folderWith, temporaryFolder } from '../node/temporary-folder.ts'
import { checkXml } from '../support/check-xml.ts'
import { netlabsLab, type Ran } from './netlabs-lab.ts'

const lab = 'pod-to-pod-across-namespaces'

test('list names every lab with its time', async () => {
  const { code, out, err } = await netlabsLab(['list'])
  assert.deepEqual([code, err], [0, ''])
  assert.match(out, /^get-started +5 min {2}Get started/m)
  assert.match(out, /^pod-to-pod-across-namespaces +20 min {2}Pod-to-Pod/m)
})

test('show prints every page, and its pictures in words', async () => {
  const { code, out } = await netlabsLab(['show', lab])
  assert.equal(code, 0)
  for (const step of ['apps', 'names', 'connect', 'isolate'])
    assert.ok(out.includes(`(--step ${step})`), step)
  assert.match(out, /\[Two namespaces\. .*\]/)
  assert.doesNotMatch(out, /!\[/)
})

describe('run on a practice cluster of its own', { concurrency: true }, () => {
  it('proves every step with the solutions, and tells it as JSON', async () => {
    const { code, out, err } = await netlabsLab(['run', lab, '--solution', '--format', 'json'])
    assert.deepEqual([code, err], [0, ''])
    const report = recordOf(JSON.parse(out))
    assert.deepEqual([report.version, report.lab, report.passed], [1, lab, true])
    const steps = itemsOf(report.steps).map(recordOf)
    assert.deepEqual(
      steps.map(({ step, verdict, simulated, context }) => [step, verdict, simulated, context]),
      ['apps', 'names', 'connect', 'isolate'].map(step => [step, 'pass', true, 'practice'])
    )
    const probes = itemsOf(recordOf(itemsOf(steps.at(-1)?.checks)[0]).evidence).map(recordOf)
    assert.deepEqual([...new Set(probes.map(({ role }) => role))].sort(), [
      'baseline',
      'control',
      'dns',
      'subject'
    ])
    assert.match(String(probes[0]?.at), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  })

  it('without them it ends with 1 and says what is not proven and what to do', async () => {
    const { code, out } = await netlabsLab(['run', lab, '--context', 'practice'])
    assert.equal(code, 1)
    assert.match(out, /^9\.1 .*: Proven \(simulated\)$/m)
    assert.match(out, /^9\.2 .*: Can’t tell \(simulated\)$/m)
    assert.match(out, /^ {4}Next: /m)
  })

  it('reports one step alone, by its number, as JUnit', async () => {
    const { code, out } = await netlabsLab(['run', lab, '--step', '9.1', '--format', 'junit'])
    assert.equal(code, 0)
    checkXml(out)
    assert.match(out, /<testsuites tests="1" failures="0" errors="0">/)
    assert.match(out, /classname="pod-to-pod-across-namespaces\.connect"/)
  })

  it('takes away what a proven step has made with --reverse, and gives it back', async () => {
    const argv = ['run', lab, '--step', '9.2', '--solution', '--reverse']
    const { code, out } = await netlabsLab(argv)
    assert.equal(code, 0, out)
    assert.match(out, /Reversed: “Not met” without what the step has made, and proven again/)
    const junit = await netlabsLab([...argv, '--format', 'junit'])
    assert.match(junit.out, /<testcase [^>]*name="The proof falls and comes again[^>]*\/>/)
  })

  it('reverses what a step has made in the second cluster of a lab with two', async () => {
    const argv = ['run', 'multi-cluster-services', '--step', '23.1', '--solution', '--reverse']
    const { code, out } = await netlabsLab(argv)
    assert.equal(code, 0, out)
    assert.match(out, /Reversed: “Not met” without what the step has made, and proven again/)
  })

  it('brings what a later step needs, also where the step that has it shows nothing here', async () => {
    const { code, out, err } = await netlabsLab(['run', 'network-performance', '--solution'])
    assert.equal(code, 1, err)
    assert.match(out, /^10\.2 .*: Proven \(simulated\)$/m)
  })

  it('says once what a step needs, and how a cluster for the lab is made', async () => {
    const { out } = await netlabsLab(['run', 'mesh-across-clusters', '--solution'])
    assert.match(
      out,
      /^ {6}printf '.*netlabs-two --config -\n {6}kind create cluster --name netlabs\n/m
    )
    const { out: installed } = await netlabsLab(['run', 'install-a-cni', '--solution'])
    const steps = installed.split('\n\n').filter(text => text.includes('Out of sight'))
    assert.equal(steps.length, 3)
    for (const step of steps) assert.equal(step.match(/Next:/g)?.length, 1, step)
  })

  it('a file to start from that is refused leaves its step open, and the next steps are played', async () => {
    const { code, out, err } = await netlabsLab(['run', 'http-routing'])
    assert.deepEqual([code, err], [1, ''])
    assert.match(out, /^E14 .*: Not met \(simulated\)\n  Not met: The cluster takes the files/m)
    assert.match(out, /weight: field not declared[^\n]*\n {4}Next: [^\n]*mend it as the page says/)
    assert.match(out, /^Routes by path: /m)
    assert.match(out, /^gRPC through the border: /m)
    const { code: junit, out: xml } = await netlabsLab(['run', 'ipv6', '--format', 'junit'])
    assert.equal(junit, 1)
    checkXml(xml)
    assert.match(xml, /<failure type="fail" message="[^"]*spec\.ipFamilyPolicy: Invalid value/)
  })

  it('a tunnel to a port where nobody listens is not met, with what to do', async () => {
    const { out } = await netlabsLab(['run', 'services-from-outside', '--step', '11.1'])
    assert.match(out, /^ {4}This machine asked .*nothing listens at port 80/m)
    assert.match(
      out,
      /Not met: This machine reaches web[^]*Next: Look at which port the Pods listen/
    )
  })

  it('says that an answer is simulated, and once', async () => {
    const { out } = await netlabsLab(['run', lab, '--solution'])
    assert.doesNotMatch(out, /\(simulated\)[^\n]*\(simulated\)/)
    assert.doesNotMatch(out, /^ {4}.*\(simulated\)/m)
  })

  it('plays the first lab to its end', async () => {
    const { code, out } = await netlabsLab(['run', 'get-started', '--solution'])
    assert.equal(code, 0, out)
  })
})

describe('run on a cluster of a kubeconfig', { concurrency: true }, () => {
  it('plays it like any other, says that it is simulated, and leaves nothing behind', async t => {
    const { cluster, file } = await foreignCluster(t)
    const argv = ['run', lab, '--solution', '--kubeconfig', file]
    const [first, second] = [await netlabsLab(argv), await netlabsLab([...argv, '--step', 'apps'])]
    assert.equal(first.code, 0, first.out + first.err)
    assert.match(first.out, /^9\.2 .*: Proven \(simulated\)$/m)
    assert.match(
      first.err,
      /^Run [0-9a-f]{8} of pod-to-pod-across-namespaces in context practice\.$/m
    )
    assert.equal(second.code, 0, second.out + second.err)
    assert.deepEqual(await namespacesOfLabs(cluster), [])
  })

  it('leaves a Namespace of the same name alone and ends with 2', async t => {
    const { cluster, file } = await foreignCluster(t)
    const mine = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'backend' } }
    assert.ok((await cluster.create(mine)).ok)
    const { code, out, err } = await netlabsLab(['run', lab, '--kubeconfig', file])
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /Namespace backend is in the cluster already and does not belong to this lab/)
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'backend' })
    assert.ok(found.ok)
    assert.equal(found.value.metadata.labels?.['netlabs/run'], undefined)
    assert.deepEqual(await namespacesOfLabs(cluster), [])
  })

  it('stopped in the middle it removes what it has made, and says how to do it by hand', async t => {
    const { cluster, file } = await foreignCluster(t)
    const stop = new AbortController()
    const { code, out, err } = await netlabsLab(['run', lab, '--kubeconfig', file], {
      stop: stop.signal,
      onErr: text => {
        if (text.includes('asking the cluster')) stop.abort()
      }
    })
    assert.deepEqual([code, out], [2, ''])
    const run = /^Run ([0-9a-f]+) /.exec(err)?.[1] ?? ''
    assert.ok(
      err.includes(
        `kubectl --kubeconfig ${file} --context practice delete namespaces -l netlabs/run=${run}\n`
      ),
      err
    )
    assert.match(err, /netlabs lab: It was stopped\.\n$/)
    // It asks for the removal and does not keep a person waiting for its end.
    for (let tries = 0; tries < 50 && (await namespacesOfLabs(cluster)).length > 0; tries++)
      await setTimeout(100)
    assert.deepEqual(await namespacesOfLabs(cluster), [])
  })

  it('changes a protected context only when its name is confirmed', async t => {
    const { file, cwd } = await foreignCluster(t)
    const env = { NETLABS_PROTECTED_CONTEXTS: 'live-*, practice' }
    const argv = ['run', lab, '--kubeconfig', file, '--step', 'apps']
    for (const unconfirmed of [argv, [...argv, '--yes', 'another']]) {
      const { code, err } = await netlabsLab(unconfirmed, { cwd, env })
      assert.equal(code, 2)
      assert.match(err, /context practice is protected.*--yes practice\.\n$/)
    }
    const { code, err } = await netlabsLab([...argv, '--yes', 'practice'], { cwd, env })
    assert.equal(code, 0, err)
  })
})

test('without solutions the mistake to find is still there', async () => {
  const { code, out } = await netlabsLab(['run', 'get-started', '--step', 'fix'])
  assert.equal(code, 1)
  assert.match(out, /Not met: .*\n.*manifests\/ingress-weighted\.yaml:\d+: /)
  const whole = await netlabsLab(['run', 'get-started'])
  assert.equal(whole.code, 1, 'a lab with a mistake that nobody mended is not done')
  assert.equal((await netlabsLab(['run', 'get-started', '--solution'])).code, 0)
})

const ownLab = `id: mine
title: A lab of my own
description: A namespace is there.
group: Policies
level: advanced
minutes: 3
topics: [mine]
backlog: []
requires: []
namespaces: [mine]
steps:
  - id: there
    title: It is there
    goal: The namespace mine is there.
    page: 1.md
    picture: {file: 1.svg, alt: A box that is called mine.}
    manifests: [10.yaml]
    checks:
      - id: namespace
        kind: object
        title: The namespace is there
        object: {apiVersion: v1, kind: Namespace, name: mine}
        expect: ready
        claims: Its phase is Active.
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
`
const ownFiles = {
  'labs/mine/lab.yaml': ownLab,
  'labs/mine/10.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: mine}\n'
}

test('labs of one’s own are listed, filtered and run, several at once', async t => {
  const cwd = folderWith(t, ownFiles)
  const listed = await netlabsLab(['list', '--labs', 'labs', '--level', 'advanced'], { cwd })
  assert.match(listed.out, /^mine +3 min {2}A lab of my own$/m)
  assert.doesNotMatch(listed.out, /get-started/)
  const run = await netlabsLab(['run', '--all', '--topic', 'mine', '--labs', 'labs'], { cwd })
  assert.deepEqual([run.code, run.err], [0, ''])
  const two = await netlabsLab(
    ['run', 'mine', 'get-started', '--solution', '--labs', 'labs', '--format', 'junit'],
    { cwd }
  )
  assert.equal(two.code, 0, two.out)
  checkXml(two.out)
  assert.match(two.out, /<testsuite name="mine"[\s\S]*<testsuite name="get-started"/)
  const page = await netlabsLab(['run', 'mine', '--labs', 'labs/mine', '--format', 'md'], { cwd })
  assert.match(page.out, /^# Proven \(simulated\): It is there$/m)
})

for (const [title, files, says] of [
  [
    'a mistake',
    { 'labs/mine/lab.yaml': ownLab.replace('minutes: 3', 'minutes: x') },
    /mine\/lab\.yaml:6: minutes/
  ],
  [
    'another id',
    { 'labs/other/lab.yaml': ownLab },
    /the id is mine, and the folder is called other/
  ],
  [
    'an id that is taken',
    { 'labs/get-started/lab.yaml': ownLab.replace('id: mine', 'id: get-started') },
    /two labs are called get-started/
  ],
  ['no lab', { 'labs/readme.txt': '' }, /no folder in it has a lab\.yaml/]
] as const)
  test(`a folder with ${title} is told`, async t => {
    const cwd = folderWith(t, files)
    const { code, err } = await netlabsLab(['list', '--labs', 'labs'], { cwd })
    assert.equal(code, 2)
    assert.match(err, says)
  })

test('clean removes what a run has left, and nothing else', async t => {
  const { cluster, file, cwd } = await foreignCluster(t)
  const namespace = (name: string, labels: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels }
  })
  for (const object of [
    namespace('left', { 'netlabs/lab': 'mine', 'netlabs/run': 'abc' }),
    namespace('other', { 'netlabs/lab': 'mine', 'netlabs/run': 'def' }),
    namespace('kept', { 'netlabs/lab': 'mine' }),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'left', labels: { 'netlabs/lab': 'mine', 'netlabs/run': 'abc' } }
    }
  ])
    assert.ok((await cluster.create(object)).ok)
  const clean = (...argv: readonly string[]): Promise<Ran> =>
    netlabsLab(['clean', '--kubeconfig', file, ...argv], { cwd })
  const shown = await clean('--run', 'abc', '--dry-run')
  assert.equal(shown.code, 0, shown.err)
  assert.match(shown.out, /Run abc of mine: 2 objects\n {2}ClusterRole left\n {2}Namespace left\n$/)
  assert.match((await clean('--run', 'xyz')).err, /no such run\. There is: (abc|def) of mine/)
  assert.equal((await clean('--run', 'abc')).code, 0)
  await setTimeout(300)
  assert.deepEqual([...(await namespacesOfLabs(cluster))].sort(), ['kept', 'other'])
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', name: 'left' }
  assert.equal((await cluster.get(role)).ok, false)
})

for (const argv of [['--help'], ['-h'], ['run', '--help'], ['list', '--help'], ['show', 'x', '-h']])
  test(`netlabs lab ${argv.join(' ')} shows how to use it`, async () => {
    const { code, out, err } = await netlabsLab(argv)
    assert.deepEqual([code, err], [0, ''])
    for (const word of [
      'list',
      'show',
      'run',
      'clean',
      '--labs',
      '--step',
      '--context',
      '--kubeconfig',
      '--yes'
    ])
      assert.ok(out.includes(word), word)
  })

/** A practice cluster of somebody else, as one sees it through its kubeconfig. */
async function foreignCluster(
  t: TestContext
): Promise<{ cluster: Cluster; file: string; cwd: string }> {
  const cwd = temporaryFolder(t)
  const sim = startSim(['--kubeconfig', 'config'], cwd)
  t.after(async () => {
    sim.stop()
    await sim.exit
  })
  assert.ok(await sim.ready, sim.err())
  const file = path.join(cwd, 'config')
  const read = await readKubeconfig([file])
  assert.ok(read.ok)
  const transport = clusterTransport(read.value, 'practice', { env: {} })
  assert.ok(transport.ok)
  const options = { context: 'practice', simulated: true, clock: systemClock, random: Math.random }
  return { cluster: createCluster(transport.value, options), file, cwd }
}

async function namespacesOfLabs(cluster: Cluster): Promise<readonly (string | undefined)[]> {
  const list = await cluster.list(
    { apiVersion: 'v1', kind: 'Namespace' },
    { labelSelector: 'netlabs/lab' }
  )
  assert.ok(list.ok)
  return list.value.items.map(({ metadata }) => metadata.name)
}
