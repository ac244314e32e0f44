/** Every command of every page is run as it stands there, in the order of the pages, with a real kubectl. */
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Lab } from '../../src/labs/lab.ts'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import { solutionOf } from '../../src/labs/play-lab.ts'
import { startSim } from '../node/running-sim.ts'
import { folderWith } from '../node/temporary-folder.ts'
import { labs, readLabFile } from './playground.ts'

/** The exit code of a command that shows a failure on purpose, which the page says behind it. */
function expectedCode(command: string): number {
  return Number(/ # ends with (\d+)/.exec(command)?.[1] ?? 0)
}

function commandsOf(page: string): readonly string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter(line => line.trim() !== '')
  )
}

for (const lab of labs)
  test(`${lab.id}: the commands of its pages call kubectl, and none waits without end`, () => {
    const commands = lab.steps.flatMap(({ page }) => commandsOf(readLabFile(lab, page)))
    assert.ok(commands.length > 0)
    for (const command of commands) {
      assert.match(command, /^kubectl /)
      if (command.includes(' curl ')) assert.match(command, / --max-time \d/, command)
    }
  })

const installed = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0

for (const lab of labs)
  if (installed)
    test(`${lab.id}: every command of its pages does what the page says`, t => runPages(t, lab))
  else
    test(`${lab.id}: every command of its pages does what the page says`, t => {
      t.diagnostic(
        'NOT RUN: kubectl is not installed, so the commands of the pages were not tried.'
      )
      assert.notEqual(
        process.env.NETLABS_REQUIRE_KUBECTL,
        '1',
        'kubectl is required and not installed'
      )
    })

async function runPages(t: TestContext, lab: Lab): Promise<void> {
  // The learner's folder has each file under its own name, as the editor copies it.
  const folder = folderWith(t, learnerFiles(lab))
  const sim = startSim(['--kubeconfig', 'kubeconfig'], folder)
  t.after(async () => {
    sim.stop()
    await sim.exit
  })
  assert.ok(await sim.ready, sim.err())
  for (const step of lab.steps) {
    const commands = commandsOf(readLabFile(lab, step.page))
    const byHand = !commands.some(command => command.startsWith('kubectl apply'))
    if (byHand && !(await applyByHand(folder, step))) continue
    for (const namespace of lab.namespaces)
      // A Namespace without Deployments, or one that is to come, has nothing to wait for.
      await run(
        folder,
        `kubectl -n ${namespace} wait --for=condition=Available deploy --all --timeout=20s`
      )
    for (const command of commands) {
      const { code, text } = await run(folder, command)
      assert.equal(code, expectedCode(command), `${command}\n${text}`)
    }
  }
}

/** What the page asks to be done in the editor. False: the practice cluster lacks a kind that the step requires. */
async function applyByHand(folder: string, step: LabStep): Promise<boolean> {
  if (step.checks.length === 0) return true
  // There is one practice cluster, so what belongs to the other one is left out.
  for (const file of solutionOf(step).filter(one => !one.includes('/other/'))) {
    const { code, text } = await run(folder, `kubectl apply -f ${path.basename(file)}`)
    if (/no matches for kind|could not find the requested resource/.test(text)) {
      assert.ok(
        (step.requires ?? []).length > 0,
        `${step.id} says nothing of what it requires: ${text}`
      )
      return false
    }
    assert.equal(code, 0, text)
  }
  return true
}

function learnerFiles(lab: Lab): Readonly<Record<string, string>> {
  const files = lab.steps.flatMap(step => [...(step.manifests ?? []), ...(step.solution ?? [])])
  return Object.fromEntries(files.map(file => [path.basename(file), readLabFile(lab, file)]))
}

/** The practice cluster lives in this very process, so nothing here may block it. */
function run(folder: string, command: string): Promise<{ code: number; text: string }> {
  const env = { ...process.env, HOME: folder, KUBECONFIG: path.join(folder, 'kubeconfig') }
  return new Promise(resolve => {
    execFile('sh', ['-c', command], { cwd: folder, timeout: 60_000, env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, text: `${out}${err}` })
    })
  })
}
