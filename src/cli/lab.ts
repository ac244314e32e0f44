import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createCluster, type Cluster } from '../cluster/cluster.ts'
import { readLab } from '../labs/read-lab.ts'
import { findStep, type Lab } from '../labs/lab.ts'
import type { Baseline, StepResult } from '../labs/step-result.ts'
import { verifyStep } from '../labs/verify-step.ts'
import { isKubeObject } from '../model/object.ts'
import { practiceContext } from '../node/practice-kubeconfig.ts'
import { practiceTransport } from '../node/practice-transport.ts'
import { productFolder } from '../node/product-folder.ts'
import { systemClock } from '../node/system-clock.ts'
import { createPracticeCluster } from '../sim/practice-cluster.ts'
import { parseYamlFile } from '../yaml/yaml-file.ts'
import { bundledSchemas } from './bundled-schemas.ts'
import type { CliIo } from './cli-io.ts'

const usage = `Usage: netlabs lab list
       netlabs lab show ID
       netlabs lab run ID [--step STEP] [--context practice] [--solution] [--format text|json|junit]

Plays a lab without the editor, on a practice cluster (simulated) of its own, and verifies its steps.
Exits with 0 only when every required check passed, with 1 when one did not, with 2 when it can't run.
`

class Failure extends Error {}

/** `netlabs lab`: resolves with the exit code. */
export async function runLab(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    io.err(`netlabs lab: ${thrown.message}\n`)
    return 2
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = optionsOf(argv)
  const [verb, id] = positionals
  if (values.help === true || verb === undefined) {
    io.out(usage)
    return verb === undefined && values.help !== true ? 2 : 0
  }
  const labs = await productLabs()
  if (verb === 'list') {
    for (const { lab } of labs)
      io.out(`${lab.id.padEnd(36)} ${String(lab.minutes).padStart(3)} min  ${lab.title}\n`)
    return 0
  }
  const found = labs.find(({ lab }) => lab.id === id)
  if (!found) throw new Failure(`there is no lab "${id ?? ''}". "netlabs lab list" names them.`)
  if (verb === 'show') {
    io.out(`${found.lab.title}\n${found.lab.description}\n\n`)
    for (const step of found.lab.steps)
      io.out(`${step.id.padEnd(16)} ${step.title}: ${step.goal}\n`)
    return 0
  }
  if (verb !== 'run') throw new Failure(`"${verb}" is not one of list, show and run.`)
  if (values.context !== undefined && values.context !== practiceContext)
    throw new Failure(
      'labs run on the practice cluster here. For a cluster of a kubeconfig use the editor.'
    )
  return await play(found, values, io)
}

interface FoundLab {
  readonly lab: Lab
  readonly folder: string
}

async function productLabs(): Promise<readonly FoundLab[]> {
  const root = path.join(productFolder(), 'walkthroughs')
  const names = (await readdir(root)).sort()
  return await Promise.all(
    names.map(async name => {
      const folder = path.join(root, name)
      const { lab, problems } = readLab(await readFile(path.join(folder, 'lab.yaml'), 'utf8'))
      if (!lab) throw new Failure(`the lab ${name} can't be read: ${problems[0]?.message ?? ''}`)
      return { lab, folder }
    })
  )
}

type Options = ReturnType<typeof optionsOf>['values']

function optionsOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        step: { type: 'string' },
        context: { type: 'string' },
        solution: { type: 'boolean' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      }
    })
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('. ')
    throw new Failure(`${message}. "netlabs lab --help" shows the options.`)
  }
}

/** Applies a step's manifests, or its solution, and verifies it before the next one begins. */
async function play({ lab, folder }: FoundLab, options: Options, io: CliIo): Promise<number> {
  const format = options.format ?? 'text'
  if (!['text', 'json', 'junit'].includes(format))
    throw new Failure(`--format takes text, json or junit, not "${format}".`)
  const last = options.step === undefined ? undefined : findStep(lab, options.step)
  if (options.step !== undefined && !last)
    throw new Failure(`the lab ${lab.id} has no step "${options.step}".`)
  const practice = createPracticeCluster({
    clock: systemClock,
    random: Math.random,
    schemas: await bundledSchemas(),
    parseYaml: text => parseYamlFile(text).documents[0]?.value
  })
  try {
    const cluster = createCluster(practiceTransport(practice), {
      context: practiceContext,
      simulated: true,
      clock: systemClock,
      random: Math.random
    })
    const results: StepResult[] = []
    let baselines: readonly Baseline[] = []
    for (const step of lab.steps) {
      const files = options.solution === true ? (step.solution ?? step.manifests) : step.manifests
      for (const file of files ?? []) await applyFile(cluster, path.join(folder, file))
      await practice.settle()
      if (step.checks.length > 0) {
        const result = await verifyStep(lab, step.id, cluster, {
          clock: systemClock,
          signal: io.stop,
          baselines
        })
        baselines = [...baselines, ...result.baselines]
        results.push(result)
        if (format === 'text') io.out(`${textOf(result)}\n`)
      }
      if (step === last) break
    }
    const wanted = last ? results.filter(({ step }) => step === last.id) : results
    if (format === 'json')
      io.out(`${JSON.stringify({ version: 1, lab: lab.id, steps: wanted }, null, 2)}\n`)
    if (format === 'junit') io.out(junitOf(lab, wanted))
    return wanted.length > 0 && wanted.every(({ verdict }) => verdict === 'pass') ? 0 : 1
  } finally {
    practice.dispose()
  }
}

async function applyFile(cluster: Cluster, file: string): Promise<void> {
  for (const { value } of parseYamlFile(await readFile(file, 'utf8')).documents) {
    if (!isKubeObject(value)) continue
    const answer = await cluster.apply(value)
    if (!answer.ok)
      throw new Failure(`${path.basename(file)} can't be applied: ${answer.error.message}`)
  }
}

function textOf(result: StepResult): string {
  const mark = result.simulated ? ' (simulated)' : ''
  const checks = result.checks.map(
    check => `  ${check.verdict.padEnd(12)} ${check.title}: ${check.sentence}`
  )
  return [`${result.step}: ${result.verdict}${mark}. ${result.sentence}`, ...checks].join('\n')
}

function junitOf(lab: Lab, results: readonly StepResult[]): string {
  const checks = results.flatMap(result => result.checks.map(check => ({ result, check })))
  const failures = checks.filter(({ check }) => check.verdict !== 'pass').length
  const cases = checks.map(({ result, check }) => {
    const open = `    <testcase classname="${escaped(`${lab.id}.${result.step}`)}" name="${escaped(check.title)}"`
    return check.verdict === 'pass'
      ? `${open}/>`
      : `${open}><failure message="${escaped(`${check.verdict}: ${check.sentence}`)}"/></testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites><testsuite name="${escaped(lab.id)}" tests="${checks.length}" failures="${failures}">`,
    ...cases,
    '</testsuite></testsuites>',
    ''
  ].join('\n')
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;'
  }
  return text.replaceAll(/[&<>"]/g, char => entities[char] ?? char)
}
