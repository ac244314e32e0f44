import { isRecord, recordOf } from '../../base/json.ts'
import { parseCidr } from '../../model/cidr.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const key = 'net-conf.json'

export default defineRule<ConfigMap>({
  id: 'config-map/flannel-configuration',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['flannel', 'cni'],
  what: 'The configuration of Flannel cannot be read.',
  why: 'Flannel reads net-conf.json when it starts. When it is no JSON or its Network no range, Flannel ends with an error, the nodes stay NotReady and no Pod gets an address.',
  todo: 'Write JSON with a Network such as 10.244.0.0/16 and a Backend with its Type.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: kube-flannel-cfg, namespace: kube-flannel }
data:
  net-conf.json: '{ "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" }, }'
`,
    good: `apiVersion: v1
kind: ConfigMap
metadata: { name: kube-flannel-cfg, namespace: kube-flannel }
data:
  net-conf.json: '{ "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" } }'
`,
    see: ['https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md']
  },

  check({ manifest, report }) {
    const text: unknown = manifest.object.data?.[key]
    if (typeof text !== 'string' || /\$\{|\{\{/.test(text)) return
    const message = faultOf(text)
    if (message !== undefined) report({ at: ['data', key], part: 'value', message })
  }
})

function faultOf(text: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : ''}.`
  }
  if (!isRecord(value)) return 'This is no JSON object.'
  const { Network: network, EnableIPv4: ipv4, Backend: backend } = value
  if (ipv4 !== false && (typeof network !== 'string' || parseCidr(network)?.family !== 'IPv4'))
    return `Network is ${network === undefined ? 'missing' : `${JSON.stringify(network)}, which is no IPv4 range`}.`
  if (backend !== undefined && typeof recordOf(backend).Type !== 'string')
    return 'Backend has no Type.'
  return undefined
}
