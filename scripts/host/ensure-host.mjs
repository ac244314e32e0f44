// Installs a real VS Code without a desktop: the server that the npm package `code-server` carries.
// No compiler and no system library is needed, because nothing native is built: every install runs
// without scripts, and the two native modules that have no prebuilt binary get small stand-ins.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The pinned version: code-server 4.139.1 is VS Code 1.139.1. */
const codeServer = '4.139.1'

/** Large packages that only features need which no test and no learner here touches (about 220 MB). */
const unused = ['@github', '@microsoft/mxc-sdk', '@devcontainers', 'kerberos', '@vscode/sqlite3']

/** The folder of the installed host; the environment may name another one. */
export function hostFolder() {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache')
  return process.env.NETLABS_VSCODE_HOST || path.join(cache, 'netlabs', `vscode-host-${codeServer}`)
}

/** VS Code's own server entry. code-server's wrapper around it refuses the options that tests need. */
export function serverEntry(host = hostFolder()) {
  return path.join(host, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js')
}

/**
 * Makes sure that the host is installed and returns its folder. The work happens in a neighbouring
 * folder that takes its final name at the end, so an interrupted or parallel install harms nothing.
 */
export function ensureHost({ say = console.error } = {}) {
  const host = hostFolder()
  if (existsSync(serverEntry(host))) return host

  const partial = `${host}.partial-${process.pid}`
  say('Installing a VS Code server from npm (about 540 MB, half a minute, first time only) …')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  try {
    install(partial)
    // Another process may have finished first; then its folder is as good as ours.
    if (!existsSync(serverEntry(host))) renameSync(partial, host)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
  return host
}

function install(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
  npm(folder, ['install', `code-server@${codeServer}`])
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode')
  npm(vscode, ['install', '--omit=dev'])
  npm(path.join(vscode, 'extensions'), ['install', '--omit=dev'])

  const modules = path.join(vscode, 'node_modules')
  for (const name of unused) rmSync(path.join(modules, name), { recursive: true, force: true })
  writeFileSync(
    path.join(modules, '@vscode', 'native-watchdog', 'index.js'),
    'exports.start = () => {}\n'
  )
  writeFileSync(path.join(modules, '@vscode', 'spdlog', 'index.js'), fileLogger)
}

function npm(cwd, args) {
  const windows = process.platform === 'win32'
  const { status, error } = spawnSync(
    windows ? 'npm.cmd' : 'npm',
    [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: windows }
  )
  if (error || status !== 0)
    throw new Error(
      `npm could not install the VS Code server${error ? `: ${error.message}` : ''}. ` +
        'Its message stands above; check the network and the registry setting of npm.'
    )
}

/** Stands in for the native logger: appends to the file, so that output channels show their lines. */
const fileLogger = `
const fs = require('fs')
const path = require('path')
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off']
class Logger {
  constructor(name, file) {
    this.file = file
    this.level = 0
    this.raw = false
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.appendFileSync(file, '')
  }
  write(level, message) {
    if (level < this.level) return
    const time = new Date().toISOString().replace('T', ' ').slice(0, 23)
    fs.appendFile(this.file, this.raw ? message : time + ' [' + levels[level] + '] ' + message + '\\n', () => {})
  }
  trace(message) { this.write(0, message) }
  debug(message) { this.write(1, message) }
  info(message) { this.write(2, message) }
  warn(message) { this.write(3, message) }
  error(message) { this.write(4, message) }
  critical(message) { this.write(5, message) }
  getLevel() { return this.level }
  setLevel(level) { this.level = level }
  setPattern() {}
  clearFormatters() { this.raw = true }
  flush() {}
  drop() {}
}
exports.version = 0
exports.setLevel = () => {}
exports.setFlushOn = () => {}
exports.shutdown = () => {}
exports.Logger = Logger
exports.createRotatingLogger = async (name, file) => new Logger(name, file)
exports.createAsyncRotatingLogger = async (name, file) => new Logger(name, file)
`

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ensureHost())
