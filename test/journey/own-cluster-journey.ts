import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { contextItem } from './cluster-journey.ts'
import { labTitle, openStep } from './lab-journey.ts'
import type { JourneyStep } from './journey-step.ts'
import { ownContext } from './own-cluster.ts'
import type { Workbench } from './workbench.ts'

async function choose(workbench: Workbench, context: string): Promise<void> {
  await workbench.page.locator(contextItem).click()
  await workbench.page
    .locator('.quick-input-list .monaco-list-row', { hasText: context })
    .first()
    .click()
}

export const ownClusterJourney: readonly JourneyStep[] = [
  {
    title: 'a context of the kubeconfig is chosen in the picker, and everything names it',
    async act(workbench) {
      await choose(workbench, ownContext)
      await workbench.page.locator(contextItem, { hasText: ownContext }).waitFor()
      await workbench.row(ownContext).first().waitFor()
      // The objects of the practice cluster are not those of this one.
      await workbench.namespace('frontend').waitFor({ state: 'detached' })
      await workbench.openFile('labs', 'pod-to-pod-across-namespaces', '10-namespaces.yaml')
      await workbench.lens(`Apply to ${ownContext}`).first().waitFor()
      await workbench.picture('own-cluster')
    }
  },
  {
    title: 'applying there reaches that cluster, and the view follows it by watch',
    async act(workbench) {
      await workbench.lens(`Apply to ${ownContext}`).first().click()
      await workbench.page
        .locator('.statusbar', { hasText: `is applied in ${ownContext}` })
        .waitFor()
      await workbench.showView()
      await workbench.namespace('frontend').waitFor()
      await workbench.picture('own-cluster-follows')
    }
  },
  {
    title: 'Remove takes away what the lab made',
    async act(workbench) {
      await workbench.openFile('10-namespaces.yaml')
      await workbench.lens('Remove').first().click()
      await workbench.page
        .locator('.statusbar', { hasText: new RegExp(`(is|is being) removed from ${ownContext}`) })
        .waitFor()
      await workbench.showView()
      await workbench.namespace('frontend').waitFor({ state: 'detached' })
    }
  },
  {
    title: 'the practice cluster is one click away, with everything in it as it was',
    async act(workbench) {
      await choose(workbench, 'practice')
      await workbench.row('same-namespace-only').first().waitFor()
    }
  }
]

const root = path.resolve(import.meta.dirname, '..', '..')
const sample = path.join(root, 'samples', 'workspace', 'ingress-weighted.yaml')

const themes = ['Dark 2026', 'Dark High Contrast', 'Light High Contrast'] as const

async function chooseTheme(workbench: Workbench, theme: string): Promise<void> {
  await workbench.run('Preferences: Color Theme')
  await workbench.page.locator('.quick-input-widget input[type=text]').fill(theme)
  await workbench.page
    .locator('.quick-input-list .monaco-list-row', { hasText: theme })
    .first()
    .click()
}

/** Pictures to look at: every part must be readable in every kind of theme. The pictures after them are light again. */
export const themeJourney: readonly JourneyStep[] = themes.map(theme => ({
  title: `${theme}: views, editor and page are readable`,
  async act(workbench: Workbench, workspace: string) {
    await workbench.closeEditors()
    // The sample itself was mended on the way.
    copyFileSync(sample, path.join(workspace, 'ingress-copy.yaml'))
    await chooseTheme(workbench, theme)
    await workbench.openFile('ingress-copy.yaml')
    await workbench.squiggles('error').first().waitFor()
    // The walkthrough comes last: a group that is made beside it sends it back to the list of all.
    await workbench.run('View: New Editor Group to the Left')
    await workbench.run('Kubernetes Networking: Open a Lab')
    await workbench.page
      .locator('.quick-input-list .monaco-list-row', { hasText: labTitle })
      .first()
      .click()
    await openStep(workbench, 'isolate')
    await workbench.showView()
    await workbench.row('same-namespace-only').first().waitFor()
    await workbench.picture(`theme-${theme.toLowerCase().replaceAll(' ', '-')}`)
    if (theme === themes.at(-1)) await chooseTheme(workbench, 'Light 2026')
  }
}))
