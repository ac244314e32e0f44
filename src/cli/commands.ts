import type { CliIo } from './cli-io.ts'
import { productVersion } from './product-version.ts'

const usage = `Usage: netlabs COMMAND [OPTION]…

  lint [FILE|DIR|-]…    check manifests
  rules                 list the checks
  explain-rule ID       say what a check is about
  sim [MANIFEST…]       run the practice cluster (simulated)
  lab list|show|run     play and verify a lab

  --help                this text; netlabs COMMAND --help says more
  --version             the version of netlabs
`

/** Runs one command. Resolves to the exit status. What a command needs is loaded when it is called. */
export async function runCommand(args: readonly string[], io: CliIo): Promise<number> {
  const [command, ...rest] = args
  switch (command) {
    case 'lint':
      return await (await import('./lint.ts')).runLint(rest, io)
    case 'rules':
      return (await import('./rules.ts')).runRules(rest, io)
    case 'explain-rule':
      return (await import('./rules.ts')).runExplainRule(rest, io)
    case 'sim':
      return await (await import('./sim.ts')).runSim(rest, io)
    case 'lab':
      return await (await import('./lab.ts')).runLab(rest, io)
    case '--version':
      io.out(`${productVersion()}\n`)
      return 0
    case '--help':
    case '-h':
    case 'help':
      io.out(usage)
      return 0
    case undefined:
      io.err(usage)
      return 2
    default:
      io.err(`netlabs: there is no command ${command}.\n\n${usage}`)
      return 2
  }
}
