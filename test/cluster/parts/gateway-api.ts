import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { moduleFolder } from '../programs/go-programs.ts'
import { applyAll, readObjects } from './objects.ts'

/** Installs the kinds of the Gateway API's standard channel, whoever serves them. */
export async function installGatewayApi(cluster: Cluster): Promise<void> {
  const module = moduleFolder('traefik', 'sigs.k8s.io/gateway-api')
  const crds = path.join(module, 'config/crd/standard')
  for (const file of globSync('*.yaml', { cwd: crds }).sort())
    await applyAll(cluster, readObjects(readFileSync(path.join(crds, file), 'utf8')))
}
