import { Field } from '../../base/field.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { rangesIn, type WrittenRange } from './cluster-ranges.ts'
import { folderOf } from './folder-of.ts'

/** A range that the cluster itself uses, as one of the files says that make clusters. */
export interface KnownRange {
  readonly of: 'Pods' | 'Services'
  readonly range: WrittenRange
  readonly manifest: Manifest
}

const fields: readonly (readonly [
  key: string,
  pods: readonly string[],
  services: readonly string[]
])[] = [
  ...['v1beta4', 'v1beta3'].map(
    version =>
      [
        `kubeadm.k8s.io/${version}/ClusterConfiguration`,
        ['networking', 'podSubnet'],
        ['networking', 'serviceSubnet']
      ] as const
  ),
  ['kind.x-k8s.io/v1alpha4/Cluster', ['networking', 'podSubnet'], ['networking', 'serviceSubnet']],
  ['config.k3s.io/v1/Configuration', ['cluster-cidr'], ['service-cidr']]
]

/** The ranges of Pods and Services by the files of kubeadm, kind and K3s that stand beside a manifest. */
export function clusterRangesBeside(
  workspace: WorkspaceView,
  { uri }: Pick<Manifest, 'uri'>
): readonly KnownRange[] {
  const folder = folderOf(uri)
  return workspace.derive(allRanges).filter(({ manifest }) => folderOf(manifest.uri) === folder)
}

function allRanges(workspace: WorkspaceView): readonly KnownRange[] {
  return fields.flatMap(([key, pods, services]) =>
    workspace
      .all(key)
      .flatMap(manifest => [
        ...rangesOf(manifest, pods).map(range => ({ of: 'Pods' as const, range, manifest })),
        ...rangesOf(manifest, services).map(range => ({ of: 'Services' as const, range, manifest }))
      ])
  )
}

function rangesOf(manifest: Manifest, path: readonly string[]): readonly WrittenRange[] {
  return rangesIn(new Field(manifest.object).get(...path))
}
