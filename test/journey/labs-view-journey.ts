import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { JourneyStep } from './journey-step.ts'
import { labTitle } from './lab-journey.ts'
import type { Workbench } from './workbench.ts'

/** The row of a list that a command shows. */
function choice(workbench: Workbench, text: string): ReturnType<Workbench['row']> {
  return workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first()
}

async function choose(workbench: Workbench, text: string, picture?: string): Promise<void> {
  const row = choice(workbench, text)
  await row.waitFor()
  if (picture !== undefined) await workbench.picture(picture)
  await row.click()
}

export async function clearNotifications(workbench: Workbench): Promise<void> {
  await workbench.run('Notifications: Clear All Notifications')
}

export const labsViewJourney: readonly JourneyStep[] = [
  {
    title: 'the Labs view shows the learning path with progress, and a filter narrows it',
    async act(workbench) {
      await workbench.closeEditors()
      await workbench.showView()
      await workbench.run('Kubernetes Networking: Focus on Labs View')
      await workbench.row('First steps').first().waitFor()
      await workbench.picture('labs-view')
      await workbench.run('Kubernetes Networking: Filter the Labs')
      await choose(workbench, 'Not finished', 'labs-filter')
      await choice(workbench, 'beginner').click()
      await workbench.page.keyboard.press('Enter')
      await workbench.page.locator('.pane-body', { hasText: 'beginner · not finished' }).waitFor()
      await workbench.picture('labs-filtered')
      await workbench.run('Kubernetes Networking: Show All Labs')
    }
  },
  {
    title:
      'a lab that was begun goes on or begins anew, asks where, and keeps files that are there',
    async act(workbench, workspace) {
      const file = path.join(workspace, 'labs', 'get-started', '30-close.yaml')
      mkdirSync(path.dirname(file), { recursive: true })
      if (!existsSync(file)) writeFileSync(file, '# A note of my own.\n')
      const before = readFileSync(file, 'utf8')
      await workbench.run('Kubernetes Networking: Start a Lab')
      await choose(workbench, 'Get started', 'start-a-lab')
      const where = choice(workbench, 'practice')
      const anew = choice(workbench, 'Begin anew')
      await where.or(anew).first().waitFor()
      if (await anew.isVisible()) await anew.click()
      await choose(workbench, 'practice', 'where-to-play')
      await choose(workbench, path.join('labs', 'get-started'), 'where-to-put-the-manifests')
      await workbench.page
        .locator('.notification-toast', { hasText: 'Kept as you left it' })
        .waitFor()
      await workbench.picture('lab-started')
      assert.equal(readFileSync(file, 'utf8'), before)
      await clearNotifications(workbench)
    }
  },
  {
    title: 'hints come one after the other',
    async act(workbench) {
      await workbench.run('Kubernetes Networking: Hint for a Step')
      await choose(workbench, labTitle)
      await choose(workbench, 'Close the door')
      const toast = workbench.page.locator('.notification-toast')
      await toast.filter({ hasText: 'Hint 1 of 4' }).waitFor()
      await workbench.picture('hint')
      await toast.getByRole('button', { name: 'Next Hint' }).click()
      await toast.filter({ hasText: 'Hint 2 of 4' }).waitFor()
      await clearNotifications(workbench)
    }
  },
  {
    title: 'the Test Explorer has every check with what it came to',
    async act(workbench) {
      await workbench.run('Testing: Focus on Test Explorer View')
      const row = workbench.page.locator('.test-explorer .monaco-list-row', { hasText: labTitle })
      await row.first().waitFor()
      await row.first().click()
      await workbench.page.keyboard.press('ArrowRight')
      await workbench.page
        .locator('.test-explorer .monaco-list-row', { hasText: 'Close the door' })
        .first()
        .waitFor()
      await workbench.picture('test-explorer')
    }
  },
  {
    title: 'the progress over all labs is a page',
    async act(workbench) {
      await workbench.closeEditors()
      await workbench.run('Kubernetes Networking: Show the Progress of All Labs')
      await workbench.webview.locator('h1', { hasText: 'Progress' }).waitFor()
      const text = await workbench.webview.locator('body').innerText()
      assert.match(text, /\d+ of \d+ steps in \d+ labs are done/)
      await workbench.picture('progress')
      await workbench.closeEditors()
      // The next steps look at the views again.
      await workbench.showView()
    }
  }
]

/** The last thing that a learner does; what came before it needs what it takes away. */
export const cleanUpJourney: readonly JourneyStep[] = [
  {
    title: 'cleaning up removes what the lab has made, and says so',
    async act(workbench) {
      await workbench.showView()
      await workbench.run('Kubernetes Networking: Remove What a Lab Has Made')
      await choose(workbench, labTitle)
      const toast = workbench.page.locator('.notification-toast', {
        hasText: 'objects of this lab are removed from practice'
      })
      await toast.waitFor({ timeout: 60_000 })
      await workbench.picture('cleaned-up')
      await clearNotifications(workbench)
    }
  }
]
