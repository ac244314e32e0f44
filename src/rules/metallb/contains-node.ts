import { Field } from '../../base/field.ts'
import { rangeContains } from '../../model/address-range.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { folderOf } from '../shared/folder-of.ts'
import { extraArgument } from '../shared/kubeadm.ts'
import { everyPoolAdvertised, poolKeys, rangesOf } from '../shared/metallb.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (range: string): string => `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: 192.0.2.10 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [${range}] }
${everyPoolAdvertised}`

export default defineRule({
  id: 'metallb/contains-node',
  appliesTo: poolKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'address'],
  what: 'A pool holds an address that something else has already.',
  why: 'MetalLB gives the address to a Service and announces it from one node, so what was meant for the node or the router goes there, too: the API server or the way out may be lost.',
  todo: 'Leave the addresses of nodes and routers out of the range.',
  docs: {
    bad: manifests('192.0.2.0/27'),
    good: manifests('192.0.2.240-192.0.2.250'),
    see: ['https://metallb.io/configuration/']
  },
  labs: ['metallb'],

  check({ manifest, workspace, report }) {
    const taken = workspace
      .derive(takenAddresses)
      .filter(one => folderOf(one.manifest.uri) === folderOf(manifest.uri))
    for (const { at, text, range } of rangesOf(manifest)) {
      const inside = taken.find(({ address }) => {
        const ip = parseIp(address)
        return ip && rangeContains(range, ip)
      })
      if (inside)
        report({
          at,
          part: 'value',
          message: `${text} holds ${inside.address}, which ${describeTaken(inside.manifest)} has.`,
          related: [
            { manifest: inside.manifest, at: inside.at, message: 'The address is given here.' }
          ]
        })
    }
  }
})

interface Taken {
  readonly address: string
  readonly manifest: Manifest
  readonly at: Field['at']
}

function describeTaken(manifest: Manifest): string {
  return manifest.name === undefined ? 'a node' : describeManifest(manifest)
}

/** Addresses of nodes and routers, as the files of kubeadm, K3s and MetalLB give them. */
function takenAddresses(workspace: WorkspaceView): readonly Taken[] {
  const found: Taken[] = []
  const take = (manifest: Manifest, field: Field | undefined): void => {
    for (const address of field?.text?.split(',') ?? [])
      if (field && parseIp(address.trim()))
        found.push({ address: address.trim(), manifest, at: field.at })
  }
  for (const kind of ['InitConfiguration', 'JoinConfiguration'])
    for (const manifest of workspace.ofKind('kubeadm.k8s.io', kind)) {
      const root = new Field(manifest.object)
      take(manifest, root.get('localAPIEndpoint', 'advertiseAddress'))
      take(manifest, root.get('controlPlane', 'localAPIEndpoint', 'advertiseAddress'))
      const registration = root.get('nodeRegistration')
      const arguments_ = new Field(
        { extraArgs: registration.get('kubeletExtraArgs').value },
        registration.at
      )
      if (extraArgument(arguments_, 'node-ip'))
        take(
          manifest,
          new Field(extraArgument(arguments_, 'node-ip')?.text, [
            ...registration.at,
            'kubeletExtraArgs'
          ])
        )
    }
  for (const manifest of workspace.ofKind('config.k3s.io', 'Configuration'))
    take(manifest, new Field(manifest.object).get('node-ip'))
  for (const manifest of workspace.ofKind('metallb.io', 'BGPPeer'))
    take(manifest, new Field(manifest.object).get('spec', 'peerAddress'))
  for (const manifest of workspace.all('v1/Node'))
    for (const item of new Field(manifest.object).get('status', 'addresses').items)
      take(manifest, item.get('address'))
  return found
}
