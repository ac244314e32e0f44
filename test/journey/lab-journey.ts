import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import type { JourneyStep } from './journey-step.ts'
import { retry, type Workbench } from './workbench.ts'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'

const lab = 'pod-to-pod-across-namespaces'
export const labTitle = 'Pod-to-Pod across namespaces'
const root = path.resolve(import.meta.dirname, '..', '..')

/** Opens a lab from the palette, by the beginning of its title. */
export async function openWalkthrough(
  workbench: Workbench,
  title: string,
  firstStep: string
): Promise<void> {
  await retry(3, async () => {
    await workbench.closeEditors()
    await workbench.run('Kubernetes Networking: Open a Lab')
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row')
    await rows.filter({ hasText: 'min' }).first().waitFor()
    // A list draws only the rows in sight.
    await workbench.page.keyboard.type(title)
    await rows.filter({ hasText: title }).first().click()
    await workbench.step(firstStep).waitFor({ timeout: 5000 })
  })
}

/** Opens a step of the walkthrough, so that its buttons are there. */
export async function openStep(workbench: Workbench, id: string): Promise<void> {
  const step = workbench.step(id)
  if ((await step.getAttribute('class'))?.includes('expanded') !== true) await step.click()
}

async function ticked(workbench: Workbench, id: string): Promise<void> {
  await workbench.page
    .locator(`.getting-started-step[data-step-id$="#${id}"] .codicon.complete`)
    .waitFor()
}

/** Waits for what verifying says, and clears it away. */
async function verdict(workbench: Workbench, word: string, picture?: string): Promise<string> {
  const toast = workbench.page.locator('.notification-toast', { hasText: word }).first()
  await toast.waitFor({ timeout: 60_000 })
  const said = await toast.innerText()
  if (picture !== undefined) await workbench.picture(picture)
  await workbench.run('Notifications: Clear All Notifications')
  return said
}

export const labJourney: readonly JourneyStep[] = [
  {
    title: 'the Welcome page offers both walkthroughs',
    async act(workbench) {
      await workbench.closeEditors()
      await workbench.run('Welcome: Open Walkthrough')
      for (const title of ['Get started', labTitle])
        await workbench.page
          .locator('.quick-input-list .monaco-list-row', { hasText: title })
          .first()
          .waitFor()
      await workbench.page.keyboard.press('Escape')
      await workbench.run('Help: Welcome')
      // The page has room for five walkthroughs and puts those first that nobody has opened.
      const category = workbench.page.locator('.getting-started-category', {
        hasText: new RegExp(
          productLabs()
            .map(({ title }) => title)
            .join('|')
        )
      })
      await category.first().waitFor()
      await workbench.picture('welcome-page')
    }
  },
  {
    title: 'Get started and lab 9 are walkthroughs with their pages',
    async act(workbench) {
      await openWalkthrough(workbench, 'Get started', 'fix')
      await ticked(workbench, 'practice')
      await workbench.picture('get-started')
      await openWalkthrough(workbench, labTitle, 'apps')
      await openStep(workbench, 'apps')
      await workbench.picture('lab-9')
    }
  },
  {
    title: 'a step’s button opens its manifest beside it, whose lens applies it',
    async act(workbench) {
      await workbench.page.getByRole('button', { name: 'Open the manifest', exact: true }).click()
      await workbench.page.locator('.tab[data-resource-name="10-namespaces.yaml"]').waitFor()
      await workbench.lens('Apply to practice').first().waitFor()
      await workbench.picture('manifest-beside')
      await workbench.lens('Apply to practice').first().click()
      await workbench.page.locator('.statusbar', { hasText: 'is applied in practice' }).waitFor()
      await workbench.run('View: Close Editor')
      await workbench.page.getByRole('button', { name: 'Apply', exact: true }).click()
      await workbench.page.locator('.statusbar', { hasText: 'All 2 files of' }).waitFor()
    }
  },
  {
    title: 'verifying 9.1 asks the network, and the step gets its tick',
    async act(workbench) {
      await openStep(workbench, 'connect')
      await workbench.page.getByRole('button', { name: 'Verify', exact: true }).click()
      const said = await verdict(workbench, 'Proven', 'verified-9-1')
      assert.match(said, /simulated/)
      await ticked(workbench, 'connect')
      await workbench.picture('ticked-9-1')
    }
  },
  {
    title: 'without the policy 9.2 is not met',
    async act(workbench) {
      await openStep(workbench, 'isolate')
      await workbench.page.getByRole('button', { name: 'Verify', exact: true }).click()
      await verdict(workbench, 'Not met', 'open-9-2')
    }
  },
  {
    title: 'with the policy 9.2 is proven, and the evidence shows all four probes',
    async act(workbench, workspace) {
      copyFileSync(
        path.join(root, 'walkthroughs', lab, 'solution', '30-isolate.yaml'),
        path.join(workspace, 'labs', lab, '30-isolate.yaml')
      )
      await workbench.page.getByRole('button', { name: 'Open the manifest', exact: true }).click()
      await workbench.page.locator('.tab.active[data-resource-name="30-isolate.yaml"]').waitFor()
      await workbench.lens('Apply to practice').first().click()
      await workbench.page.locator('.statusbar', { hasText: 'is applied in practice' }).waitFor()
      await workbench.lens('Verify 9.2').first().click()
      const toast = workbench.page.locator('.notification-toast', { hasText: 'Proven' }).first()
      await toast.waitFor({ timeout: 60_000 })
      await workbench.picture('verified-9-2')
      await toast.getByRole('button', { name: 'Show the Evidence' }).click()
      const page = workbench.webview
      await page.locator('table').first().waitFor()
      const text = await page.locator('body').innerText()
      for (const role of ['baseline', 'subject', 'control', 'dns'])
        assert.ok(text.includes(role), text)
      await workbench.picture('evidence-9-2')
    }
  },
  {
    title: 'with the policy but no server left, 9.2 can’t be told',
    async act(workbench, workspace) {
      const file = path.join(workspace, 'labs', lab, '30-isolate.yaml')
      copyFileSync(
        path.join(root, 'walkthroughs', lab, 'wrong', 'server-scaled-to-zero.yaml'),
        file
      )
      await workbench.openFile('30-isolate.yaml')
      await workbench.lens('Apply to practice').nth(1).click()
      await workbench.page
        .locator('.statusbar', { hasText: 'Deployment backend/web is applied in practice' })
        .waitFor()
      await workbench.lens('Verify 9.2').first().click()
      await verdict(workbench, 'Can’t tell', 'inconclusive-9-2')
      copyFileSync(path.join(root, 'walkthroughs', lab, 'solution', '30-isolate.yaml'), file)
      await workbench.openFile('20-apps.yaml')
      const deployment = workbench.lens('Apply to practice').first()
      await deployment.click()
      await workbench.page.locator('.statusbar', { hasText: 'is applied in practice' }).waitFor()
    }
  },
  {
    title: 'the views show namespaces, endpoints, the policy with its Pods, and the verdicts',
    async act(workbench) {
      await workbench.closeEditors()
      await workbench.showView()
      const policy = workbench.row('NetworkPolicy').first()
      await policy.waitFor()
      await workbench.row(labTitle).first().waitFor()
      await workbench.picture('views')
      await policy.click()
      await workbench.picture('policy-with-its-pods')
    }
  }
]
