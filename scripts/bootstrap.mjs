// Starts every npm script: brings the dependencies up to the lock file, then runs the named program on
// the Node that the project pins, whatever Node the machine has. Plain JavaScript without dependencies,
// because it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const pinnedNode = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

const [program, ...rest] = process.argv.slice(2)
if (!program) fail('bootstrap.mjs needs the program to run, for example scripts/test.ts.')

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 20)
  fail(
    `Node 20 or newer is needed, this is ${process.versions.node}. Install a current Node and try again.`
  )

ensureDependencies()
const result = spawnSync(
  existsSync(pinnedNode) ? pinnedNode : process.execPath,
  [program, ...rest],
  {
    cwd: root,
    stdio: 'inherit',
    // A Node flag of the calling shell may not exist in the pinned Node.
    // The Node that the user has is kept in mind, since the product's command has to run on it too.
    env: { ...process.env, NODE_OPTIONS: '', NETLABS_USERS_NODE: process.execPath }
  }
)
if (result.error) fail(`${program} could not be started: ${result.error.message}`)
process.exit(result.status ?? 1)

/** Installs when the lock file is not the one of the last complete install. */
function ensureDependencies() {
  const stamp = path.join(root, 'node_modules', '.netlabs-installed')
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(pinnedNode)) return

  console.log('Installing the dependencies of the lock file (about a minute, first time only) …')
  const npm = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows
  })
  if (npm.error) fail(`npm could not be started: ${npm.error.message}. Is npm installed?`)
  if (npm.status !== 0)
    fail(
      'npm ci did not succeed; its message stands above. Check the network and the registry setting of npm.'
    )
  writeFileSync(stamp, lock)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(2)
}
