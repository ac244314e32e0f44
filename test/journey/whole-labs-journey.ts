import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { definition, manifest } from '../support/own-lab.ts'
import type { JourneyStep } from './journey-step.ts'
import { openStep, openWalkthrough } from './lab-journey.ts'
import { clearNotifications } from './labs-view-journey.ts'
import { retry, type Workbench } from './workbench.ts'

type Step = Lab['steps'][number]

/** Labs that are played from their first step to their last, with a picture of each step. */
const played = ['get-started', 'pod-to-pod-across-namespaces'] as const

/** Does what the step asks, by its own buttons, and waits until it is proven. */
async function playStep(workbench: Workbench, lab: Lab, step: Step): Promise<void> {
  await openStep(workbench, step.id)
  const expanded = workbench.step(step.id)
  const press = (name: string): Promise<void> =>
    expanded.getByRole('button', { name, exact: true }).click()
  if (step.solution) {
    await expanded.locator('a', { hasText: 'Solve' }).click()
    await workbench.page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: /^Solve in/ })
      .click()
  } else {
    if (step.manifests) {
      await press('Apply')
      await workbench.page.locator('.statusbar', { hasText: 'applied in practice' }).waitFor()
    }
    await press('Verify')
  }
  const toast = workbench.page.locator('.notification-toast', {
    hasText: /Proven|Not met|tell|Needs/
  })
  await toast.first().waitFor({ timeout: 60_000 })
  const said = await toast.first().innerText()
  await workbench.picture(`${lab.id}-${step.id}`)
  assert.match(said, /Proven/, `${lab.id}/${step.id}: ${said}`)
  await clearNotifications(workbench)
}

/** Takes the lab back to its beginning: progress, objects and files. */
async function resetWhole(workbench: Workbench, lab: Lab): Promise<void> {
  await workbench.run('Kubernetes Networking: Reset a Lab or a Step')
  const row = (text: string): ReturnType<Workbench['row']> =>
    workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first()
  await row(lab.title).click()
  await row('Your files in').click()
  await workbench.picture(`${lab.id}-reset`)
  await workbench.page.keyboard.press('Enter')
  await workbench.page.locator('.notification-toast', { hasText: 'forgotten' }).waitFor()
  await clearNotifications(workbench)
}

function journeyOf(id: string): JourneyStep {
  const lab = productLabs().find(one => one.id === id)
  assert.ok(lab, `there is no lab ${id}`)
  return {
    title: `${lab.title} is played from start to finish, and every step gets its tick`,
    async act(workbench) {
      await resetWhole(workbench, lab)
      const [first] = lab.steps
      await openWalkthrough(workbench, lab.title, first.id)
      for (const step of lab.steps) if (step.checks.length > 0) await playStep(workbench, lab, step)
      for (const { id: step } of lab.steps.filter(({ checks }) => checks.length > 0))
        await workbench.page
          .locator(`.getting-started-step[data-step-id$="#${step}"] .codicon.complete`)
          .waitFor()
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
