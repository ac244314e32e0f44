import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { JourneyStep } from './journey-step.ts'
import { retry, type Workbench } from './workbench.ts'

const shop = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
        version: v1
    spec:
      containers:
        - name: web
          image: traefik/whoami:v1.11.0
          ports:
            - name: http
              containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: ClusterIP
  ports:
    - port: 80
      targetPort: http
`

const door = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  number: 80
`

/** The files that are edited are there from the start: a busy machine is slow to tell of new ones. */
export function writeEditedFiles(workspace: string): void {
  writeFileSync(path.join(workspace, 'shop.yaml'), shop)
  writeFileSync(path.join(workspace, 'door.yaml'), door)
}

/** Opens the list of completions at the end of the active file, after typing there. */
async function suggest(workbench: Workbench, typed: string, expected: string): Promise<string[]> {
  const { page } = workbench
  const rows = page.locator('.suggest-widget.visible .monaco-list-row')
  await page.keyboard.press('Control+End')
  await page.keyboard.type(typed)
  await retry(4, async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+Space')
    await rows.filter({ hasText: expected }).first().waitFor({ timeout: 3000 })
  })
  return rows.allInnerTexts()
}

/** What a person who writes manifests sees: each of these pictures is looked at before it goes into the README. */
export const editingJourney: readonly JourneyStep[] = [
  {
    title: 'completion offers the fields of a Service, and the labels that Pods really have',
    async act(workbench) {
      await workbench.openFile('shop.yaml')
      await workbench.lens('Apply to practice').first().waitFor()
      // The Explorer has the keyboard until the editor is clicked.
      await workbench.press(workbench.word('ClusterIP'))
      const fields = await suggest(workbench, '  ', 'selector')
      assert.ok(fields.length > 3, fields.join(' '))
      await workbench.picture('completion-fields')
      await workbench.page.keyboard.press('Escape')
      await suggest(workbench, 'selector:\n  app: ', 'web')
      await workbench.picture('completion-values')
      await workbench.page.keyboard.press('Enter')
      await workbench.page.keyboard.press('Control+KeyS')
      await workbench.editor
        .locator('.view-line', { hasText: /app:\sweb$/ })
        .last()
        .waitFor()
    }
  },
  {
    title: 'resting on a Service tells what it does to traffic',
    async act(workbench) {
      const said = await workbench.hover(workbench.word('Service'), 'Service')
      assert.match(said, /Pod/)
      await workbench.picture('hover-traffic')
      await workbench.page.mouse.move(900, 880)
    }
  },
  {
    title: 'a Service is renamed in all files, after a preview',
    async act(workbench) {
      const { page } = workbench
      await workbench.openFile('door.yaml')
      const box = page.locator('.rename-box input')
      await retry(4, async () => {
        await page.keyboard.press('Escape')
        await workbench.press(workbench.word('web', 1))
        await page.keyboard.press('F2')
        await box.waitFor({ timeout: 3000 })
      })
      await box.fill('storefront')
      await workbench.picture('rename')
      await page.keyboard.press('Control+Enter')
      await page.locator('.monaco-list-row', { hasText: 'storefront' }).nth(1).waitFor()
      await workbench.picture('rename-preview')
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
    }
  },
  {
    title: 'Refactor… turns an Ingress into a Gateway and a route',
    async act(workbench) {
      const { page } = workbench
      await workbench.openFile('door.yaml')
      await workbench.lens('Apply to practice').waitFor()
      const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Gateway' }).first()
      await retry(4, async () => {
        await page.keyboard.press('Escape')
        await page.mouse.move(900, 880)
        await workbench.press(workbench.word('Ingress'))
        await page.keyboard.press('Control+Shift+KeyR')
        await action.waitFor({ timeout: 3000 })
      })
      await workbench.picture('refactor-menu')
      await action.click()
      await workbench.editor.locator('.view-line', { hasText: 'HTTPRoute' }).first().waitFor()
      await workbench.picture('refactored')
      await page.keyboard.press('Control+KeyS')
      await workbench.closeEditors()
    }
  }
]
