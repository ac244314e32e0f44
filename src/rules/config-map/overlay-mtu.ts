import { recordOf, type UnknownRecord } from '../../base/json.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { FieldPath } from '../../base/field-path.ts'

/** Bytes that each encapsulation puts in front of a packet. */
const overheads: ReadonlyMap<string, number> = new Map([
  ['vxlan', 50],
  ['ipip', 20],
  ['geneve', 50],
  ['wireguard', 60]
])

/** What a network without jumbo frames carries. */
const ethernet = 1500

export default defineRule<ConfigMap>({
  id: 'config-map/overlay-mtu',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['cni', 'mtu'],
  what: 'The MTU of the Pods leaves no room for the overlay, or the room is taken twice.',
  why: 'An overlay puts a header in front of each packet: 50 bytes for VXLAN, 20 for IP-in-IP, 60 for WireGuard. Packets that do not fit are dropped, so small requests work and large ones hang. Flannel takes the bytes off by itself.',
  todo: 'Use the MTU of the network less the header, or leave it away so that it is found out; for Flannel write the MTU of the network.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: calico-config, namespace: kube-system }
data: { calico_backend: vxlan, veth_mtu: "1500" }
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata: { name: calico-config, namespace: kube-system }
data: { calico_backend: vxlan, veth_mtu: "1450" }
`,
    see: ['https://docs.tigera.io/calico/latest/networking/configuring/mtu']
  },

  check({ manifest, report }) {
    const { name, object } = manifest
    const data = recordOf(object.data)
    const found =
      name === 'calico-config'
        ? calico(data)
        : name === 'cilium-config'
          ? cilium(data)
          : name === 'kube-flannel-cfg'
            ? flannel(data)
            : undefined
    if (found) report({ part: 'value', ...found })
  }
})

type Found = { readonly at: FieldPath; readonly message: string } | undefined

function calico({ calico_backend: backend, veth_mtu: mtu }: UnknownRecord): Found {
  return tooLarge(['data', 'veth_mtu'], mtu, backend)
}

function cilium({ mtu, 'tunnel-protocol': tunnel, 'routing-mode': routing }: UnknownRecord): Found {
  return routing === 'native' ? undefined : tooLarge(['data', 'mtu'], mtu, tunnel)
}

function tooLarge(at: FieldPath, mtu: unknown, overlay: unknown): Found {
  const overhead = overheads.get(String(overlay)) ?? 0
  // A larger value tells of jumbo frames; what the network carries is not known here.
  if (overhead === 0 || Number(mtu) > ethernet || !(Number(mtu) > ethernet - overhead))
    return undefined
  return {
    at,
    message: `With ${String(overlay)} ${ethernet - overhead} bytes are left of ${ethernet}, and Pods send up to ${String(mtu)}.`
  }
}

/** The MTU of the backend is that of the network outside; Flannel takes the header off it. */
function flannel({ 'net-conf.json': text }: UnknownRecord): Found {
  if (typeof text !== 'string') return undefined
  try {
    const { Type: type, MTU: mtu } = recordOf(recordOf(JSON.parse(text)).Backend)
    if (type !== 'vxlan' || mtu !== ethernet - 50) return undefined
    return {
      at: ['data', 'net-conf.json'],
      message: `Flannel takes 50 bytes off ${mtu}, so that Pods get ${mtu - 50}.`
    }
  } catch {
    // What is no JSON has a finding of its own.
    return undefined
  }
}
