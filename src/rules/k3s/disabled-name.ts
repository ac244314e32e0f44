import type { FieldPath } from '../../base/field-path.ts'
import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { k3sKeys } from '../shared/k3s.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

/** What K3s brings: https://docs.k3s.io/installation/packaged-components */
const components = [
  'coredns',
  'servicelb',
  'traefik',
  'local-storage',
  'metrics-server',
  'runtimes'
]

/** What people call them by, after the programs that they are. */
const otherNames: Readonly<Record<string, string>> = {
  'service-lb': 'servicelb',
  klipper: 'servicelb',
  'klipper-lb': 'servicelb',
  svclb: 'servicelb',
  'local-path': 'local-storage',
  'local-path-provisioner': 'local-storage',
  localstorage: 'local-storage',
  'core-dns': 'coredns',
  'kube-dns': 'coredns',
  dns: 'coredns',
  metrics: 'metrics-server',
  metricsserver: 'metrics-server'
}

/** What is turned off by another option. */
const options: Readonly<Record<string, string>> = {
  flannel: 'flannel-backend: none',
  'network-policy': 'disable-network-policy: true',
  'kube-proxy': 'disable-kube-proxy: true',
  'cloud-controller': 'disable-cloud-controller: true',
  'helm-controller': 'disable-helm-controller: true'
}

export default defineRule({
  id: 'k3s/disabled-name',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['k3s'],
  what: 'K3s is told to leave out something that it does not have under this name.',
  why: 'K3s says nothing about it, and the part goes on running.',
  todo: 'Write coredns, servicelb, traefik, local-storage or metrics-server; other parts have options of their own.',
  docs: {
    bad: 'flannel-backend: none\ndisable: [traefik, service-lb]\n',
    good: 'flannel-backend: none\ndisable: [traefik, servicelb]\n',
    see: ['https://docs.k3s.io/installation/packaged-components']
  },

  check({ manifest, report }) {
    const field = new Field(manifest.object).get('disable')
    for (const { name, at, whole } of namesIn(field)) {
      if (components.includes(name)) continue
      const option = Object.hasOwn(options, name) ? options[name] : undefined
      if (option !== undefined) {
        report({
          at,
          part: 'value',
          message: `${name} is not turned off by \`disable\`, but by \`${option}\`.`
        })
        continue
      }
      // Files that somebody adds to the manifests of K3s can be named as well, so other names may be right.
      const lower = name.toLowerCase().replaceAll('_', '-')
      const meant =
        (Object.hasOwn(otherNames, lower) ? otherNames[lower] : undefined) ??
        components.find(one => one === lower) ??
        slipOf(lower, components)
      if (meant === undefined) continue
      report({
        at,
        part: 'value',
        message: `K3s brings no ${name}; ${meant} is what is meant here.`,
        fixes: whole ? setTo(at, meant) : []
      })
    }
  }
})

interface Name {
  readonly name: string
  readonly at: FieldPath
  /** Whether nothing else stands in the same text. */
  readonly whole: boolean
}

/** Names stand in a list, or in a text with commas between. */
function namesIn(field: Field): readonly Name[] {
  return (field.isList ? field.items : [field]).flatMap(({ text = '', at }) => {
    const names = text.split(',').map(name => name.trim())
    return names.filter(name => name !== '').map(name => ({ name, at, whole: names.length === 1 }))
  })
}
