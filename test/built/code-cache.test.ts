import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { temporaryFolder } from '../node/temporary-folder.ts'

const root = path.resolve(import.meta.dirname, '..', '..')
const usersNode = process.env.NETLABS_USERS_NODE ?? process.execPath

describe('lint keeps its prepared code for the next call', () => {
  test('one file is kept, and the next call leaves it and finds the same', t => {
    const home = temporaryFolder(t)
    const first = lint(home)
    const [kept = '', ...others] = keptIn(home)
    assert.match(kept, /^lint-.*\.code$/)
    assert.deepEqual(others, [])
    const before = readFileSync(path.join(folder(home), kept))
    assert.deepEqual(lint(home), first)
    assert.ok(before.equals(readFileSync(path.join(folder(home), kept))))
  })

  test('code that is not whole, or is none, is made again', t => {
    const home = temporaryFolder(t)
    const first = lint(home)
    const file = path.join(folder(home), keptIn(home)[0] ?? '')
    const whole = readFileSync(file)
    const { length } = whole
    for (const spoil of [
      () => {
        truncateSync(file, length >> 1)
      },
      () => {
        writeFileSync(file, 'no code')
      },
      () => {
        writeFileSync(file, Buffer.from(whole).fill(0, length >> 1, (length >> 1) + 4096))
      }
    ]) {
      spoil()
      assert.deepEqual(lint(home), first)
      assert.ok(readFileSync(file).length > length * 0.9)
    }
  })

  test('nothing is kept in CI, where Node is told so, and where there is no room', t => {
    const home = temporaryFolder(t)
    const first = lint(home)
    const other = temporaryFolder(t)
    assert.deepEqual(lint(other, { CI: 'true' }), first)
    assert.deepEqual(lint(other, { NODE_DISABLE_COMPILE_CACHE: '1' }), first)
    assert.ok(!existsSync(folder(other)))
    const file = path.join(other, 'no-folder')
    writeFileSync(file, '')
    assert.deepEqual(lint(file), first)
  })
})

function lint(home: string, env: Readonly<Record<string, string>> = {}): object {
  const { status, stdout, stderr } = spawnSync(
    usersNode,
    [path.join(root, 'dist/cli.js'), 'lint', '--format', 'json', 'samples/workspace'],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        CI: '',
        NODE_DISABLE_COMPILE_CACHE: '',
        HOME: home,
        XDG_CACHE_HOME: home,
        LOCALAPPDATA: home,
        ...env
      }
    }
  )
  assert.equal(status, 1, stderr)
  assert.equal(stderr, '')
  return JSON.parse(stdout) as object
}

/** Where macOS keeps such things differs from the others. */
function folder(home: string): string {
  const within = process.platform === 'darwin' ? 'Library/Caches/netlabs/code' : 'netlabs/code'
  return path.join(home, within)
}

function keptIn(home: string): readonly string[] {
  return readdirSync(folder(home))
}
