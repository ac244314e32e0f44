import { parseArgs } from 'node:util'
import { isProvider, providers, type Provider } from '../labs/cluster-plan.ts'
import { CommandFailure } from './command-failure.ts'
import { isLabFormat, type LabFormat } from './lab-formats.ts'

export const labUsage = `Usage: netlabs lab list [--topic WORD] [--group NAME] [--level LEVEL] [--labs FOLDER]…
       netlabs lab show ID [--labs FOLDER]…
       netlabs lab cluster ID [--with kind|minikube|k3d] [--labs FOLDER]…
       netlabs lab run ID… | --all [--step STEP] [--context NAME|practice] [--other-context NAME]
                          [--kubeconfig FILE] [--yes CONTEXT] [--solution] [--reverse] [--captures FOLDER]
                          [--format text|json|junit|md] [--labs FOLDER]…
       netlabs lab clean [ID] [--run RUN] [--dry-run] --context NAME [--kubeconfig FILE] [--yes CONTEXT]

Plays labs without the editor.

  list     names the labs
  show     prints the pages of a lab
  cluster  prints the commands that make a cluster for a lab, with its configuration; nothing is run
  run      applies the manifests of each step, verifies the step by what the network does, and goes on to the
           next one. At the end it removes what it has made, and nothing else.
  clean    removes what runs have left in a cluster, found by their labels, each object by its UID

Options:
  --all              run all labs, or those that the filters leave
  --topic WORD       only labs with this topic; --group and --level filter likewise
  --labs FOLDER      labs of your own as well: folders in it that hold a lab.yaml; may be given several times
  --step STEP        play up to this step and report it alone; its id, or its number such as 9.2
  --context NAME     a context of the kubeconfig. "practice", or neither this nor --kubeconfig: a practice
                     cluster (simulated) that lives as long as the run
  --other-context NAME
                     the second cluster, for labs that need two
  --kubeconfig FILE  the kubeconfig to read, KUBECONFIG or ~/.kube/config unless given; its current context
                     is used when --context is left out
  --yes CONTEXT      change this context although it is protected. Protected are names with "prod" in them,
                     or the patterns in NETLABS_PROTECTED_CONTEXTS, such as "*prod*,live-*"
  --captures FOLDER  keep captured packets here; in a folder for temporary files unless given
  --solution         apply the solutions instead of the manifests to start from
  --reverse          take away what each proven step has made and give it back: the proof has to fall and to
                     come again, or it proves something else
  --format FORMAT    text, json, junit or md
  --with PROGRAM     kind (unless given), minikube or k3d
  --run RUN          clean what this run has left; all runs of the lab, or of all labs, unless given
  --dry-run          show what clean would remove, and remove nothing
  --help             show this

What a run makes carries the labels netlabs/lab and netlabs/run. An object that is in the cluster already
is left alone, and the run ends.

Exits with 0 when every check passed, with 1 when one did not, with 2 when a lab can't run.
`

export type LabVerb = 'list' | 'show' | 'cluster' | 'run' | 'clean'

export interface LabOptions {
  readonly verb: LabVerb | 'help'
  /** Of the labs; empty where none is named. */
  readonly ids: readonly string[]
  readonly all: boolean
  readonly topic: string | undefined
  readonly group: string | undefined
  readonly level: string | undefined
  /** Folders with labs of one's own. */
  readonly labs: readonly string[]
  readonly step: string | undefined
  readonly context: string | undefined
  readonly otherContext: string | undefined
  readonly kubeconfig: string | undefined
  readonly confirmed: string | undefined
  readonly format: LabFormat
  readonly solution: boolean
  readonly reverse: boolean
  /** Where captured packets are kept. */
  readonly captures: string | undefined
  /** What makes a cluster. */
  readonly provider: Provider
  readonly run: string | undefined
  readonly dryRun: boolean
}

