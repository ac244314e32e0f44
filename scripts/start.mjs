// `npm start`: builds the extension and opens it on the sample workspace in the best VS Code this machine
// can get: an installed one, else the desktop download, else a server in the browser.
//
//   --with=code|desktop|server   takes that one
//   --check                      starts the server, waits until the workbench answers, and ends
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProduct } from './build.ts'
import { onPath } from './host/browser.mjs'
import { ensureHost } from './host/ensure-host.mjs'
import {
  dataFolders,
  quietSettings,
  runServerCommand,
  startServer,
  writeSettings
} from './host/vscode-server.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const options = process.argv.slice(2)
const check = options.includes('--check') || process.env.NETLABS_START_CHECK === '1'
const wish = options.find(option => option.startsWith('--with='))?.slice('--with='.length)
if (wish !== undefined && !['code', 'desktop', 'server'].includes(wish))
  fail(`--with takes code, desktop or server, not ${wish}.`)

const profile = path.join(tmpdir(), `netlabs-start-${userInfo().username}`)
const workspace = sampleWorkspace()
const display =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

const ways = { code: installedEditor, desktop: desktopDownload, server: serverInBrowser }
try {
  if (check) await serverInBrowser()
  else if (wish) {
    if (!(await ways[wish]())) fail(`This machine has nothing for --with=${wish}.`)
  } else if (!(await installedEditor()) && !(await desktopDownload())) await serverInBrowser()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

/** `code` or a sibling of it, when there is a display to open it on. */
async function installedEditor() {
  // In an integrated terminal `code` only talks to the window it runs in and can't take our options.
  if (!display || process.env.VSCODE_IPC_HOOK_CLI) return false
  const names = ['code', 'codium', 'vscodium', 'code-insiders']
  const program = names.map(onPath).find(Boolean)
  if (!program) return false
  await build()
  console.log(`Opening ${program} on ${workspace}`)
  await ended(
    spawn(program, developmentArguments(), {
      stdio: 'inherit',
      shell: process.platform === 'win32'
    })
  )
  return true
}

/** The desktop VS Code that @vscode/test-electron downloads, when there is a display and a network. */
async function desktopDownload() {
  if (!display) return false
  const reachable = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
    signal: AbortSignal.timeout(4000)
  }).then(
    response => response.ok,
    () => false
  )
  if (!reachable) return false
  await build()
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron')
  const program = await downloadAndUnzipVSCode()
  console.log(`Opening ${program} on ${workspace}`)
  await ended(spawn(program, ['--no-sandbox', ...developmentArguments()], { stdio: 'inherit' }))
  return true
}

/** The packaged extension in a VS Code server, shown by the browser of this machine. */
async function serverInBrowser() {
  if (!check)
    console.log('There is no desktop VS Code here, so a VS Code server opens in the browser.')
  const host = ensureHost({ say: console.log })
  const { packageExtension } = await import('./package.ts')
  const vsix = await packageExtension()
  const folders = dataFolders(check ? path.join(profile, `check-${process.pid}`) : profile)
  writeSettings(folders, { ...quietSettings, 'workbench.startupEditor': 'welcomePage' })
  const installed = runServerCommand(
    host,
    folders,
    ['--install-extension', vsix, '--force'],
    ['ignore', 'ignore', 'inherit']
  )
  if (installed !== 0) throw new Error('The VS Code server did not take the packaged extension.')

  const token = randomBytes(16).toString('hex')
  const port = Number(process.env.PORT ?? 0)
  const server = await startServer(host, folders, {
    token,
    port,
    args: ['--disable-workspace-trust']
  })
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => void server.stop().then(() => process.exit(0)))
  const url = server.url(workspace, [
    ['openFile', server.remote(path.join(workspace, firstSample()))]
  ])
  if (check) {
    const response = await fetch(url, { redirect: 'follow' })
    await server.stop()
    if (!response.ok || !(await response.text()).includes('workbench'))
      throw new Error(`The workbench answered with ${response.status}.`)
    console.log('The workbench answers and the extension is installed.')
    return true
  }
  console.log(`\n  Open  ${url}\n\n  Ctrl+C ends it.`)
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  if (display && onPath(opener)) spawn(opener, [url], { stdio: 'ignore' })
  await server.exited
  return true
}

async function build() {
  console.log('Building the extension …')
  await buildProduct({ minify: false })
}

function developmentArguments() {
  return [
    workspace,
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${path.join(profile, 'user-data')}`,
    '--disable-workspace-trust',
    '--skip-release-notes'
  ]
}

/** A copy of the samples, so that what a learner changes leaves the repository as it is. */
function sampleWorkspace() {
  const folder = path.join(profile, 'workspace')
  const samples = path.join(root, 'samples', 'workspace')
  mkdirSync(folder, { recursive: true })
  if (existsSync(samples)) cpSync(samples, folder, { recursive: true, force: false })
  return folder
}

function firstSample() {
  return 'ingress-weighted.yaml'
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
