import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { isForMetallb, metallbAnnotation, metallbGroup } from '../shared/metallb.ts'

const manifests = (selectors: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: public, namespace: metallb-system }
spec: { ipAddressPools: [public]${selectors} }
---
apiVersion: v1
kind: Service
metadata: { name: dns, namespace: shop, annotations: { metallb.io/allow-shared-ip: dns } }
spec: { type: LoadBalancer, selector: { app: dns }, ports: [{ port: 53 }] }
`

export default defineRule<Service>({
  id: 'metallb/shared-beside-selectors',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'service', 'address'],
  what: 'A Service shares its address, and an advertisement chooses Services.',
  why: 'On layer 2 an address is announced from one node for all Services that share it; an advertisement for some of them cannot tell them apart, so MetalLB does not combine the two.',
  todo: 'Take `serviceSelectors` away from the L2Advertisement, or give the Service an address of its own.',
  docs: {
    bad: manifests(', serviceSelectors: [{ matchLabels: { app: dns } }]'),
    good: manifests(''),
    see: ['https://metallb.io/configuration/_advanced_l2_configuration/']
  },
  labs: ['metallb'],

  check({ manifest, workspace, report }) {
    const shared = metallbAnnotation(manifest.object, 'allow-shared-ip')
    if (!isForMetallb(manifest) || shared.text === undefined || shared.text === '') return
    const choosing = workspace
      .ofKind(metallbGroup, 'L2Advertisement')
      .find(
        ({ uri, object }) =>
          folderOf(uri) === folderOf(manifest.uri) &&
          new Field(object).get('spec', 'serviceSelectors').items.length > 0
      )
    if (choosing)
      report({
        at: shared.at,
        part: 'key',
        message: `L2Advertisement ${choosing.name ?? ''} chooses Services, which does not go together with a shared address.`,
        related: [
          { manifest: choosing, at: ['spec', 'serviceSelectors'], message: 'It chooses here.' }
        ]
      })
  }
})
