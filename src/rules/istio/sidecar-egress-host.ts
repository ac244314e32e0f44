import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { hostFault } from '../shared/istio-host.ts'

const sidecar = (host: string): string => `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: shop }
spec:
  egress: [{ hosts: ["${host}"] }]
`

export default defineRule({
  id: 'istio/sidecar-egress-host',
  appliesTo: networkingKeys('Sidecar'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'host'],
  what: 'A host of a Sidecar lacks its namespace, or is none.',
  why: 'The hosts are written as `namespace/name`; Istio refuses the Sidecar otherwise.',
  todo: 'Write `./name` for the own namespace, `*/name` for any, or the namespace itself.',
  docs: {
    bad: sidecar('reviews.shop.svc.cluster.local'),
    good: sidecar('./reviews.shop.svc.cluster.local'),
    see: ['https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener']
  },

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const lists = ['egress', 'ingress'].flatMap(key => spec.get(key).items)
    for (const host of lists.flatMap(listener => listener.get('hosts').items)) {
      const text = host.text
      if (text === undefined || text.includes('${')) continue
      const [, namespace, name] = /^([^/]+)\/([^/]+)$/.exec(text) ?? []
      const fault = name === undefined ? undefined : partFault(namespace ?? '', name)
      if (name !== undefined && fault === undefined) continue
      report({
        at: host.at,
        part: 'value',
        message: fault ?? `${text} does not say of which namespace.`,
        fixes: text.includes('/')
          ? []
          : [`./${text}`, `*/${text}`].map(meant => ({
              title: `Set to \`${meant}\``,
              safe: false,
              change: edit => edit.set(host.at, meant)
            }))
      })
    }
  }
})

/** A namespace, `*` or `.`, with a `~` before what is left out; then the whole name of a host, or `*`. */
function partFault(namespace: string, name: string): string | undefined {
  if (!/^~?(?:[*.]|[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/.test(namespace))
    return `${namespace} is no namespace.`
  return hostFault(name, {
    short: false,
    address: false,
    everything: true,
    partialWildcard: false
  })
}
