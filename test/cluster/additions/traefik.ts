import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { installGatewayApi } from '../parts/gateway-api.ts'
import { openCluster } from '../parts/open-cluster.ts'
import { applyAll, readObjects, untilAvailable } from '../parts/objects.ts'
import { moduleFolder } from '../programs/go-programs.ts'
import { pick } from '../scene/pick.ts'
import type { Addition } from './addition.ts'

const gatewayClass = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  name: 'traefik'
}

/** Traefik's own kinds, such as IngressRoute, in its module. */
const definitions = 'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml'

/** The kinds of the Gateway API and Traefik's own, and Traefik as the controller of both and of Ingresses. */
export const traefik: Addition = {
  title: 'Traefik',
  sign: gatewayClass,
  works: 'Traefik has accepted its GatewayClass.',
  images: [
    {
      file: 'traefik',
      names: ['docker.io/library/traefik:v3.7.13'],
      programs: { '/traefik': 'traefik' },
      entrypoint: ['/traefik']
    }
  ],
  async start({ plan, opened }) {
    await installGatewayApi(opened.cluster)
    const module = moduleFolder('traefik', 'github.com/traefik/traefik/v3')
    const kinds = readFileSync(path.join(module, definitions), 'utf8')
    await applyAll(opened.cluster, readObjects(kinds))
    const file = path.join(projectRoot, 'test/cluster/manifests/traefik.yaml')
    await until('the kinds of the Gateway API are served', 120_000, async () => {
      const { cluster } = await openCluster(plan.kubeconfig)
      await applyAll(cluster, readObjects(readFileSync(file, 'utf8')))
      return true
    })
    await untilAvailable(opened.cluster, 'traefik', 'traefik', 240_000)
    const { cluster } = await openCluster(plan.kubeconfig)
    await until('Traefik accepts its GatewayClass', 180_000, async () => {
      const read = await cluster.get(gatewayClass)
      if (!read.ok) throw new Error(read.error.message)
      const conditions = (pick(read.value, 'status.conditions') ?? []) as readonly {
        readonly type: string
        readonly status: string
      }[]
      return conditions.some(({ type, status }) => type === 'Accepted' && status === 'True')
    })
  }
}
