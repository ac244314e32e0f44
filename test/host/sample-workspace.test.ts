import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { refreshSamples, setAside } from '../../scripts/host/sample-workspace.mjs'

let folder = ''
const samples = (): string => path.join(folder, 'samples')
const workspace = (): string => path.join(folder, 'workspace')
const refresh = (): string[] =>
  refreshSamples(samples(), workspace(), path.join(folder, 'samples.json'))
const own = (file: string): string => readFileSync(path.join(workspace(), file), 'utf8')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netlabs-samples-'))
  mkdirSync(path.join(samples(), 'labs'), { recursive: true })
  writeFileSync(path.join(samples(), 'a.yaml'), 'a: 1\n')
  writeFileSync(path.join(samples(), 'labs', 'b.yaml'), 'b: 1\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the first start copies every sample', () => {
  assert.deepEqual(refresh(), [])
  assert.equal(own('a.yaml'), 'a: 1\n')
  assert.equal(own('labs/b.yaml'), 'b: 1\n')
})

test('a file that nobody touched follows the samples, and a changed one stays', () => {
  refresh()
  writeFileSync(path.join(workspace(), 'a.yaml'), 'a: mine\n')
  assert.deepEqual(refresh(), [], 'nothing is new, so nothing is said')
  writeFileSync(path.join(samples(), 'a.yaml'), 'a: 2\n')
  writeFileSync(path.join(samples(), 'labs', 'b.yaml'), 'b: 2\n')
  const said = refresh()
  assert.equal(own('a.yaml'), 'a: mine\n')
  assert.equal(own('labs/b.yaml'), 'b: 2\n')
  assert.equal(said.length, 1)
  assert.match(said[0] ?? '', /a\.yaml/)
  assert.deepEqual(refresh(), [], 'it is said once')
  assert.equal(own('a.yaml'), 'a: mine\n')
})

test('a deleted sample comes back, and one that the project gave up goes unless it was changed', () => {
  refresh()
  rmSync(path.join(workspace(), 'a.yaml'))
  refresh()
  assert.equal(own('a.yaml'), 'a: 1\n')
  writeFileSync(path.join(workspace(), 'labs', 'b.yaml'), 'b: mine\n')
  rmSync(path.join(samples(), 'a.yaml'))
  rmSync(path.join(samples(), 'labs', 'b.yaml'))
  refresh()
  assert.equal(existsSync(path.join(workspace(), 'a.yaml')), false)
  assert.equal(own('labs/b.yaml'), 'b: mine\n')
})

test('files of the learner’s own are left alone', () => {
  refresh()
  writeFileSync(path.join(workspace(), 'mine.yaml'), 'mine: true\n')
  refresh()
  assert.equal(own('mine.yaml'), 'mine: true\n')
})

test('a fresh start sets the old workspace aside with everything in it', () => {
  assert.equal(setAside(workspace()), undefined)
  refresh()
  writeFileSync(path.join(workspace(), 'a.yaml'), 'a: mine\n')
  const aside = setAside(workspace(), new Date('2026-01-02T03:04:05Z'))
  assert.equal(aside, `${workspace()}-20260102T030405`)
  assert.equal(readFileSync(path.join(aside, 'a.yaml'), 'utf8'), 'a: mine\n')
  refresh()
  assert.equal(own('a.yaml'), 'a: 1\n')
})
