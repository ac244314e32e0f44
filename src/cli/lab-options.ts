import { parseArgs } from 'node:util'
import { CommandFailure } from './command-failure.ts'
import { isLabFormat, type LabFormat } from './lab-formats.ts'

export const labUsage = `Usage: netlabs lab list
       netlabs lab show ID
       netlabs lab run ID [--step STEP] [--context NAME|practice] [--kubeconfig FILE] [--yes CONTEXT]
                          [--solution] [--format text|json|junit]

Plays a lab without the editor.

  list  names the labs
  show  prints the pages of a lab
  run   applies the manifests of each step, verifies the step by what the network does, and goes on to the
        next one. At the end it removes what it has made, and nothing else.

Options of run:
  --step STEP        play up to this step and report it alone; its id, or its number such as 9.2
  --context NAME     a context of the kubeconfig. "practice", or neither this nor --kubeconfig: a practice
                     cluster (simulated) that lives as long as the run
  --kubeconfig FILE  the kubeconfig to read, KUBECONFIG or ~/.kube/config unless given; its current context
                     is used when --context is left out
  --yes CONTEXT      change this context although it is protected. Protected are names with "prod" in them,
                     or the patterns in NETLABS_PROTECTED_CONTEXTS, such as "*prod*,live-*"
  --solution         apply the solutions instead of the manifests to start from
  --format FORMAT    text, json or junit
  --help             show this

What a run makes carries the labels netlabs/lab and netlabs/run. An object that is in the cluster already
is left alone, and the run ends.

Exits with 0 when every check passed, with 1 when one did not, with 2 when the lab can't run.
`

export interface LabOptions {
  readonly verb: 'list' | 'show' | 'run' | 'help'
  /** Of the lab; empty where none is needed. */
  readonly id: string
  readonly step: string | undefined
  readonly context: string | undefined
  readonly kubeconfig: string | undefined
  readonly confirmed: string | undefined
  readonly format: LabFormat
  readonly solution: boolean
}

const ofRun = {
  step: { type: 'string' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  yes: { type: 'string' },
  format: { type: 'string' },
  solution: { type: 'boolean' }
} as const

/** Reads the command line; what can't be meant is a failure with a sentence. */
export function labOptions(argv: readonly string[]): LabOptions {
  const { values, positionals } = parsed(argv)
  const [verb, id, ...more] = positionals
  const format = values.format ?? 'text'
  if (!isLabFormat(format))
    throw new CommandFailure(`--format takes text, json or junit, not "${format}".`)
  const options = {
    id: id ?? '',
    step: values.step,
    context: values.context,
    kubeconfig: values.kubeconfig,
    confirmed: values.yes,
    format,
    solution: values.solution === true
  }
  if (values.help === true) return { ...options, verb: 'help' }
  if (verb !== 'list' && verb !== 'show' && verb !== 'run')
    throw new CommandFailure(
      `${verb === undefined ? 'say' : `"${verb}" is none of`} list, show or run. "netlabs lab --help" says more.`
    )
  const [extra] = verb === 'list' ? positionals.slice(1) : more
  if (extra !== undefined) throw new CommandFailure(`"${extra}" is one argument too many.`)
  if (verb !== 'list' && id === undefined)
    throw new CommandFailure('say which lab. "netlabs lab list" names them.')
  const [misplaced] = Object.keys(values)
  if (verb !== 'run' && misplaced !== undefined)
    throw new CommandFailure(`--${misplaced} is an option of run, not of ${verb}.`)
  return { ...options, verb }
}

function parsed(argv: readonly string[]): {
  readonly values: Readonly<
    Partial<Record<Exclude<keyof typeof ofRun, 'solution'>, string>> & {
      solution?: boolean
      help?: boolean
    }
  >
  readonly positionals: readonly string[]
} {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...ofRun, help: { type: 'boolean', short: 'h' } }
    })
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('. ')
    throw new CommandFailure(`${message}. "netlabs lab --help" shows the options.`)
  }
}
