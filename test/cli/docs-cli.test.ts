/** Runs every command of docs/cli.md and compares what it shows where the page shows it. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { page } from '../support/markdown.ts'
import { projectRoot } from '../support/service.ts'

const { fences } = page('docs/cli.md')
const commands = fences.flatMap(({ language, text }, i) => {
  if (language !== 'sh') return []
  const lines = text.trim().split('\n')
  const next = fences[i + 1]
  const shown =
    lines.length === 1 && /^(text|json|diff)$/.test(next?.language ?? '') ? next : undefined
  return lines.map(line => ({ line, shown }))
})
const files = fences.flatMap(({ language, text }) => {
  const name = language === 'yaml' ? /^# ([\w-]+\.yaml)\n/.exec(text)?.[1] : undefined
  return name === undefined ? [] : [{ name, text }]
})

let folder = ''
let env: NodeJS.ProcessEnv = {}

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netlabs-docs-'))
  const bin = path.join(folder, 'bin')
  mkdirSync(bin)
  const main = path.join(projectRoot, 'src/cli/main.ts')
  writeFileSync(path.join(bin, 'netlabs'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`)
  chmodSync(path.join(bin, 'netlabs'), 0o755)
  env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, KUBECONFIG: '' }
})

// A command that changes a file must not help or harm the next one.
beforeEach(() => {
  rmSync(path.join(folder, 'work'), { recursive: true, force: true })
  mkdirSync(path.join(folder, 'work'))
  for (const { name, text } of files) writeFileSync(path.join(folder, 'work', name), text)
})

after(() => rmSync(folder, { recursive: true }))

test('the page has commands of every kind', () => {
  for (const verb of ['lint', 'rules', 'explain-rule', 'sim', 'lab list', 'lab show', 'lab run'])
    assert.ok(
      commands.some(({ line }) => line.includes(`netlabs ${verb}`)),
      verb
    )
  assert.equal(commands.filter(({ shown }) => shown).length, 5)
})

for (const { line, shown } of commands) {
  const status = /# exits with (\d)$/.exec(line)?.[1]
  if (status === undefined) continue
  test(line, () => {
    const done = run(line)
    assert.equal(done.status, Number(status), done.stderr)
    assert.equal(done.stderr === '', status !== '2', done.stderr)
    if (shown?.language === 'json')
      assert.deepEqual(JSON.parse(done.stdout), JSON.parse(shown.text))
    else if (shown)
      assert.equal(
        withoutMargin(status === '2' ? done.stderr : done.stdout),
        withoutMargin(shown.text)
      )
  })
}

test('netlabs sim runs until it is interrupted, and takes its kubeconfig with it', async () => {
  const line = commands.find(one => one.line.endsWith('# until it is interrupted'))?.line ?? ''
  const [, ...args] = line.replace(/ #.*/, '').split(' ')
  const child = spawn(process.execPath, [path.join(projectRoot, 'src/cli/main.ts'), ...args], {
    cwd: path.join(folder, 'work'),
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  for await (const chunk of child.stdout) if (String(chunk).includes('ready at')) break
  const kubeconfig = path.join(folder, 'work/practice.kubeconfig')
  assert.ok(existsSync(kubeconfig))
  child.kill('SIGINT')
  assert.equal(await ended, 0)
  assert.equal(existsSync(kubeconfig), false)
})

function run(line: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('sh', ['-c', line], {
    cwd: path.join(folder, 'work'),
    env,
    encoding: 'utf8',
    timeout: 60_000
  })
}

/** Pages are formatted, so blanks at the ends of lines don't count. */
function withoutMargin(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '').trim()
}
