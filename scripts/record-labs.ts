/**
 * `npm run labs:record -- [ID…] [--context NAME] [--other-context NAME] [--kubeconfig FILE]` plays the solutions of labs and writes what
 * was proven to docs/lab-results/, from which `npm run generate` makes docs/labs.md. Without a context they are
 * played on a practice cluster.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { itemsOf, recordOf } from '../src/base/json.ts'
import { runLab } from '../src/cli/lab.ts'
import { knownLabs } from '../src/cli/product-labs.ts'

const root = path.dirname(import.meta.dirname)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    context: { type: 'string' },
    'other-context': { type: 'string' },
    kubeconfig: { type: 'string' }
  }
})
const isReal = values.context !== undefined || values.kubeconfig !== undefined
const where = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])
const folder = path.join(root, 'docs/lab-results')
const known = (await knownLabs()).map(({ lab }) => lab.id)

mkdirSync(folder, { recursive: true })
for (const id of positionals.length === 0 ? known : positionals) await record(id)

async function record(id: string): Promise<void> {
  let report = ''
  const started = Date.now()
  const code = await runLab(['run', id, '--solution', '--format', 'json', ...where], {
    cwd: process.cwd(),
    env: process.env,
    out: text => (report += text),
    err: text => process.stderr.write(text),
    readInput: () => Promise.resolve(''),
    stop: new AbortController().signal
  })
  if (code === 2) {
    process.exitCode = 1
    return
  }
  const steps = itemsOf(recordOf(JSON.parse(report)).steps).map(recordOf)
  const checks = steps
    .flatMap(step => itemsOf(step.checks).map(recordOf))
    .filter(check => check.id !== 'completed')
  const count = (...verdicts: readonly string[]): number =>
    checks.filter(({ verdict }) => verdicts.includes(String(verdict))).length
  const result = {
    checks: checks.length,
    proven: count('pass'),
    blocked: count('blocked', 'not-here'),
    seconds: Math.round((Date.now() - started) / 1000),
    cluster: isReal ? 'a real Kubernetes' : 'practice'
  }
  const name = `${id}.${isReal ? 'real' : 'practice'}.json`
  writeFileSync(
    path.join(folder, name),
    `${JSON.stringify(isReal ? result : { ...result, seconds: 0 }, null, 2)}\n`
  )
  console.log(`${id}: ${result.proven} of ${result.checks} proven, ${result.blocked} need more.`)
  for (const check of checks.filter(({ verdict }) => verdict !== 'pass'))
    console.log(`  ${String(check.id)} is ${String(check.verdict)}: ${String(check.sentence)}`)
}
