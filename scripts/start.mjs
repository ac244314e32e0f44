// `npm start`: builds the extension and opens it on the sample workspace in the best VS Code this machine
// can get: an installed one, else the desktop download, else a server in the browser.
//
//   --with=code|desktop|server   takes that one
//   --fresh                      begins with fresh samples; the old workspace is set aside
//   --check                      starts the server, waits until the workbench answers, and ends
//
// Everything it keeps is in the folder .start of this clone: the workspace, the settings and the data of
// its VS Code. The VS Code that you work with is not touched.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildProduct } from './build.ts'
import { onPath } from './host/browser.mjs'
import { ensureHost } from './host/ensure-host.mjs'
import { announce, claim } from './host/only-start.mjs'
import { refreshSamples, setAside } from './host/sample-workspace.mjs'
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
const ways = { code: installedEditor, desktop: desktopDownload, server: serverInBrowser }
const stranger = options.find(option => !/^--(check|fresh|with=.*)$/.test(option))
if (stranger)
  fail(`npm start knows --with=code|desktop|server, --fresh and --check, not ${stranger}.`)
if (wish !== undefined && !(wish in ways))
  fail(`--with takes code, desktop or server, not ${wish}.`)

const base = process.env.NETLABS_START_FOLDER ?? path.join(root, '.start')
const profile = check ? path.join(base, `check-${process.pid}`) : base
const workspace = path.join(profile, 'workspace')
const firstSample = path.join(workspace, 'ingress-weighted.yaml')
const display =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** The browser keeps progress and layout by address, so the address stays the same where it can. */
const usualPort = 8375

/** The extension opens "Get started" once where this is set: nobody installed it by hand, who would be led there. */
const guided = { NETLABS_GET_STARTED: '1' }

try {
  const other = claim(profile)
  if (other) sayWhereItRuns(other)
  else {
    prepareWorkspace()
    await open()
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

async function open() {
  if (check) await serverInBrowser()
  else if (wish) {
    if (!(await ways[wish]())) fail(`This machine has nothing for --with=${wish}.`)
  } else if (!(await installedEditor()) && !(await desktopDownload())) await serverInBrowser()
}

/** `code` or a sibling of it, when there is a display to open it on. */
async function installedEditor() {
  // In an integrated terminal `code` only talks to the window it runs in and can't take our options, and
  // in WSL it is a program of Windows, which knows these paths by other names.
  const remote = process.env.VSCODE_IPC_HOOK_CLI || process.env.WSL_DISTRO_NAME
  if (!display || (remote && wish !== 'code')) return false
  const names = ['code', 'codium', 'vscodium', 'code-insiders']
  const program = names.map(onPath).find(Boolean)
  if (!program) return false
  await openDesktop(program)
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
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron')
  await openDesktop(await downloadAndUnzipVSCode(), ['--no-sandbox'])
  return true
}

async function openDesktop(program, more = []) {
  console.log('Building the extension …')
  await buildProduct({ minify: false })
  const folders = dataFolders(path.join(profile, 'desktop'))
  writeSettings(folders, quietSettings)
  console.log(`Opening ${workspace} with ${program}.`)
  const child = spawn(
    program,
    [
      ...more,
      workspace,
      firstSample,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${folders.user}`,
      '--disable-workspace-trust',
      '--skip-release-notes',
      '--skip-welcome'
    ],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, ...guided }
    }
  )
  const code = await ended(child)
  if (code !== 0) throw new Error(`${program} ended with code ${code}.`)
}

/** The packaged extension in a VS Code server, shown by the browser of this machine. */
async function serverInBrowser() {
  if (!check)
    console.log('There is no desktop VS Code here, so a VS Code server opens in the browser.')
  const port = check ? 0 : await freePort()
  const host = ensureHost({ say: console.log })
  const folders = dataFolders(path.join(profile, 'server'))
  writeSettings(folders, quietSettings)
  const installed = runServerCommand(
    host,
    folders,
    ['--install-extension', packageExtension(), '--force'],
    ['ignore', 'ignore', 'inherit']
  )
  if (installed !== 0) throw new Error('The VS Code server did not take the packaged extension.')

  const server = await startServer(host, folders, {
    token: ownToken(),
    port,
    args: ['--disable-workspace-trust'],
    env: guided
  })
  let ending = false
  const end = () => {
    ending = true
    void server.stop().then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
  // Who started this one may be ended without a word; the server must not stay behind.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && end(), 1000).unref()

  const url = server.url(workspace, [['openFile', server.remote(firstSample)]])
  if (check) return checkWorkbench(server, url)
  announce(profile, url)
  console.log(`\n  Open  ${url}\n\n  Ctrl+C ends it.`)
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  if (display && onPath(opener)) spawn(opener, [url], { stdio: 'ignore' })
  const code = await server.exited
  if (!ending) throw new Error(`The VS Code server ended with code ${code}.`)
}

async function checkWorkbench(server, url) {
  process.on('exit', () => rmSync(profile, { recursive: true, force: true }))
  // The server answers the token with a cookie and sends the browser on; fetch keeps no cookies itself.
  const first = await fetch(url, { redirect: 'manual' })
  const cookie = first.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const onward = new URL(first.headers.get('location') ?? url, url)
  const response = await fetch(onward, { headers: { cookie } })
  const text = await response.text()
  await server.stop()
  if (!response.ok || !text.includes('workbench'))
    throw new Error(`The workbench answered with ${response.status}.`)
  console.log('The workbench answers and the extension is installed.')
  process.exit(0)
}

/** Packages in a process of its own, whose long list of files is shown only when it fails. */
function packageExtension() {
  console.log('Building and packaging the extension …')
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'scripts', 'package.ts')],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  )
  if (status !== 0) throw new Error(`${stdout}\nThe extension could not be packaged.`)
  return path.join(root, 'out', 'kubernetes-networking-labs.vsix')
}

function prepareWorkspace() {
  if (options.includes('--fresh')) {
    const aside = setAside(workspace)
    if (aside) console.log(`Your workspace is now ${aside}.`)
  }
  const samples = path.join(root, 'samples', 'workspace')
  for (const sentence of refreshSamples(samples, workspace, path.join(profile, 'samples.json')))
    console.log(sentence)
}

/** Asked for by PORT, else the usual one, else any: two clones may be open at once. */
async function freePort() {
  const asked = process.env.PORT
  if (asked) {
    const port = Number(asked)
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new Error(`PORT must be a number from 1 to 65535, not "${asked}".`)
    if (!(await isFree(port)))
      throw new Error(`Port ${port} is in use. Name another one in PORT, or leave PORT out.`)
    return port
  }
  if (await isFree(usualPort)) return usualPort
  console.log(
    `Port ${usualPort} is in use, so another one is taken. The browser keeps progress by address.`
  )
  return 0
}

function isFree(port) {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Kept, so that the address in the browser's history works after the next start. */
function ownToken() {
  const file = path.join(profile, 'token')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const token = randomBytes(16).toString('hex')
  mkdirSync(profile, { recursive: true })
  writeFileSync(file, token, { mode: 0o600 })
  return token
}

function sayWhereItRuns({ pid, url }) {
  console.log(
    url
      ? `npm start of this clone runs already (process ${pid}). End it first to see a new build.\n\n  Open  ${url}\n`
      : `npm start of this clone is under way already (process ${pid}). Wait for it, or end it.`
  )
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
