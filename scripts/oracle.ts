/** `npm run oracle`: what a real API server says of manifests, beside what the linter says. */
import { runOracleCommand } from '../test/cluster/oracle/command.ts'

process.exitCode = await runOracleCommand(process.argv.slice(2))
