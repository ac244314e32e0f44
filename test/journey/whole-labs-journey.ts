import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { isKubeObject, objectTitle } from '../../src/model/object.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { readLabFile } from '../labs/playground.ts'
import { definition, manifest } from '../support/own-lab.ts'
import type { JourneyStep } from './journey-step.ts'
import { openStep, openWalkthrough } from './lab-journey.ts'
import { clearNotifications } from './labs-view-journey.ts'
import { retry, type Workbench } from './workbench.ts'

type Step = Lab['steps'][number]

/** Labs that are played from their first step to their last, with a picture of each step. */
const played: readonly { readonly id: string; readonly open?: string }[] = [
  { id: 'get-started' },
  { id: 'pod-to-pod-across-namespaces' },
  // The step named is verified as its manifests stand at first, with their fault, before it is solved.
  { id: 'canary-with-a-mesh', open: 'canary' },
  { id: 'multi-cluster-services', open: 'export' }
]

/** Presses a button of an opened step. */
async function press(workbench: Workbench, step: Step, name: string): Promise<void> {
  await workbench.step(step.id).getByRole('button', { name, exact: true }).click()
}

/** What the status bar says when the last file of a step is applied. */
function appliedText(lab: Lab, { manifests = [], title }: Step): string {
  if (manifests.length > 1) return `All ${manifests.length} files of “${title}” are applied`
  const objects = manifests
    .flatMap(file => parseYamlFile(readLabFile(lab, file)).documents)
    .flatMap(({ value }) => (isKubeObject(value) ? [value] : []))
  const [first] = objects
  return objects.length === 1 && first
    ? `${objectTitle(first)} is applied in practice`
    : `${objects.length} objects are applied in practice`
}

/** Applies the files of a step, and waits for the last of them. */
async function applyStep(workbench: Workbench, lab: Lab, step: Step): Promise<void> {
  const said = workbench.page.locator('.statusbar', { hasText: appliedText(lab, step) })
  // What was said before is not to be taken for this.
  await said.waitFor({ state: 'hidden' })
  await press(workbench, step, 'Apply')
  await said.waitFor({ timeout: 60_000 })
}

/** What verifying says, with a picture of it. */
async function saidOf(workbench: Workbench, picture: string): Promise<string> {
  const toast = workbench.page.locator('.notification-toast', {
    hasText: /Proven|Not met|tell|Needs/
  })
  await toast.first().waitFor({ timeout: 60_000 })
  const said = await toast.first().innerText()
  await workbench.picture(picture)
  await clearNotifications(workbench)
  return said
}

/** Verifies a step with the manifests that it starts from, which have a fault: it says which check is open, and why. */
async function seeOpen(workbench: Workbench, lab: Lab, step: Step): Promise<void> {
  await openStep(workbench, step.id)
  await applyStep(workbench, lab, step)
  await press(workbench, step, 'Verify')
  const said = await saidOf(workbench, `${lab.id}-${step.id}-open`)
  assert.match(said, /Not met/, `${lab.id}/${step.id}: ${said}`)
  assert.equal(await tick(workbench, step.id).count(), 0)
}

function tick(workbench: Workbench, step: string): ReturnType<Workbench['step']> {
  return workbench.step(step).locator('.codicon.complete')
}

/** Does what the step asks, by its own buttons, and waits until it is proven. */
async function playStep(workbench: Workbench, lab: Lab, step: Step): Promise<void> {
  await openStep(workbench, step.id)
  const expanded = workbench.step(step.id)
  if (step.solution) {
    await expanded.locator('a', { hasText: 'Solve' }).click()
    await workbench.page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: /^Solve in/ })
      .click()
  } else {
    if (step.manifests) await applyStep(workbench, lab, step)
    await press(workbench, step, 'Verify')
  }
  const answer = step.solution?.find(file => file.startsWith('solution/'))
  if (answer !== undefined)
    await workbench.page
      .locator(`.tab.active[data-resource-name="${path.basename(answer)}"]`)
      .waitFor()
  // A file of the second cluster is applied there, and its lens says so.
  if (answer?.startsWith('solution/other/') === true)
    await workbench.lens('Apply to practice-two').first().waitFor()
  const said = await saidOf(workbench, `${lab.id}-${step.id}`)
  assert.match(said, /Proven/, `${lab.id}/${step.id}: ${said}`)
}