const known = {
  all: { type: 'boolean' },
  topic: { type: 'string' },
  group: { type: 'string' },
  level: { type: 'string' },
  labs: { type: 'string', multiple: true },
  step: { type: 'string' },
  context: { type: 'string' },
  'other-context': { type: 'string' },
  kubeconfig: { type: 'string' },
  yes: { type: 'string' },
  format: { type: 'string' },
  solution: { type: 'boolean' },
  reverse: { type: 'boolean' },
  captures: { type: 'string' },
  run: { type: 'string' },
  with: { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' }
} as const

type OptionName = Exclude<keyof typeof known, 'help'>

const filters: readonly OptionName[] = ['topic', 'group', 'level', 'labs']
const ofCluster: readonly OptionName[] = ['context', 'kubeconfig', 'yes']
const optionsOf: Readonly<Record<LabVerb, readonly OptionName[]>> = {
  list: filters,
  show: ['labs'],
  cluster: ['labs', 'with'],
  run: [
    ...filters,
    ...ofCluster,
    'all',
    'step',
    'other-context',
    'format',
    'solution',
    'reverse',
    'captures'
  ],
  clean: [...ofCluster, 'run', 'dry-run']
}

/** Reads the command line; what can't be meant is a failure with a sentence. */
export function labOptions(argv: readonly string[]): LabOptions {
  const { values, positionals } = parsed(argv)
  const [verb, ...ids] = positionals
  const format = values.format ?? 'text'
  if (!isLabFormat(format))
    throw new CommandFailure(`--format takes text, json, junit or md, not "${format}".`)
  const provider = values.with ?? 'kind'
  if (!isProvider(provider))
    throw new CommandFailure(`--with takes ${providers.join(', ')}, not "${provider}".`)
  const options = {
    ids,
    all: values.all === true,
    topic: values.topic,
    group: values.group,
    level: values.level,
    labs: values.labs ?? [],
    step: values.step,
    context: values.context,
    otherContext: values['other-context'],
    kubeconfig: values.kubeconfig,
    confirmed: values.yes,
    format,
    solution: values.solution === true,
    reverse: values.reverse === true,
    captures: values.captures,
    provider,
    run: values.run,
    dryRun: values['dry-run'] === true
  }
  if (values.help === true) return { ...options, verb: 'help' }
  if (!isVerb(verb))
    throw new CommandFailure(
      `${verb === undefined ? 'say' : `"${verb}" is none of`} list, show, cluster, run or clean. "netlabs lab --help" says more.`
    )
  requireSense(verb, options, Object.keys(values))
  return { ...options, verb }
}

function isVerb(word: string | undefined): word is LabVerb {
  return word !== undefined && Object.hasOwn(optionsOf, word)
}

function requireSense(
  verb: LabVerb,
  { ids, all, step, context, kubeconfig }: Omit<LabOptions, 'verb'>,
  given: readonly string[]
): void {
  const most = { list: 0, show: 1, cluster: 1, run: Infinity, clean: 1 }[verb]
  const extra = ids[most]
  if (extra !== undefined) throw new CommandFailure(`"${extra}" is one argument too many.`)
  if (['show', 'cluster', 'run'].includes(verb) && ids.length === 0 && !all)
    throw new CommandFailure('say which lab. "netlabs lab list" names them.')
  const misplaced = given.find(name => !optionsOf[verb].includes(name as OptionName))
  if (misplaced !== undefined) {
    const owners = (Object.keys(optionsOf) as LabVerb[]).filter(one =>
      optionsOf[one].includes(misplaced as OptionName)
    )
    throw new CommandFailure(
      `--${misplaced} is an option of ${owners.join(' and ')}, not of ${verb}.`
    )
  }
  if (all && ids.length > 0) throw new CommandFailure('name labs or give --all, not both.')
  if (step !== undefined && ids.length !== 1)
    throw new CommandFailure('--step is a step of one lab, so name that one alone.')
  if (verb === 'clean' && context === undefined && kubeconfig === undefined)
    throw new CommandFailure(
      'say which cluster, with --context or --kubeconfig. A practice cluster of a command goes with it.'
    )
}

function parsed(argv: readonly string[]): ReturnType<typeof parseKnown> {
  try {
    return parseKnown(argv)
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('. ')
    throw new CommandFailure(`${message}. "netlabs lab --help" shows the options.`)
  }
}

function parseKnown(argv: readonly string[]) {
  return parseArgs({ args: [...argv], allowPositionals: true, options: known })
}
