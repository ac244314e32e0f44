import assert from 'node:assert/strict'
import type { JourneyStep } from './journey-step.ts'

export const checkJourney: readonly JourneyStep[] = [
  {
    title: 'the weighted Ingress is underlined, and the hover says what, why and what to do',
    async act(workbench) {
      await workbench.openFile('ingress-weighted.yaml')
      await workbench.squiggles('error').first().waitFor()
      await workbench.lens('Apply to practice').waitFor()
      const said = await workbench.hover(workbench.word('weight'), 'weighted-backend')
      assert.match(said, /API server/)
      await workbench.picture('weighted-ingress-hover')
    }
  },
  {
    title: 'the link in the hover opens the page of the check, without a network',
    async act(workbench) {
      await workbench.hover(workbench.word('weight'), 'weighted-backend')
      await workbench.page.locator('.monaco-hover a', { hasText: 'weighted-backend' }).click()
      const page = workbench.webview
      await page.locator('h1', { hasText: 'ingress/weighted-backend' }).waitFor()
      await workbench.picture('page-of-a-check')
      await workbench.run('View: Close Editor')
      await workbench.openFile('ingress-weighted.yaml')
    }
  },
  {
    title: 'the Problems view lists every mistake once',
    async act(workbench) {
      await workbench.run('Problems: Focus on Problems View')
      const rows = workbench.page.locator(
        '.markers-panel-container .monaco-list-row[aria-level="2"]'
      )
      await rows.first().waitFor()
      assert.equal(await rows.count(), 5)
      await workbench.picture('problems')
      await workbench.page.keyboard.press('Control+KeyJ')
    }
  },
  {
    title: 'quick fixes offer the HTTPRoute first and the alternatives after it',
    async act(workbench) {
      const fix = await workbench.quickFixes('weight', 0, 'HTTPRoute')
      const titles = await workbench.page.locator('.action-widget .monaco-list-row').allInnerTexts()
      assert.ok(titles.some(title => title.includes('TraefikService')))
      assert.ok(titles.some(title => /canary/i.test(title)))
      await workbench.picture('quick-fixes')
      await fix.click()
      await workbench.editor.locator('.view-line', { hasText: 'HTTPRoute' }).first().waitFor()
      await workbench.squiggles('error').first().waitFor({ state: 'detached' })
      await workbench.picture('http-route-clean')
      await workbench.page.keyboard.press('Control+KeyS')
    }
  },
  {
    title: 'the policy that cuts off DNS is explained and mended',
    async act(workbench) {
      await workbench.openFile('egress-policy.yaml')
      const squiggle = workbench.editor.locator('.squiggly-error, .squiggly-warning').first()
      await squiggle.waitFor()
      await workbench.hover(squiggle, 'blocks-dns')
      await workbench.picture('policy-hover')
      const fix = await workbench.quickFixes('egress', 0, 'TCP 53')
      await workbench.picture('policy-quick-fix')
      await fix.click()
      await workbench.editor.locator('.view-line', { hasText: 'UDP' }).first().waitFor()
      await squiggle.waitFor({ state: 'detached' })
      await workbench.picture('policy-clean')
      await workbench.page.keyboard.press('Control+KeyS')
    }
  }
]
