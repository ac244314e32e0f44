/** `preview-pictures.ts LAB`: all pictures of a lab on one sheet, light and dark, in out/pictures. */
import { globSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { browserSwitches, ensureBrowser } from './host/browser.mjs'

const root = path.dirname(import.meta.dirname)
const [lab = ''] = process.argv.slice(2)
const files = globSync(`walkthroughs/${lab}/pictures/*.svg`, { cwd: root }).sort()
if (files.length === 0)
  throw new Error(`walkthroughs/${lab} has no pictures; name a lab, and generate them first.`)

const folder = path.join(root, 'out', 'pictures')
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: ensureBrowser(),
  args: [...browserSwitches]
})
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1480, height: 600 }, colorScheme })
    await page.setContent(sheet(colorScheme === 'dark' ? '#000' : '#ddd'))
    const file = path.join(folder, `${lab}-${colorScheme}.png`)
    await page.screenshot({ path: file, fullPage: true })
    console.log(path.relative(root, file))
  }
} finally {
  await browser.close()
}

function sheet(background: string): string {
  const images = files.map(file => {
    const data = readFileSync(path.join(root, file)).toString('base64')
    return `<figure style="margin:0"><img src="data:image/svg+xml;base64,${data}"><figcaption style="font:12px sans-serif;color:#888">${path.basename(file)}</figcaption></figure>`
  })
  return `<body style="background:${background};display:flex;flex-wrap:wrap;gap:10px;align-items:start">${images.join('')}`
}
