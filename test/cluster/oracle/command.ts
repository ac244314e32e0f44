import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findManifestFiles } from '../../../src/node/manifest-files.ts'
import { decodeManifest } from '../../../src/node/manifest-text.ts'
import { projectRoot } from '../../support/service.ts'
import { compareFiles, type Comparison } from './compare.ts'
import { fixtureWorkspaces, type Workspace } from './fixtures.ts'
import { openClusterJudge, openOwnJudge, type Judge } from './judge.ts'
import { compareMutations } from './mutate/command.ts'
import { described, fidelityPage, isDifference, unexplained } from './report.ts'

const usage = `Usage: npm run oracle -- FILE...     what an API server says of manifests, beside what the linter says
       npm run oracle               the same of every fixture, and whether docs/fidelity.md is fresh
       npm run oracle -- --write    writes docs/fidelity.md
       npm run oracle -- --mutate [--kinds Service,HTTPRoute] [--sample 50] [--seed 1] [--depth 2] [--explained]
                                    changes correct manifests at one place each, and tells where the linter says
                                    otherwise than the server: of every kind, or of a few by chance with --sample;
                                    with --explained also where that has a reason

FILE is a file or a folder. The API server is the one of KUBECONFIG, or one that is built and started here,
which needs Go. Fixtures are always sent to the one that is started here, so that its version is known.
Status: 0 both agree, 1 they differ, 2 the question could not be asked.
`

export const fidelityFile = path.join(projectRoot, 'docs/fidelity.md')

/** Runs `npm run oracle`; failures are told in sentences. Answers the status to exit with. */
export async function runOracleCommand(argv: readonly string[]): Promise<number> {
  try {
    const options = {
      write: { type: 'boolean' },
      help: { type: 'boolean' },
      mutate: { type: 'boolean' },
      explained: { type: 'boolean' },
      kinds: { type: 'string', default: '' },
      sample: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      depth: { type: 'string', default: '1' }
    } as const
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    if (values.help === true) {
      console.log(usage)
      return 0
    }
    if (values.mutate === true)
      return await compareMutations({
        kinds: values.kinds.split(',').filter(kind => kind !== ''),
        sample: numberIn(values.sample, '--sample'),
        seed: numberIn(values.seed, '--seed'),
        depth: numberIn(values.depth, '--depth'),
        explained: values.explained === true
      })
    if (positionals.length > 0) return await compareNamed(positionals)
    return await compareFixtures(values.write === true)
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown
    console.error(thrown.message)
    return 2
  }
}

function numberIn(text: string, option: string): number {
  const number = Number(text)
  if (text === '' || Number.isNaN(number)) throw new Error(`${option} takes a number.`)
  return number
}

async function compareNamed(names: readonly string[]): Promise<number> {
  const files = readFiles(names)
  const { KUBECONFIG: kubeconfig } = process.env
  const open = kubeconfig === undefined ? openOwnJudge : () => openClusterJudge(kubeconfig)
  const compared = await askWith(open, [files])
  for (const one of compared.results) console.log(described(one))
  const differing = compared.results.filter(isDifference).length
  console.log(
    `${compared.results.length} documents sent to ${compared.judge}; ${differing === 0 ? 'none differs' : `${differing} differ`}.`
  )
  return differing === 0 ? 0 : 1
}

function readFiles(names: readonly string[]): Workspace {
  const { files, problems } = findManifestFiles(names.map(name => path.resolve(name)))
  const [problem] = problems
  if (problem) throw new Error(problem.message)
  if (files.length === 0) throw new Error(`There are no manifests in ${names.join(', ')}.`)
  return Object.fromEntries(
    files.map(file => [path.relative('', file), decodeManifest(readFileSync(file)).text])
  )
}

async function compareFixtures(write: boolean): Promise<number> {
  const { page, complaints } = await judgeFixtures()
  for (const complaint of complaints) console.error(complaint)
  if (complaints.length > 0) return 1
  if (write) writeFileSync(fidelityFile, page)
  else if (!existsSync(fidelityFile) || readFileSync(fidelityFile, 'utf8') !== page) {
    console.error('docs/fidelity.md is not fresh; run npm run oracle -- --write')
    return 1
  }
  console.log(write ? 'docs/fidelity.md is written.' : 'docs/fidelity.md is fresh.')
  return 0
}

/** Asks a server of the pinned version about every fixture. */
export async function judgeFixtures(): Promise<{
  /** What docs/fidelity.md should be. */
  readonly page: string
  /** Differences without a reason, and reasons without a difference. */
  readonly complaints: readonly string[]
}> {
  const { judge, results } = await askWith(openOwnJudge, fixtureWorkspaces())
  return { page: fidelityPage(judge, results), complaints: unexplained(results) }
}

async function askWith(
  open: () => Promise<Judge>,
  workspaces: readonly Workspace[]
): Promise<{ readonly judge: string; readonly results: readonly Comparison[] }> {
  const judge = await open()
  try {
    const results: Comparison[] = []
    for (const files of workspaces) results.push(...(await compareFiles(judge, files)))
    return { judge: judge.name, results }
  } finally {
    await judge.close()
  }
}