/** Takes the lab back to its beginning: progress, objects and files. */
async function resetWhole(workbench: Workbench, lab: Lab): Promise<void> {
  await workbench.run('Kubernetes Networking: Reset a Lab or a Step')
  const row = (text: string): ReturnType<Workbench['row']> =>
    workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first()
  await row('min').waitFor()
  // A list draws only the rows in sight.
  await workbench.page.keyboard.type(lab.title)
  await row(lab.title).click()
  await row('Your files in').click()
  await workbench.picture(`${lab.id}-reset`)
  await workbench.page.keyboard.press('Enter')
  await workbench.page.locator('.notification-toast', { hasText: 'forgotten' }).waitFor()
  await clearNotifications(workbench)
}

function journeyOf({ id, open }: (typeof played)[number]): JourneyStep {
  const lab = productLabs().find(one => one.id === id)
  assert.ok(lab, `there is no lab ${id}`)
  return {
    title: `${lab.title} is played from start to finish, and every step gets its tick`,
    async act(workbench) {
      await resetWhole(workbench, lab)
      const [first] = lab.steps
      await openWalkthrough(workbench, lab.title, first.id)
      await openStep(workbench, first.id)
      await workbench.webview.locator('h1').waitFor()
      await workbench.picture(`${lab.id}-start`)
      const steps = lab.steps.filter(({ checks }) => checks.length > 0)
      for (const step of steps) {
        if (step.id === open) await seeOpen(workbench, lab, step)
        await playStep(workbench, lab, step)
      }
      for (const step of steps) await tick(workbench, step.id).waitFor()
      await workbench.picture(`${lab.id}-finished`)
    }
  }
}

/** A lab that lies in the workspace: offered like the others, its page a preview, played from its row. */
const ownLab: JourneyStep = {
  title: 'a lab of the workspace is offered, read, applied and proven',
  async act(workbench, workspace) {
    const folder = path.join(workspace, 'course', 'my-first-service')
    mkdirSync(path.join(folder, 'manifests'), { recursive: true })
    writeFileSync(path.join(folder, 'lab.yaml'), definition)
    writeFileSync(path.join(folder, '1-serve.md'), page)
    writeFileSync(path.join(folder, 'serve.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    writeFileSync(path.join(folder, 'manifests', '10-web.yaml'), manifest)
    mkdirSync(path.join(workspace, '.vscode'), { recursive: true })
    const settings = { 'netlabs.labs.folders': ['course'] }
    writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings))
    await workbench.closeEditors()
    await workbench.showView()
    const offered = workbench.page.locator('.quick-input-list .monaco-list-row')
    await retry(3, async () => {
      await workbench.run('Kubernetes Networking: Open a Lab')
      // A list draws only the rows in sight.
      await workbench.page.keyboard.type('A Service of our own')
      await offered.filter({ hasText: 'A Service of our own' }).first().click({ timeout: 5000 })
    })
    await workbench.webview.locator('h1', { hasText: 'Serve' }).waitFor()
    await workbench.picture('own-lab')
    for (const [command, said] of [
      ['Apply the Manifests of a Step', /applied in practice/],
      ['Verify a Step', /Proven/]
    ] as const) {
      await retry(3, async () => {
        await workbench.run(`Kubernetes Networking: ${command}`)
        await workbench.page.keyboard.type('A Service of our own')
        await offered.filter({ hasText: 'A Service of our own' }).first().click({ timeout: 5000 })
        await offered.filter({ hasText: 'Give the Pods a name' }).first().click({ timeout: 5000 })
      })
      await workbench.page
        .locator('.statusbar, .notification-toast', { hasText: said })
        .first()
        .waitFor({ timeout: 60_000 })
    }
    await workbench.picture('own-lab-proven')
    await clearNotifications(workbench)
  }
}

const page = '# Serve\n\nOne Service, one Pod.\n'

export const wholeLabsJourney: readonly JourneyStep[] = [...played.map(journeyOf), ownLab]
