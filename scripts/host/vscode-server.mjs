// Starts the VS Code server on loopback with folders of its own, for the tests and for `npm start`.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverEntry } from './ensure-host.mjs'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

/** The server needs a current Node, which the project pins as a dependency. */
const pinnedNode = path.join(root, 'node_modules', 'node', 'bin', 'node')
const serverNode = existsSync(pinnedNode) ? pinnedNode : process.execPath

/** Settings under which a run is quiet and always the same: no telemetry, no updates, no tips. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'window.confirmBeforeClose': 'never',
  'files.hotExit': 'off',
  // In a browser VS Code would save a second after a change; on the desktop it doesn't.
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false
}

/** Folders of one VS Code installation's data, all inside `base` unless named. */
export function dataFolders(base, named = {}) {
  return {
    user: named.user ?? path.join(base, 'user-data'),
    extensions: named.extensions ?? path.join(base, 'extensions'),
    server: path.join(base, 'server')
  }
}

/** Writes the user's settings unless there are some. */
export function writeSettings(folders, settings) {
  const file = path.join(folders.user, 'User', 'settings.json')
  mkdirSync(path.dirname(file), { recursive: true })
  mkdirSync(folders.extensions, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`)
}

function folderArguments(folders) {
  return [
    '--accept-server-license-terms',
    '--user-data-dir',
    folders.user,
    '--extensions-dir',
    folders.extensions,
    '--server-data-dir',
    folders.server
  ]
}

/** Runs one of the server's command-line verbs, such as `--install-extension file.vsix`. */
export function runServerCommand(host, folders, args, stdio = 'inherit') {
  const { status } = spawnSync(
    serverNode,
    [serverEntry(host), ...folderArguments(folders), ...args],
    {
      stdio,
      env: serverEnvironment()
    }
  )
  return status ?? 1
}

function serverEnvironment(extra = {}) {
  const env = {
    ...process.env,
    // Skips reading the login shell's environment, which takes seconds and changes nothing here.
    VSCODE_CLI: '1',
    // No marketplace is asked.
    EXTENSIONS_GALLERY: process.env.EXTENSIONS_GALLERY ?? '{}',
    ...extra
  }
  // Left over when this runs in an integrated terminal or under a process manager.
  for (const name of ['VSCODE_IPC_HOOK_CLI', 'ELECTRON_RUN_AS_NODE', 'PORT', 'NODE_OPTIONS'])
    delete env[name]
  return env
}

/**
 * Starts the server and resolves when it listens.
 *
 * `onLine` gets every line the server prints: what the extension host's death looks like is only told there.
 */
export async function startServer(host, folders, options = {}) {
  const child = spawn(
    serverNode,
    [
      serverEntry(host),
      ...folderArguments(folders),
      '--host',
      '127.0.0.1',
      '--port',
      String(options.port ?? 0),
      ...(options.token ? ['--connection-token', options.token] : ['--without-connection-token']),
      '--telemetry-level',
      'off',
      '--disable-getting-started-override',
      ...(options.args ?? [])
    ],
    { env: serverEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'], detached: true }
  )
  const printed = []
  let partial = ''
  let opened
  const listening = new Promise((resolve, reject) => {
    opened = resolve
    child.once('error', reject)
    child.once('exit', code =>
      reject(new Error(`The VS Code server ended with code ${code}.\n${printed.join('\n')}`))
    )
  })
  const read = data => {
    partial += data
    const lines = partial.split('\n')
    partial = lines.pop() ?? ''
    for (const line of lines) {
      if (printed.length < 200) printed.push(line)
      options.onLine?.(line)
      const port = /Extension host agent listening on (\d+)/.exec(line)
      if (port) opened(Number(port[1]))
    }
  }
  child.stdout.on('data', read)
  child.stderr.on('data', data => options.onLine?.(`! ${String(data).trimEnd()}`))
  const port = await listening
  const exited = new Promise(resolve => child.once('exit', resolve))

  return {
    port,
    exited,
    /** The address of the workbench on a folder; `payload` are VS Code's own start-up parameters. */
    url(folder, payload = []) {
      const query = new URLSearchParams()
      if (options.token) query.set('tkn', options.token)
      if (folder === undefined) query.set('ew', 'true')
      else query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder)
      query.set('payload', JSON.stringify(payload))
      return `http://127.0.0.1:${port}/?${query}`
    },
    /** How the workbench names a file of this machine. */
    remote: file => `vscode-remote://127.0.0.1:${port}${encodeURI(path.resolve(file))}`,
    async stop() {
      signalGroup(child, 'SIGTERM')
      if (child.exitCode === null)
        await Promise.race([once(child, 'exit'), new Promise(next => setTimeout(next, 2000))])
      signalGroup(child, 'SIGKILL')
    }
  }
}

/** The server's extension hosts are its children; its process group is ended as a whole. */
function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: the group has ended already, which is what is wanted.
    if (error.code !== 'ESRCH') throw error
  }
}
