/** The page as a teacher opens it, in a real browser: what it finds, mends, completes, and that it sends nothing. */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { browserSwitches, ensureBrowser } from '../../scripts/host/browser.mjs'
import { buildPlayground, servePlayground } from '../../scripts/playground.ts'
import { lintText, projectRoot } from '../support/service.ts'

const pictures = path.join(projectRoot, 'out', 'screenshots-playground')
const weighted = readFileSync(
  path.join(projectRoot, 'samples/workspace/ingress-weighted.yaml'),
  'utf8'
)
const clean = 'Nothing is found in this file.'

let folder: string
let served: Awaited<ReturnType<typeof servePlayground>>
let browser: Browser
let page: Page

/** What a page must never do, in order. */
const wrong: string[] = []

before(async () => {
  folder = await buildPlayground()
  served = await servePlayground(folder)
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...browserSwitches] })
  page = await openPage(served.address, 'light')
  mkdirSync(pictures, { recursive: true })
})

after(async () => {
  await browser.close()
  served.server.close()
})

async function openPage(url: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme })
  const own = url.replace(/index\.html$/, '')
  opened.on('request', request => {
    const asked = request.url()
    if (!asked.startsWith(own) && !/^(?:blob|data):/.test(asked)) wrong.push(`request ${asked}`)
  })
  opened.on('console', message => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console ${message.text()}`)
  })
  opened.on('pageerror', error => wrong.push(`error ${String(error.stack)}`))
  // A machine that is busy with other things takes its time for the first page.
  opened.setDefaultTimeout(15_000)
  await opened.goto(url)
  return opened
}

/** Line and check of each finding in the table, as soon as there are as many as expected. */
async function findings(on: Page, count: number): Promise<readonly string[]> {
  const rows = on.locator('#findings tbody tr')
  await rows.nth(count - 1).waitFor()
  return Promise.all(
    (await rows.all()).map(async row => {
      const [line = '', , , check = ''] = await row.locator('td').allInnerTexts()
      return `${line} ${check}`
    })
  )
}

const summary = (text: string): Promise<void> =>
  page.locator('#summary', { hasText: text }).waitFor()

async function openExample(link: string): Promise<void> {
  await page.locator('#example').selectOption(link)
  await page.locator('.view-lines').click()
}

async function suggested(text: string): Promise<readonly string[]> {
  const rows = page.locator('.suggest-widget .monaco-list-row')
  await rows.filter({ hasText: text }).first().waitFor()
  return rows.locator('.label-name').allInnerTexts()
}

test('the weighted Ingress has the findings that the command tells, at the same lines', async () => {
  const expected = lintText(weighted).map(
    ({ position, rule }) => `${position.start.line + 1} ${rule}`
  )
  assert.ok(expected.includes('16 ingress/weighted-backend'))
  assert.deepEqual(await findings(page, expected.length), expected)
  await summary('4 errors, 1 warning.')
  assert.ok((await page.locator('.squiggly-error').count()) >= 4)
  await page.screenshot({ path: path.join(pictures, 'light.png'), fullPage: true })
})

test('a quick fix makes it clean, by the keyboard alone, and Tab leaves the editor when told to', async () => {
  await page.locator('#example').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Alt+F8')
  await page.keyboard.press('Alt+F8')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+.')
  await page.locator('.action-widget', { hasText: 'Rewrite as Gateway API HTTPRoute' }).waitFor()
  await page.keyboard.press('Enter')
  await summary(clean)
  assert.match(await page.locator('.view-lines').innerText(), /HTTPRoute/)
  await page.keyboard.press('Control+z')
  await summary('4 errors, 1 warning.')

  const editorHasFocus = (): Promise<boolean> =>
    page.evaluate("document.querySelector('#editor').contains(document.activeElement)")
  assert.equal(await editorHasFocus(), true)
  await page.keyboard.press('Control+m')
  await page.keyboard.press('Tab')
  assert.equal(await editorHasFocus(), false)
  await page.locator('.view-lines').click()
  await page.keyboard.press('Control+m')
})

test('a fix of the table mends the text, and its check leads to its page', async () => {
  await page.getByRole('link', { name: 'ingress/weighted-backend' }).first().click()
  await page.locator('#check-title:focus', { hasText: 'ingress/weighted-backend' }).waitFor()
  assert.match(await page.locator('#check-text').innerText(), /Why it matters[^]*Sources/)
  await page.getByRole('button', { name: 'Insert pathType: Prefix (line 10)' }).click()
  await summary('3 errors, 1 warning.')
  await page.locator('#check-text button').last().click()
  await summary(clean)
})

test('completion offers the fields of the kind, each once', async () => {
  await openExample('example/empty.yaml')
  await page.keyboard.insertText('apiVersion: v1\nkind: Service\nspec:\n  ')
  await page.keyboard.press('Control+Space')
  const labels = await suggested('selector')
  assert.ok(labels.includes('clusterIP'), labels.join())
  assert.equal(new Set(labels).size, labels.length)
  await page.keyboard.press('Escape')
})

test('a definition of a lab is completed by its schema', async () => {
  await openExample('example/walkthroughs/get-started/lab.yaml')
  await summary(clean)
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText('minuts: 5\n')
  assert.equal((await findings(page, 1)).length, 1)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText('id: mine\n')
  await page.keyboard.press('Control+Space')
  const labels = await suggested('minutes')
  assert.ok(labels.includes('steps') && !labels.includes('id'), labels.join())
  assert.equal(new Set(labels).size, labels.length)
  await page.keyboard.press('Escape')
})

test('opened as a file in the dark it finds the same', async () => {
  const url = pathToFileURL(path.join(folder, 'index.html')).href
  const file = await openPage(url, 'dark')
  assert.equal((await findings(file, 5)).length, 5)
  await file.locator('.monaco-editor.vs-dark').first().waitFor()
  await file.screenshot({ path: path.join(pictures, 'dark.png'), fullPage: true })
  await file.close()
})

// On the definition from before: what monaco-yaml might say of it would have come by now.
test('the editor marks what the table tells and nothing besides', async () => {
  await page.locator('.view-lines').click()
  await page.keyboard.press('Alt+F8')
  const rows = await page.locator('#findings tbody tr').count()
  const said = await page.locator('.peekview-title').innerText()
  assert.ok(rows > 1)
  assert.match(said, new RegExp(`\\d of ${rows} problems`))
})

test('the server hands out the page and nothing besides', async () => {
  for (const name of ['..%2f..%2fpackage.json', 'missing.js'])
    assert.equal((await fetch(served.address + name)).status, 404)
})

test('no request left the page, and no browser complained', () => {
  assert.deepEqual(wrong, [])
})

// Last, because the browser complains of what is tried here.
test('a connection that the page tries is refused', async () => {
  const tried = await page.evaluate<string>(
    "fetch(location.href).then(() => 'sent', () => 'refused')"
  )
  assert.equal(tried, 'refused')
})
