import { copyFileSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { pluginFolder, writePodNetwork } from '../parts/containerd.ts'
import { applyAll, readObjects, untilRolledOut } from '../parts/objects.ts'
import { openCluster } from '../parts/open-cluster.ts'
import type { Addition } from './addition.ts'

/** Further interfaces for Pods, by a plugin of ours that reads and writes what Multus does. */
export const multus: Addition = {
  title: 'Multus',
  sign: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'network-attachment-definitions.k8s.cni.cncf.io'
  },
  works: 'Pods get the further interfaces that their annotation asks for.',
  programs: ['multus'],
  images: [],
  async start({ plan, opened, programs }) {
    const file = path.join(projectRoot, 'test/cluster/manifests/multus.yaml')
    await applyAll(opened.cluster, readObjects(readFileSync(file, 'utf8')))
    for (const node of plan.nodes) {
      const folder = pluginFolder(node)
      const target = path.join(folder, 'multus')
      // By a rename, because a program that runs can't be written to.
      copyFileSync(programs.multus ?? '', `${target}.new`)
      renameSync(`${target}.new`, target)
      writePodNetwork(node, [
        {
          type: 'multus',
          kubeconfig: plan.kubeconfig,
          stateFolder: '/run/multus',
          pluginFolder: folder
        }
      ])
    }
    await until('NetworkAttachmentDefinitions are served', 120_000, async () => {
      const { cluster } = await openCluster(plan.kubeconfig)
      const type = { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition' }
      return (await cluster.list(type)).ok
    })
    await untilRolledOut(opened.cluster, 'kube-system', 'kube-multus-ds', 240_000)
  }
}
