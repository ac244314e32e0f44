import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { applyAll, readObjects, untilAvailable, untilRolledOut } from '../parts/objects.ts'
import type { Addition } from './addition.ts'

/** Prometheus with Debian's exporters of nodes and of probes, and what there is in a cluster to scrape. */
export const prometheus: Addition = {
  title: 'Prometheus',
  sign: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'monitoring', name: 'prometheus' },
  works:
    'Prometheus scrapes the API server, nodes, CoreDNS, and Pods and Services that ask for it.',
  images: [
    {
      file: 'prometheus',
      names: ['docker.io/prom/prometheus:v3.16.0'],
      programs: { '/prometheus': 'prometheus' },
      entrypoint: ['/prometheus']
    },
    {
      file: 'node-exporter',
      names: ['docker.io/prom/node-exporter:v1.5.0'],
      base: 'exporters',
      entrypoint: ['/usr/bin/prometheus-node-exporter']
    },
    {
      file: 'blackbox-exporter',
      names: ['docker.io/prom/blackbox-exporter:v0.23.0'],
      base: 'exporters',
      entrypoint: ['/usr/bin/prometheus-blackbox-exporter']
    }
  ],
  async start({ opened: { cluster } }) {
    const file = path.join(projectRoot, 'test/cluster/manifests/prometheus.yaml')
    await applyAll(cluster, readObjects(readFileSync(file, 'utf8')))
    for (const name of ['prometheus', 'blackbox-exporter'])
      await untilAvailable(cluster, 'monitoring', name, 240_000)
    await untilRolledOut(cluster, 'monitoring', 'node-exporter', 240_000)
  }
}
