/** `npm run cluster`: a real Kubernetes on this machine; docs/real-cluster.md says how it is made. */
import { runClusterCommand } from '../test/cluster/command.ts'

process.exitCode = await runClusterCommand(process.argv.slice(2))
