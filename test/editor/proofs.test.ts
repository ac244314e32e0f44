/**
 * The tests inside VS Code can't be green by mistake: each way to end badly is played on the very path
 * that they take, beside one that passes.
 */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { bundleSuite, isGreen, runInWindow } from './window.ts'

const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-proofs-'))
const extension = path.join(temporary, 'extension')
const folder = path.join(temporary, 'folder')
let suite = ''

before(async () => {
  mkdirSync(extension)
  mkdirSync(folder)
  const manifest = {
    name: 'proof',
    publisher: 'netlabs',
    version: '0.0.1',
    engines: { vscode: '*' }
  }
  writeFileSync(path.join(extension, 'package.json'), JSON.stringify(manifest))
  suite = await bundleSuite('proof-suite')
})
after(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }))

const ways: readonly {
  readonly way: string
  readonly green: boolean
  readonly limitMs?: number
}[] = [
  { way: 'passes', green: true },
  { way: 'fails an assertion', green: false },
  { way: 'is killed', green: false },
  { way: 'ends the host with success', green: false },
  { way: 'leaves a rejection unhandled', green: false },
  { way: 'waits forever', green: false, limitMs: 15_000 },
  { way: 'blocks the host', green: false, limitMs: 15_000 }
]

describe('a window whose suite', { concurrency: 2 }, () => {
  for (const { way, green, limitMs = 60_000 } of ways)
    test(`${way} is ${green ? 'green' : 'not green'}`, async () => {
      const env = { NETLABS_PROOF: way }
      const end = await runInWindow({
        suite,
        extension,
        folder,
        trusted: true,
        desktop: false,
        limitMs,
        env
      })
      assert.equal(isGreen(end), green, JSON.stringify(end))
    })
})
