import { execFileSync } from 'node:child_process'
import path from 'node:path'
import type { BundleIndex } from '../../src/api/schema-set.ts'
import type { Schema } from '../../src/api/schema.ts'
import { versions } from './api-server.ts'
import { kindDefinitions } from './own/kind-configuration.ts'

const build = path.join(
  path.dirname(path.dirname(import.meta.dirname)),
  'test/cluster/build/kubernetes'
)

interface PrintedTypes {
  readonly kinds: Readonly<Record<string, string>>
  readonly definitions: Readonly<Record<string, Schema>>
}

/** The files that the programs of a node read, which no API server publishes: kubeadm's, kubelet's, kube-proxy's and kind's. */
export function configurationKinds(): {
  readonly entry: BundleIndex[string]
  readonly definitions: Readonly<Record<string, Schema>>
} {
  const text = execFileSync(
    'go',
    ['run', '-mod=readonly', path.join(import.meta.dirname, 'configuration.go')],
    {
      cwd: build,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, GOFLAGS: '', NODE_OPTIONS: '' }
    }
  )
  const { kinds, definitions } = JSON.parse(text) as PrintedTypes
  return {
    entry: {
      label: `Kubernetes ${versions.kubernetes.replace(/\.\d+$/, '')} bundled`,
      kinds: { ...kinds, 'kind.x-k8s.io/v1alpha4/Cluster': 'kind.v1alpha4.Cluster' },
      resources: []
    },
    definitions: { ...definitions, ...kindDefinitions }
  }
}
