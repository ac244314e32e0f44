import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { isForMetallb, metallbAnnotation, requestedAddresses } from '../shared/metallb.ts'
import { perObject } from '../shared/per-object.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (key: string): string => `apiVersion: v1
kind: Service
metadata:
  name: dns-tcp
  annotations: { metallb.io/loadBalancerIPs: 192.0.2.53, metallb.io/allow-shared-ip: dns }
spec:
  type: LoadBalancer
  ports: [{ port: 53, protocol: TCP }]
---
apiVersion: v1
kind: Service
metadata:
  name: dns-udp
  annotations: { metallb.io/loadBalancerIPs: 192.0.2.53, metallb.io/allow-shared-ip: ${key} }
spec:
  type: LoadBalancer
  ports: [{ port: 53, protocol: UDP }]
`

export default defineRule<Service>({
  id: 'metallb/shared-address',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'service', 'address'],
  what: 'Two Services ask for one address and do not agree to share it.',
  why: 'MetalLB lets Services share an address when `metallb.io/allow-shared-ip` has one value in all of them, their ports differ, and they have externalTrafficPolicy Cluster or select the same Pods; otherwise the second stays pending.',
  todo: 'Give both Services the same value of `metallb.io/allow-shared-ip` and each port to one of them only; with externalTrafficPolicy Local both need the same selector.',
  docs: {
    bad: manifests('dns-udp'),
    good: manifests('dns'),
    see: ['https://metallb.io/usage/#ip-address-sharing']
  },

  check({ manifest, workspace, report }) {
    if (!isForMetallb(manifest)) return
    const requests = workspace.derive(servicesByAddress)
    for (const { text, at } of requestedAddresses(manifest)) {
      const all = requests.get(text) ?? []
      const before = all.slice(0, all.indexOf(manifest))
      for (const other of before) {
        if (folderOf(other.uri) !== folderOf(manifest.uri) || other.name === manifest.name) continue
        const reason = whyNotShared(manifest, other)
        if (reason === undefined) continue
        report({
          at,
          part: 'value',
          // Files of one folder may be examples of which one is chosen.
          severity: other.uri === manifest.uri ? 'warning' : 'hint',
          message: `${describeManifest(other)} asks for ${text}, too, and ${reason}.`,
          related: [{ manifest: other, at: ['metadata', 'name'], message: 'The other is here.' }]
        })
        break
      }
    }
  }
})

function servicesByAddress(
  workspace: WorkspaceView
): ReadonlyMap<string, readonly Manifest<Service>[]> {
  const found = new Map<string, Manifest<Service>[]>()
  for (const service of workspace.all('v1/Service') as readonly Manifest<Service>[]) {
    for (const text of addressesOf(service)) {
      const known = found.get(text)
      if (known) known.push(service)
      else found.set(text, [service])
    }
  }
  return found
}

const addressesOf = perObject((service): readonly string[] =>
  isForMetallb(service as Manifest<Service>)
    ? requestedAddresses(service as Manifest<Service>).map(({ text }) => text)
    : []
)

function whyNotShared(a: Manifest<Service>, b: Manifest<Service>): string | undefined {
  const [first, second] = [a, b].map(
    ({ object }) => metallbAnnotation(object, 'allow-shared-ip').text ?? ''
  )
  if (first === '' || second === '') return 'one of the two has no `metallb.io/allow-shared-ip`'
  if (first !== second) return `shares it under the key ${second ?? ''}`
  if (backendKeyOf(a) !== backendKeyOf(b))
    return isLocal(a) === isLocal(b)
      ? 'selects other Pods, which does not go together with externalTrafficPolicy Local'
      : 'only one of the two has externalTrafficPolicy Local'
  const taken = new Set(portsOf(b))
  const both = portsOf(a).find(port => taken.has(port))
  return both === undefined ? undefined : `has the port ${both} as well`
}

function portsOf({ object }: Manifest<Service>): readonly string[] {
  return (object.spec?.ports ?? []).map(({ port, protocol }) => `${port}/${protocol ?? 'TCP'}`)
}

function isLocal({ object }: Manifest<Service>): boolean {
  return object.spec?.externalTrafficPolicy === 'Local'
}

/** What has to be equal for an address to be shared, as MetalLB's allocator compares it. */
function backendKeyOf(service: Manifest<Service>): string {
  if (!isLocal(service)) return ''
  return Object.entries(service.object.spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .join(',')
}
