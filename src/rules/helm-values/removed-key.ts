import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { formatFieldPath } from '../../base/field-path.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'

/** A key that a chart once had, and what is to be written instead. */
interface RemovedKey {
  readonly chart: string
  readonly path: FieldPath
  readonly instead: string
}

const removed: readonly RemovedKey[] = [
  {
    chart: valuesKey('MetalLB'),
    path: ['configInline'],
    instead: 'Write IPAddressPool and L2Advertisement objects'
  },
  {
    chart: valuesKey('Cilium'),
    path: ['tunnel'],
    instead: 'Write `routingMode: native`, or `tunnelProtocol: vxlan`'
  },
  {
    chart: valuesKey('Traefik'),
    path: ['ports', 'web', 'redirectTo'],
    instead: 'Write `redirections` of the entry point, as the values of your chart have it'
  },
  {
    chart: valuesKey('Traefik'),
    path: ['experimental', 'kubernetesGateway'],
    instead: 'Write `providers.kubernetesGateway.enabled`'
  },
  {
    chart: valuesKey('Traefik'),
    path: ['pilot'],
    instead: 'Take it away; the service has ended'
  }
]

export default defineRule({
  id: 'helm-values/removed-key',
  appliesTo: [valuesKey('MetalLB'), valuesKey('Cilium'), valuesKey('Traefik')],
  scope: 'manifest',
  severity: 'warning',
  tags: ['helm', 'removed'],
  what: 'A value is one that the chart had once.',
  why: 'Helm takes any value. One that the chart does not read does nothing, or makes the installation fail.',
  todo: 'Write what the chart has instead.',
  docs: {
    bad: 'tunnel: disabled\nkubeProxyReplacement: true\n',
    good: 'routingMode: native\nkubeProxyReplacement: true\n',
    see: [
      'https://docs.cilium.io/en/stable/operations/upgrade/',
      'https://metallb.io/configuration/migration_to_crds/',
      'https://github.com/traefik/traefik-helm-chart/blob/master/traefik/Changelog.md'
    ]
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const { chart, path, instead } of removed) {
      const field = root.get(...path)
      if (chart !== manifest.key || !field.isThere) continue
      report({
        at: path,
        message: `The chart has no \`${formatFieldPath(path)}\` any more.`,
        todo: `${instead}.`
      })
    }
  }
})
