// Draws media/icon.png (256 x 256) out of media/icon.svg with the browser that the tests use.
// The picture is committed, because a marketplace takes no SVG; run this after changing the drawing.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { browserSwitches, ensureBrowser } from '../host/browser.mjs'

const media = path.resolve(import.meta.dirname, '..', '..', 'media')
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserSwitches })
const page = await browser.newPage({ viewport: { width: 256, height: 256 } })
const drawing = readFileSync(path.join(media, 'icon.svg'), 'utf8')
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`)
await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true })
await browser.close()
