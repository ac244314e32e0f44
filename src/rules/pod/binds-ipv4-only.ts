import { matchesLabels } from '../../model/selector.ts'
import { podLabelsOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { podKeys } from '../shared/pod-templates.ts'
import { servicesBeside } from '../shared/service-port.ts'

const manifests = (address: string): string => `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - name: shop
      image: registry.example/shop:1.0
      args: ["--listen=${address}:8080"]
      ports: [{ containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  ipFamilyPolicy: RequireDualStack
  ipFamilies: [IPv4, IPv6]
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
`

export default defineRule({
  id: 'pod/binds-ipv4-only',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'dual-stack', 'service'],
  what: 'The program listens on IPv4 alone, and a Service sends it IPv6, too.',
  why: 'What listens on 0.0.0.0 has no socket for IPv6. Clients that take the IPv6 address of the Service are refused, others are not, so it fails now and then.',
  todo: 'Listen on `[::]`, which takes both families on Linux, or give the Service IPv4 alone.',
  docs: {
    bad: manifests('0.0.0.0'),
    good: manifests('[::]'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/']
  },
  labs: ['dual-stack-load-balancing', 'ipv6'],

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    // Few programs are told so, and looking at all Services for each Pod takes the time of all other rules.
    const bound = commandTextsOf(manifest.object).filter(({ text }) => isBoundToIpv4(text))
    if (bound.length === 0) return
    const labels = podLabelsOf(manifest.object) ?? {}
    const service = servicesBeside(workspace, manifest).find(({ object: { spec } }) => {
      const { selector = {}, ipFamilies = [], ipFamilyPolicy } = spec ?? {}
      return (
        Object.keys(selector).length > 0 &&
        matchesLabels(selector, labels) &&
        (ipFamilies.includes('IPv6') || ipFamilyPolicy === 'RequireDualStack')
      )
    })
    if (!service) return
    for (const { text, at } of bound) {
      const better = text
        .replace(/0\.0\.0\.0(?=:)/, '[::]')
        .replace(/0\.0\.0\.0/, '::')
        .replace(/\bTCP4-LISTEN:/i, 'TCP6-LISTEN:')
      report({
        at,
        part: 'value',
        message: `${describeManifest(service)} sends IPv6 to this Pod, which listens on IPv4.`,
        related: [{ manifest: service, at: ['spec'], message: 'Its families are here.' }],
        fixes: [
          {
            title: 'Listen on both families',
            safe: false,
            preferred: true,
            change: edit => edit.set(at, better)
          }
        ]
      })
    }
  }
})

function isBoundToIpv4(text: string): boolean {
  return (
    /(?:listen|bind|addr|address|host|http)[\w.-]*[= ](?:https?:\/\/)?0\.0\.0\.0(?:[:\s]|$)/.test(
      text
    ) || /\bTCP4-LISTEN:/i.test(text)
  )
}
