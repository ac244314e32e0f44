/**
 * The journey of a new user: the packaged extension, installed into a VS Code server, on the samples.
 * Each part is a step with its picture in out/screenshots.
 */
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { browserSwitches, ensureBrowser } from '../../scripts/host/browser.mjs'
import { ensureHost } from '../../scripts/host/ensure-host.mjs'
import {
  dataFolders,
  quietSettings,
  runServerCommand,
  startServer,
  writeSettings
} from '../../scripts/host/vscode-server.mjs'
import { packageExtension } from '../../scripts/package.ts'
import { writeEditedFiles } from './editing-journey.ts'
import type { JourneyStep } from './journey-step.ts'
import { newUser } from './new-user.ts'
import { startOwnCluster } from './own-cluster.ts'
import { Workbench } from './workbench.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const pictures = path.join(root, 'out', 'screenshots')
const vsix = path.join(root, 'out', 'kubernetes-networking-labs.vsix')
const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-journey-'))
const workspace = path.join(temporary, 'samples')

/** All steps, or the first one and those whose titles hold one of the words given. */
const words = process.argv.slice(2)
const steps = newUser.filter(
  ({ title }, i) => i === 0 || words.length === 0 || words.some(word => title.includes(word))
)

const host = ensureHost()
const browserPath = ensureBrowser()
if (!existsSync(vsix)) await packageExtension()
cpSync(path.join(root, 'samples', 'workspace'), workspace, { recursive: true })
writeEditedFiles(workspace)
rmSync(pictures, { recursive: true, force: true })

const folders = dataFolders(temporary)
writeSettings(folders, {
  ...quietSettings,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'window.menuBarVisibility': 'compact'
})
if (runServerCommand(host, folders, ['--install-extension', vsix], 'ignore') !== 0)
  throw new Error('The VS Code server did not take the packaged extension.')

const own = await startOwnCluster(root, temporary)
const kubeconfigBefore = own.digest()
const server = await startServer(host, folders, {
  args: ['--disable-workspace-trust'],
  env: { KUBECONFIG: own.kubeconfig }
})
let browser: Browser | undefined
let failures = 0
try {
  browser = await chromium.launch({ executablePath: browserPath, args: [...browserSwitches] })
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
  // Nothing leaves the machine, whatever is clicked.
  await context.route(
    url => url.hostname !== '127.0.0.1',
    route => route.fulfill({ contentType: 'text/html', body: 'This page is outside of the test.' })
  )
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  // A machine that is busy with other things takes its time for the first page.
  await page.goto(server.url(workspace), { timeout: 90_000 })
  const workbench = new Workbench(page, pictures)
  for (const step of steps) if (!(await play(step, workbench))) failures++
  if (own.digest() !== kubeconfigBefore) {
    console.error('  FAIL  the kubeconfig was changed, and it must never be')
    failures++
  }
} finally {
  await browser?.close()
  await server.stop()
  await own.stop()
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
}
console.log(
  failures === 0
    ? `The journey reached its end; pictures are in ${path.relative(root, pictures)}.`
    : `${failures} of ${steps.length} steps failed; pictures are in ${path.relative(root, pictures)}.`
)
writeFileSync(
  path.join(root, 'out', 'journey-count.json'),
  JSON.stringify({ passed: steps.length - failures, failed: failures })
)
process.exitCode = failures === 0 ? 0 : 1

async function play({ title, act }: JourneyStep, workbench: Workbench): Promise<boolean> {
  const started = performance.now()
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1)
  try {
    await act(workbench, workspace)
    console.log(`  good  ${title} (${seconds()} s)`)
    return true
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    console.error(`  FAIL  ${title} (${seconds()} s): ${said.split('\n').slice(0, 6).join(' | ')}`)
    await workbench.picture(`failed-${title.replaceAll(/\W+/g, '-').toLowerCase()}`)
    return false
  }
}
