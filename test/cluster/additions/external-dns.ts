import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { applyAll, readObjects, untilAvailable } from '../parts/objects.ts'
import { openCluster } from '../parts/open-cluster.ts'
import { moduleFolder } from '../programs/go-programs.ts'
import type { Addition } from './addition.ts'

/** ExternalDNS, which writes records by dynamic updates into a zone of a DNS server that can be asked. */
export const externalDns: Addition = {
  title: 'ExternalDNS',
  sign: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'external-dns',
    name: 'external-dns'
  },
  works: 'ExternalDNS writes records into the zone netlabs.example.',
  images: [
    {
      file: 'external-dns',
      names: ['registry.k8s.io/external-dns/external-dns:v0.21.0'],
      programs: { '/external-dns': 'external-dns' },
      entrypoint: ['/external-dns']
    },
    {
      file: 'bind9',
      names: ['docker.io/internetsystemsconsortium/bind9:9.18'],
      base: 'bind9',
      entrypoint: ['/usr/sbin/named']
    }
  ],
  async start({ plan, opened: { cluster } }) {
    const module = moduleFolder('external-dns', 'sigs.k8s.io/external-dns')
    const crd = path.join(module, 'config/crd/standard/dnsendpoints.externaldns.k8s.io.yaml')
    await applyAll(cluster, readObjects(readFileSync(crd, 'utf8')))
    await until('DNSEndpoints are served', 120_000, async () => {
      const { cluster: fresh } = await openCluster(plan.kubeconfig)
      const type = { apiVersion: 'externaldns.k8s.io/v1alpha1', kind: 'DNSEndpoint' }
      return (await fresh.list(type)).ok
    })
    const file = path.join(projectRoot, 'test/cluster/manifests/external-dns.yaml')
    await applyAll(cluster, readObjects(readFileSync(file, 'utf8')))
    await untilAvailable(cluster, 'external-dns', 'bind', 240_000)
    await untilAvailable(cluster, 'external-dns', 'external-dns', 240_000)
  }
}
