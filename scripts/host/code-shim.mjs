#!/usr/bin/env node
// Stands in for the `code` program where no desktop VS Code can be had: @vscode/test-electron starts it
// as `vscodeExecutablePath`. Behind it are the VS Code server and a headless browser; the exit code is
// the one of the tests.
//
// Environment: NETLABS_SHIM_TIMEOUT_MS, NETLABS_SHIM_DEBUG=1, NETLABS_SHIM_PICTURE=file.png,
// NETLABS_SHIM_SETTINGS='{…}', NETLABS_SHIM_TRUST=ask (a folder is not trusted unasked).
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { format } from 'node:util'
import { chromium } from 'playwright-core'
import { browserSwitches, ensureBrowser } from './browser.mjs'
import { ensureHost } from './ensure-host.mjs'
import {
  dataFolders,
  quietSettings,
  runServerCommand,
  startServer,
  writeSettings
} from './vscode-server.mjs'

/** The workbench's own talk, which says nothing about the tests. */
const chatter =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|Updating additional builtin|Ignoring fetching additional|Creation of workbench contribution|No search provider registered|\[AgentHost|\[AccountPolicyGate\]|\[Service Worker\]|\[DefaultAccount|.*getaddrinfo ENOTFOUND)/

const { flags, lists, targets } = readArguments(process.argv.slice(2))
const debug = process.env.NETLABS_SHIM_DEBUG
  ? (...words) => console.error('[shim]', ...words)
  : () => {}
const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-code-'))
const host = ensureHost()
const folders = dataFolders(temporary, {
  user: flags['user-data-dir'],
  extensions: flags['extensions-dir']
})

let server
let browser
let ending = false
/** What the server told about the end of the extension host. */
let hostEnd

// The program that started this one may be killed without a word; nothing may stay behind then.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) void end(129)
}, 1000).unref()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(130))

const verbs = commandLineVerbs()
if (verbs) {
  const status = runServerCommand(host, folders, verbs)
  rmSync(temporary, { recursive: true, force: true })
  process.exit(status)
}
try {
  await end(await runTests())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await end(1)
}

async function runTests() {
  writeSettings(folders, {
    ...quietSettings,
    ...JSON.parse(process.env.NETLABS_SHIM_SETTINGS ?? '{}')
  })
  server = await startServer(host, folders, {
    // Without the smoke driver a built workbench ignores where the extension under test lies.
    args: [
      ...(process.env.NETLABS_SHIM_TRUST === 'ask' ? [] : ['--disable-workspace-trust']),
      '--enable-smoke-test-driver'
    ],
    onLine: readServerLine
  })
  void server.exited.then(code => {
    if (ending) return
    console.error(`The VS Code server ended with code ${code} during the tests.`)
    void end(1)
  })
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserSwitches })
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write']
  })
  const page = await context.newPage()
  page.on('crash', () => {
    console.error('The page of the workbench crashed.')
    void end(1)
  })
  if (process.env.NETLABS_SHIM_DEBUG) page.on('console', message => debug(message.text()))

  await page.exposeFunction('codeAutomationLog', (type, values) => {
    const line = format(...values)
    if (chatter.test(line)) debug(line)
    else (type === 'error' ? console.error : console.log)(line)
  })
  const finished = new Promise(resolve => {
    page.exposeFunction('codeAutomationExit', code => resolve(code))
  })
  const limit = Number(process.env.NETLABS_SHIM_TIMEOUT_MS ?? 600_000)
  const timer = setTimeout(() => {
    console.error(`The tests in VS Code did not end within ${limit / 1000} s.`)
    void end(124)
  }, limit)
  await page.goto(workbenchUrl())
  const code = await finished
  clearTimeout(timer)
  const picture = process.env.NETLABS_SHIM_PICTURE
  if (picture) await page.screenshot({ path: picture })
  return code === 0 ? hostVerdict() : code
}

/**
 * The workbench reports success also when the extension host died in the middle of the tests (a crash,
 * process.exit). The server's own account of that decides.
 */
async function hostVerdict() {
  for (let i = 0; i < 15 && !hostEnd; i++) await new Promise(next => setTimeout(next, 100))
  if (!hostEnd || (hostEnd.code === '0' && hostEnd.signal === 'null')) return 0
  console.error(`The extension host died: code ${hostEnd.code}, signal ${hostEnd.signal}.`)
  return Number(hostEnd.code) || 1
}

function readServerLine(line) {
  debug('server', line)
  const match = /Extension Host Process exited with code: (\S+?), signal: (\S+?)\./.exec(line)
  if (!match) return
  hostEnd = { code: match[1], signal: match[2] }
  setTimeout(async () => {
    if (!ending) await end((await hostVerdict()) || 1)
  }, 3000)
}

function workbenchUrl() {
  const payload = lists.extensionDevelopmentPath.map(folder => [
    'extensionDevelopmentPath',
    server.remote(withoutScheme(folder))
  ])
  if (flags.extensionTestsPath) {
    // The workbench reads this over its remote file system, where a module path without ".js" isn't found.
    const file = createRequire(import.meta.url).resolve(path.resolve(flags.extensionTestsPath))
    payload.push(['extensionTestsPath', server.remote(file)])
  }
  const target = targets[0] ?? withoutScheme(flags['folder-uri'] ?? '')
  if (target && !existsSync(target)) throw new Error(`There is no folder or file ${target}.`)
  if (target && !target.endsWith('.code-workspace') && !statSync(target).isDirectory()) {
    payload.push(['openFile', server.remote(target)])
    return server.url(undefined, payload)
  }
  return server.url(target ? path.resolve(target) : undefined, payload)
}

async function end(code) {
  if (ending) return
  ending = true
  await Promise.race([browser?.close(), new Promise(next => setTimeout(next, 3000))])
  await server?.stop()
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
  process.exit(code)
}

function commandLineVerbs() {
  if (flags.version) return ['--version']
  const changes = ['install-extension', 'uninstall-extension'].flatMap(verb =>
    lists[verb].flatMap(extension => [`--${verb}`, extension])
  )
  if (changes.length === 0 && !flags['list-extensions']) return undefined
  const plain = ['list-extensions', 'show-versions', 'force'].filter(name => flags[name])
  return [...changes, ...plain.map(name => `--${name}`)]
}

/** `--name=value`, `--name value` for the names that take one, and the rest as targets. */
function readArguments(argv) {
  const flags = {}
  const lists = {
    extensionDevelopmentPath: [],
    'install-extension': [],
    'uninstall-extension': [],
    'enable-proposed-api': []
  }
  const targets = []
  const withValue = new Set([
    'user-data-dir',
    'extensions-dir',
    'folder-uri',
    'file-uri',
    'locale',
    'log',
    'extensionTestsPath',
    ...Object.keys(lists)
  ])
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i]
    if (!argument.startsWith('-')) {
      targets.push(argument)
      continue
    }
    const [name, ...rest] = argument.replace(/^--?/, '').split('=')
    let value = rest.length > 0 ? rest.join('=') : undefined
    if (value === undefined && withValue.has(name)) value = argv[++i]
    if (lists[name]) lists[name].push(value)
    else flags[name] = value ?? true
  }
  return { flags, lists, targets }
}

function withoutScheme(text) {
  return text.replace(/^file:\/\//, '')
}
