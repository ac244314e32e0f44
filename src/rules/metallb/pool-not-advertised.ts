import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { advertisements, pools, poolKeys, poolsWithoutAdvertisement } from '../shared/metallb.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const pool = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lab, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
`

export default defineRule({
  id: 'metallb/pool-not-advertised',
  appliesTo: poolKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['metallb', 'reference'],
  what: 'No advertisement here announces the pool.',
  why: 'MetalLB gives addresses of the pool to Services, but tells nobody where they are, so no packet arrives.',
  todo: 'Add an L2Advertisement or a BGPAdvertisement that names the pool, or none at all.',
  docs: {
    bad: pool,
    good: `${pool}---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lab, namespace: metallb-system }
spec: { ipAddressPools: [lab] }
`,
    see: ['https://metallb.io/configuration/#announce-the-service-ips']
  },

  check({ manifest, workspace, report }) {
    if (!workspace.derive(poolsWithoutAdvertisement).includes(manifest)) return
    // One that names a pool which is not here has the wrong name, which another check tells.
    if (danglingAdvertisements(workspace).length > 0) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `No advertisement here announces the pool ${manifest.name ?? ''}.`,
      fixes: [
        {
          title: 'Add an L2Advertisement',
          safe: false,
          preferred: true,
          change: edit =>
            edit.addDocument({
              apiVersion: 'metallb.io/v1beta1',
              kind: 'L2Advertisement',
              metadata: {
                name: manifest.name,
                ...(manifest.namespace !== undefined && { namespace: manifest.namespace })
              },
              spec: { ipAddressPools: [manifest.name] }
            })
        }
      ]
    })
  }
})

/** Advertisements that name a pool which nobody has defined here. */
function danglingAdvertisements(workspace: WorkspaceView): readonly Manifest[] {
  const names = new Set(pools(workspace).map(({ name }) => name))
  return advertisements(workspace).filter(({ object }) =>
    new Field(object).get('spec', 'ipAddressPools').texts.some(name => !names.has(name))
  )
}
