/** Builds that fail half-way, a disk that fills up meanwhile, a second `up`: a sentence each, and nothing left. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { planBeside } from './beside.ts'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { cacheFolder, projectRoot } from './machine/folders.ts'
import { footprintOf } from './machine/footprint.ts'
import { untilNodeReady } from './parts/nodes-ready.ts'
import { planCluster } from './parts/plan.ts'
import { Homes, runIn, type Ended } from './other-machine.ts'
import { isForeign } from './test-kubeconfig.ts'

const skip = isForeign && 'It makes clusters of its own.'
const plan = planBeside(1)
const { number } = plan

/** A Go that answers like the real one until it builds, which ends in `failing`. */
function goThatFails(folder: string, failing: string): void {
  const program = [
    '#!/bin/sh',
    'case "$1" in',
    '  env) echo go1.26.0 ;;',
    '  build) while [ "$1" != -o ]; do shift; done',
    `    ${failing} ;;`,
    'esac',
    ''
  ]
  writeFileSync(path.join(folder, 'go'), program.join('\n'))
  chmodSync(path.join(folder, 'go'), 0o755)
}

function upIn(home: string, before?: string): Ended {
  const command = ['scripts/cluster.ts', 'up', '--cluster', String(number)]
  return runIn(home, command, before === undefined ? {} : { before })
}

describe('a machine that fails half-way', { skip, timeout: 1_800_000 }, () => {
  const homes = new Homes()
  after(() => homes.remove())
  /** Debian's packages are there, so that what fails is the build. */
  const newHome = (): string => homes.make('debian')
  const built = (home: string): readonly string[] => {
    const folder = path.join(home, '.cache/netlabs/go')
    if (!existsSync(folder)) return []
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
    return entries.filter(entry => entry.isFile()).map(({ name }) => name)
  }

  test('a build that fails half-way is told, and nothing is left', async () => {
    const before = await footprintOf(plan)
    const home = newHome()
    goThatFails(home, 'echo half > "$2"; echo "etcd.go:1: undefined: nothing" >&2; exit 1')
    const { status, said } = upIn(home)
    assert.equal(status, 1, said)
    assert.match(said, /undefined: nothing/)
    assert.match(said, /^etcd could not be built; what Go says about it stands above\.$/m)
    assert.doesNotMatch(said, /is full/)
    assert.deepEqual(built(home), [])
    assert.deepEqual(await footprintOf(plan), before)
  })

  test('a disk that fills up during a build is told, and nothing is left', async () => {
    const before = await footprintOf(plan)
    const home = newHome()
    mkdirSync(path.join(home, '.cache/netlabs/go'))
    // Large enough not to count as full before.
    const small = `mount -t tmpfs -o size=100m small ${home}/.cache/netlabs/go`
    goThatFails(home, 'dd if=/dev/zero of="$2" bs=1M 2>/dev/null; echo "no space left" >&2; exit 1')
    const { status, said } = upIn(home, small)
    assert.equal(status, 1, said)
    assert.match(
      said,
      /^etcd could not be built; .* The disk of \S+ is full: make room there, then/m
    )
    assert.deepEqual(await footprintOf(plan), before)
  })

  test('a disk that is full when an image is packed is told, and nothing is left', () => {
    const home = newHome()
    mkdirSync(path.join(home, '.cache/netlabs/images'))
    symlinkSync(path.join(cacheFolder, 'go'), path.join(home, '.cache/netlabs/go'))
    const { status, said } = upIn(
      home,
      `mount -t tmpfs -o size=70m small ${home}/.cache/netlabs/images`
    )
    assert.equal(status, 1, said)
    assert.match(
      said,
      /^The image \S+ could not be packed: .* The disk of \S+ is full: make room/ms
    )
  })

  for (const verb of ['up', 'down'])
    test(`${verb} beside an up that is under way is told who is at it`, () => {
      const home = newHome()
      const lock = path.join(home, `.cache/netlabs/clusters/${plan.name}.lock`)
      mkdirSync(path.dirname(lock), { recursive: true })
      writeFileSync(lock, String(process.pid))
      const { status, said } = runIn(home, ['scripts/cluster.ts', verb, '--cluster', `${number}`])
      assert.equal(status, 1, said)
      const sentence = `${plan.name} is being brought up or down by process ${process.pid} already.`
      assert.ok(said.includes(sentence), said)
      assert.ok(existsSync(lock), 'the lock of the other one stays')
    })

  test('a lock that its process has left behind is nobody’s', () => {
    const home = newHome()
    goThatFails(home, 'exit 1')
    const lock = path.join(home, `.cache/netlabs/clusters/${plan.name}.lock`)
    mkdirSync(path.dirname(lock), { recursive: true })
    writeFileSync(lock, '4194305')
    const { status, said } = upIn(home)
    assert.equal(status, 1, said)
    assert.match(said, /^etcd could not be built/m)
    assert.equal(existsSync(lock), false)
  })

  test('of several that begin at the same time one goes on, also where a lock was left behind', async () => {
    const lock = path.join(newHome(), 'cluster.lock')
    writeFileSync(lock, '4194305')
    const program = `
      const { withLock } = await import(${JSON.stringify(path.join(projectRoot, 'test/cluster/machine/lock.ts'))})
      const held = new Promise(done => process.stdin.once('end', done).resume())
      await withLock({ file: ${JSON.stringify(lock)}, what: 'it' }, () => {
        console.log('begun')
        return held
      }).catch(({ message }) => console.log(message))`
    const all = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['pipe', 'pipe', 'inherit']
      })
      return { child, said: once(child.stdout, 'data').then(String), end: once(child, 'exit') }
    })
    // Who has begun holds on until each has said something.
    const said = await Promise.all(all.map(one => one.said))
    for (const { child } of all) child.stdin.end()
    await Promise.all(all.map(({ end }) => end))
    const winner = all.find((_, i) => said[i] === 'begun\n')?.child.pid
    const others = said.filter(one => one !== 'begun\n')
    assert.equal(others.length, all.length - 1, said.join(''))
    for (const one of others) assert.match(one, new RegExp(`by process ${winner} already`))
    assert.deepEqual(readdirSync(path.dirname(lock)).sort(), ['.cache'])
  })

  test('a node with the range of another is told at once, since no range is ever changed', async () => {
    const node = planCluster(number, 2).nodes[1]
    assert.ok(node)
    const value = { spec: { podCIDRs: ['10.1.2.0/24', 'fd00:1::/64'] } }
    const cluster = { get: () => Promise.resolve({ ok: true, value }) } as unknown as Cluster
    await assert.rejects(untilNodeReady(cluster, node), {
      message: `node2 got the range of Pods 10.1.2.0/24,fd00:1::/64, and its routes are for ${node.pods.v4},${node.pods.v6}.`
    })
  })
})
