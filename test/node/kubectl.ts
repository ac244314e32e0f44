import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startSim, type RunningSim } from './running-sim.ts'

export interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Kubectl {
  /** Runs kubectl with the words of a command, and more that hold spaces; it reads `typed`. */
  readonly kubectl: (command: string, ...words: readonly string[]) => Promise<Printed>
  /** What it prints; fails the test when it ends with another code than 0. */
  readonly succeeds: (command: string, ...words: readonly string[]) => Promise<string>
  /** What it says on stderr; fails the test when it ends with 0. */
  readonly fails: (command: string, ...words: readonly string[]) => Promise<string>
  /** The running practice cluster with its folder, for what kubectl doesn't show. */
  readonly sim: () => RunningSim & { readonly folder: string }
}

const installed = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0

/**
 * Tests with a real kubectl on one practice cluster for all of them, in a folder with the given files.
 * Where kubectl is not installed, the run says so, and fails if it was told to have it.
 */
export function onPracticeCluster(
  title: string,
  files: Readonly<Record<string, string>>,
  tests: (given: Kubectl) => void
): void {
  if (installed) describe(title, () => tests(started(files)))
  else
    test(title, t => {
      t.diagnostic(
        'NOT RUN: kubectl is not installed, so the practice cluster was not tried with it.'
      )
      const isRequired = process.env.NETLABS_REQUIRE_KUBECTL === '1'
      assert.ok(!isRequired, 'kubectl is required and not installed')
    })
}

function started(files: Readonly<Record<string, string>>): Kubectl {
  let folder = ''
  let sim: RunningSim
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'netlabs-kubectl-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
    sim = startSim(['--kubeconfig', 'kubeconfig'], folder)
    assert.ok(await sim.ready, sim.err())
  })
  after(async () => {
    sim.stop()
    assert.equal(await sim.exit, 0)
    assert.equal(sim.err(), '')
    assert.ok(!existsSync(path.join(folder, 'kubeconfig')))
    rmSync(folder, { recursive: true, force: true })
  })

  // Asynchronous, because the practice cluster lives in this very process.
  const kubectl: Kubectl['kubectl'] = (command, ...words) =>
    new Promise(resolve => {
      const env = { ...process.env, HOME: folder, KUBECONFIG: path.join(folder, 'kubeconfig') }
      const child = execFile(
        'kubectl',
        [...command.split(' '), ...words],
        { cwd: folder, timeout: 60_000, env },
        (error, out, err) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, err })
      )
      child.stdin?.end('typed\n')
    })
  return {
    kubectl,
    async succeeds(command, ...words) {
      const { code, out, err } = await kubectl(command, ...words)
      assert.equal(code, 0, `kubectl ${command}: ${err}`)
      return out
    },
    async fails(command, ...words) {
      const { code, out, err } = await kubectl(command, ...words)
      assert.notEqual(code, 0, `kubectl ${command}: ${out}`)
      return err
    },
    sim: () => ({ ...sim, folder })
  }
}
