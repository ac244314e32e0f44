import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, test, type TestContext } from 'node:test'
import { tooOldForClusters } from '../../src/node/client-node-version.ts'
import { temporaryFolder } from '../node/temporary-folder.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const cli = path.join(root, 'dist', 'cli.js')

/** The Node that called npm, which may be as old as `engines` allows. */
const usersNode = process.env.NETLABS_USERS_NODE ?? process.execPath

describe('the built command runs on the Node that the user has', () => {
  test('lint finds what is wrong', () => {
    const { status, stdout } = run('lint', '--format', 'json', 'samples/workspace')
    assert.equal(status, 1)
    const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] }
    assert.ok(findings.some(({ rule }) => rule === 'ingress/weighted-backend'))
  })

  test('a lab is played on the practice cluster', () => {
    const { status, stdout, stderr } = run('lab', 'run', 'get-started', '--solution')
    assert.equal(status, 0, stdout + stderr)
  })

  test('a practice cluster listens, and a cluster of a kubeconfig is reached or refused in words', async t => {
    const kubeconfig = await startSim(t)
    const { status, stderr } = run(
      ...['lab', 'run', 'get-started', '--solution', '--kubeconfig', kubeconfig]
    )
    const version = spawnSync(usersNode, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1)
    const tooOld = tooOldForClusters(version)
    assert.equal(status, tooOld === undefined ? 0 : 2, stderr)
    if (tooOld !== undefined) assert.ok(stderr.includes(tooOld), stderr)
  })
})

test('only Node before 22.19 is too old for clusters', () => {
  for (const version of ['20.20.2', '22.18.0'])
    assert.match(tooOldForClusters(version) ?? '', /22\.19/)
  for (const version of ['22.19.0', '24.1.0']) assert.equal(tooOldForClusters(version), undefined)
})

function run(...args: readonly string[]): {
  status: number | null
  stdout: string
  stderr: string
} {
  return spawnSync(usersNode, [cli, ...args], { cwd: root, encoding: 'utf8', timeout: 60_000 })
}

async function startSim(t: TestContext): Promise<string> {
  const kubeconfig = path.join(temporaryFolder(t), 'kubeconfig')
  const child = spawn(usersNode, [cli, 'sim', '--kubeconfig', kubeconfig], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.after(() => child.kill('SIGTERM'))
  await once(createInterface({ input: child.stdout }), 'line')
  return kubeconfig
}
