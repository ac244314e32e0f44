import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { FrameLocator, Locator, Page } from 'playwright-core'

/** VS Code's workbench in a browser page, in the words of somebody who uses it. */
export class Workbench {
  readonly page: Page
  readonly #pictures: string
  #number = 0

  constructor(page: Page, pictures: string) {
    this.page = page
    this.#pictures = pictures
    mkdirSync(pictures, { recursive: true })
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 30_000 })
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor()
  }

  /** Saves a picture after animations came to rest. */
  async picture(name: string): Promise<string> {
    await this.page.waitForTimeout(250)
    this.#number++
    const file = path.join(this.#pictures, `${String(this.#number).padStart(2, '0')}-${name}.png`)
    await this.page.screenshot({ path: file })
    return file
  }

  /** Runs a command by its title. A view that takes the focus late closes the palette, hence the retries. */
  async run(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type=text]')
    const row = this.page
      .locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`)
      .first()
    await retry(4, async () => {
      await this.page.keyboard.press('Escape')
      await this.page.keyboard.press('F1')
      await input.waitFor({ state: 'visible', timeout: 2000 })
      await input.fill(`>${title}`, { timeout: 1000 })
      await row.waitFor({ timeout: 3000 })
      await row.click({ timeout: 1000 })
    })
  }

  /** Opens a file of the workspace from the Explorer, its folders first. */
  async openFile(...names: readonly string[]): Promise<void> {
    await this.run('File: Focus on Files Explorer')
    for (const [i, name] of names.entries()) {
      const row = this.page
        .locator('.explorer-folders-view .monaco-list-row', { hasText: name })
        .first()
      await row.waitFor()
      const last = i === names.length - 1
      if (last) await row.dblclick()
      else if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click()
    }
    await this.page.locator(`.tab.active[data-resource-name="${names.at(-1) ?? ''}"]`).waitFor()
  }

  get editor(): Locator {
    return this.page
      .locator('.editor-group-container.active .editor-instance .monaco-editor')
      .first()
  }

  lens(text: string | RegExp): Locator {
    return this.editor.locator('.codelens-decoration a', { hasText: text })
  }

  /** Brings our view container to the front; a second click on its icon would hide it. */
  async showView(): Promise<void> {
    if (await this.page.locator('.pane-header[aria-label^="Cluster"]').isVisible()) return
    await this.page.locator('.activitybar [aria-label^="Kubernetes Networking"]').first().click()
  }

  /** Rows of a view of ours, by the text in them. */
  row(text: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row', { hasText: text })
  }

  /** The row of a Namespace in the Cluster view; rows of labs may speak of it as well. */
  namespace(name: string): Locator {
    return this.page.locator(`.pane-body .monaco-list-row[aria-label^="Namespace ${name}"]`).first()
  }

  squiggles(kind: 'error' | 'warning' | 'info'): Locator {
    return this.editor.locator(`.squiggly-${kind}`)
  }

  /** Rests the mouse on something and gives the text of the hover that comes. */
  async hover(target: Locator, containing: string): Promise<string> {
    const hover = this.page
      .locator('.monaco-hover:not(.hidden) .hover-contents, .monaco-hover .marker.hover-contents')
      .filter({ hasText: containing })
      .first()
    await retry(3, async () => {
      await this.page.mouse.move(900, 880)
      const box = await target.boundingBox()
      if (!box) throw new Error('There is nothing to rest the mouse on.')
      await this.page.mouse.move(box.x + Math.min(box.width / 2, 20), box.y + box.height / 2 - 2)
      await this.page.mouse.move(
        box.x + Math.min(box.width / 2, 20) + 1,
        box.y + box.height / 2 - 2
      )
      await hover.waitFor({ timeout: 3000 })
    })
    return hover.innerText()
  }

  /** Puts the cursor on a word of the active editor and opens the quick fixes there. */
  async quickFixes(word: string, nth: number, expected: string): Promise<Locator> {
    const item = this.page.locator('.action-widget .monaco-list-row', { hasText: expected }).first()
    await retry(4, async () => {
      await this.page.keyboard.press('Escape')
      // An open hover would take the click.
      await this.page.mouse.move(900, 880)
      await this.press(this.word(word, nth))
      await this.page.keyboard.press('Control+.')
      await item.waitFor({ timeout: 3000 })
    })
    return item
  }

  /** Clicks without scrolling: the editor scrolls its lines itself, and a browser's scrolling would shift them. */
  async press(target: Locator): Promise<void> {
    await target.waitFor({ timeout: 3000 })
    const box = await target.boundingBox()
    if (!box) throw new Error('There is nothing to click on.')
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  }

  /** A word of the active editor, such as the key of a field. */
  word(text: string, nth = 0): Locator {
    return this.editor.locator('.view-line').getByText(text, { exact: true }).nth(nth)
  }

  async closeEditors(): Promise<void> {
    await this.run('View: Close All Editors')
    const save = this.page.locator('.monaco-dialog-box').getByRole('button', { name: /Don't Save/ })
    if (await save.isVisible().catch(() => false)) await save.click()
  }

  /** The Markdown page shown by the walkthrough or the preview in front. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready >> nth=-1').frameLocator('#active-frame')
  }

  step(id: string): Locator {
    return this.page.locator(`.getting-started-step[data-step-id$="#${id}"]`)
  }
}

/** Tries something again that a late change of focus may have disturbed. */
export async function retry<Value>(times: number, work: () => Promise<Value>): Promise<Value> {
  for (let n = 1; ; n++) {
    try {
      return await work()
    } catch (error) {
      if (n >= times) throw error
    }
  }
}
