// Finds, installs and starts the browser that shows the VS Code server's workbench.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
]

/** The full path of a program on PATH, or undefined. */
export function onPath(name) {
  const suffixes = process.platform === 'win32' ? ['.cmd', '.exe'] : ['']
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix)
      if (folder && existsSync(file)) return file
    }
  return undefined
}

export function findBrowser() {
  const named = process.env.NETLABS_CHROMIUM
  if (named) {
    if (!existsSync(named))
      throw new Error(`NETLABS_CHROMIUM names ${named}, and there is no such file.`)
    return named
  }
  return names.map(onPath).find(Boolean) ?? places.find(place => existsSync(place))
}

/** The browser's path. On Debian as root it is installed when missing; elsewhere a sentence says how. */
export function ensureBrowser({ say = console.error } = {}) {
  const found = findBrowser()
  if (found) return found
  const debianRoot = onPath('apt-get') && process.getuid?.() === 0
  if (!debianRoot)
    throw new Error(
      'The tests in VS Code need Chromium or Chrome, and none was found. Install it ' +
        '(Debian: apt-get install chromium), or name it in NETLABS_CHROMIUM.'
    )
  say('Installing Chromium with apt-get (about a minute, first time only) …')
  const lock = ['-o', 'DPkg::Lock::Timeout=180']
  apt(['update', '-qq', ...lock])
  const packages = ['chromium', 'fonts-dejavu-core']
  if (!apt(['install', '-y', '-qq', '--no-install-recommends', ...lock, ...packages])) {
    // An install that another apt run disturbed is left half done; this mends it.
    apt(['-f', 'install', '-y', '-qq', ...lock])
    apt(['install', '-y', '-qq', '--no-install-recommends', ...lock, ...packages])
  }
  const installed = findBrowser()
  if (!installed)
    throw new Error(
      'apt-get could not install chromium; its message stands above. Install Chromium or Chrome by ' +
        'hand, or name one in NETLABS_CHROMIUM.'
    )
  return installed
}

function apt(args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  })
  return status === 0
}

/** Switches of a browser that stays on this machine and leaves no trace. */
export const browserSwitches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage'
]
