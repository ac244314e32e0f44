import { formatIp, parseIp, type Ip } from '../../model/cidr.ts'
import { rangeContains } from '../../model/address-range.ts'
import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { describeManifest } from '../manifest.ts'
import {
  everyPoolAdvertised,
  isForMetallb,
  metallbAnnotation,
  pools,
  rangesOf,
  requestedAddresses
} from '../shared/metallb.ts'

const manifests = (address: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    metallb.io/address-pool: public
    metallb.io/loadBalancerIPs: ${address}
spec:
  type: LoadBalancer
  ports: [{ port: 80 }]
${everyPoolAdvertised}`

export default defineRule<Service>({
  id: 'metallb/address-outside-pools',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'service', 'address'],
  what: 'A Service asks for an address that its pool does not give.',
  why: 'MetalLB gives the Service no address at all, so it stays pending.',
  todo: 'Ask for an address of the pool, or widen the pool.',
  docs: {
    bad: manifests('192.0.2.10'),
    good: manifests('192.0.2.241'),
    see: ['https://metallb.io/usage/#requesting-specific-ips']
  },

  check({ manifest, workspace, report }) {
    if (!isForMetallb(manifest)) return
    const named = metallbAnnotation(manifest.object, 'address-pool').text
    // Without a name, only pools that were written together with the Service are known to be all.
    const candidates = pools(workspace).filter(pool =>
      named === undefined
        ? pool.uri === manifest.uri
        : pool.name === named && folderOf(pool.uri) === folderOf(manifest.uri)
    )
    if (candidates.length === 0) return
    const ranges = candidates.flatMap(rangesOf)
    for (const { text, at } of requestedAddresses(manifest)) {
      const ip = parseIp(text)
      if (!ip || ranges.length === 0) continue
      const own = ranges.filter(({ range }) => rangeContains(range, ip))
      const names = candidates.map(describeManifest).join(' and ')
      const message =
        own.length === 0
          ? `${text} is in no range of ${names}.`
          : own.every(({ pool }) => leavesOut(pool.object, ip))
            ? `${formatIp(ip)} ends in .0 or .255, and ${names} leaves out such addresses by avoidBuggyIPs.`
            : undefined
      if (message !== undefined) report({ at, part: 'value', message })
    }
  }
})

function leavesOut(pool: KubeObject, ip: Ip): boolean {
  const avoidBuggyIPs = new Field(pool).get('spec', 'avoidBuggyIPs').value
  const last = ip.value & 255n
  return avoidBuggyIPs === true && ip.family === 'IPv4' && (last === 0n || last === 255n)
}
