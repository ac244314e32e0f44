import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { onPath } from '../../scripts/host/browser.mjs'
import type { JourneyStep } from './journey-step.ts'

/** The status bar's item of the context. */
export const contextItem =
  '#kubernetes-networking-labs\\.kubernetes-networking-labs\\.netlabs\\.context'

export const clusterJourney: readonly JourneyStep[] = [
  {
    title: 'the Cluster view offers the practice cluster, and starting it shows its namespaces',
    async act(workbench) {
      await workbench.closeEditors()
      await workbench.showView()
      const button = workbench.page.getByRole('button', { name: 'Start the Practice Cluster' })
      await button.waitFor()
      await workbench.picture('view-welcome')
      await button.click()
      await workbench.row('simulated').first().waitFor()
      await workbench.row('default').first().waitFor()
      await workbench.picture('practice-cluster')
    }
  },
  {
    title: 'the status bar shows the context, and a click opens the picker',
    async act(workbench) {
      const item = workbench.page.locator(contextItem)
      assert.match(await item.innerText(), /practice/)
      await item.click()
      const rows = workbench.page.locator('.quick-input-list .monaco-list-row')
      await rows.filter({ hasText: 'practice' }).first().waitFor()
      await workbench.picture('context-picker')
      await workbench.page.keyboard.press('Escape')
    }
  },
  {
    title: 'Preview shows the server’s dry run, Apply applies',
    async act(workbench) {
      await workbench.run('File: Focus on Files Explorer')
      await workbench.openFile('egress-policy.yaml')
      await workbench.lens('Preview').first().click()
      await workbench.page
        .locator('.monaco-diff-editor .modified .view-line', { hasText: 'NetworkPolicy' })
        .first()
        .waitFor()
      await workbench.picture('preview')
      await workbench.run('View: Close Editor')
      await workbench.lens('Apply to practice').first().click()
      await workbench.page.locator('.statusbar', { hasText: 'is applied in practice' }).waitFor()
      await workbench.picture('applied')
    }
  },
  {
    title: 'kubectl works with the kubeconfig that is handed out',
    async act(workbench) {
      await workbench.run("Kubernetes Networking: Copy the Practice Cluster's Kubeconfig Path")
      await workbench.page.locator('.notification-toast', { hasText: 'clipboard' }).waitFor()
      const file = await workbench.page.evaluate<string>('navigator.clipboard.readText()')
      await workbench.run('Notifications: Clear All Notifications')
      if (!onPath('kubectl')) {
        console.log('        kubectl is not installed, so this part was not run.')
        return
      }
      const args = ['--kubeconfig', file, 'get', 'networkpolicy', '-n', 'default', '-o', 'name']
      const said = execFileSync('kubectl', args, { encoding: 'utf8', timeout: 30_000 })
      assert.match(said, /allow-external-access/)
    }
  }
]
