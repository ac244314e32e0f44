import { Field } from '../../base/field.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { clusterZonesOf, corefilesOf } from './corefiles.ts'
import { folderOf } from './folder-of.ts'

/** The domain that a cluster completes names with, and the place that says so. */
export interface ClusterDomain {
  readonly domain: string
  readonly manifest: Manifest
  readonly at: Field['at']
}

/** The domains that files of kubeadm, the kubelet, K3s and CoreDNS beside a manifest give to the cluster. */
export function clusterDomainsBeside(
  workspace: WorkspaceView,
  { uri }: Pick<Manifest, 'uri'>
): readonly ClusterDomain[] {
  const folder = folderOf(uri)
  return workspace.derive(allDomains).filter(({ manifest }) => folderOf(manifest.uri) === folder)
}

function allDomains(workspace: WorkspaceView): readonly ClusterDomain[] {
  const written = (
    [
      ['kubeadm.k8s.io', 'ClusterConfiguration', ['networking', 'dnsDomain']],
      ['kubelet.config.k8s.io', 'KubeletConfiguration', ['clusterDomain']],
      ['config.k3s.io', 'Configuration', ['cluster-domain']]
    ] as const
  ).flatMap(([group, kind, path]) =>
    workspace.ofKind(group, kind).flatMap(manifest => {
      const { text, at } = new Field(manifest.object).get(...path)
      return text === undefined || text === '' ? [] : [{ domain: text, manifest, at }]
    })
  )
  const served = (workspace.all('v1/ConfigMap') as readonly Manifest<ConfigMap>[]).flatMap(
    manifest =>
      manifest.name === 'coredns'
        ? corefilesOf(manifest).flatMap(({ servers, at }) =>
            servers
              .flatMap(clusterZonesOf)
              .map(zone => zone.replace(/\.$/, ''))
              .filter(zone => zone !== '' && !zone.endsWith('.arpa'))
              .map(domain => ({ domain, manifest, at }))
          )
        : []
  )
  return [...written, ...served]
}
