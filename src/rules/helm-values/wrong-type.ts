import { Field } from '../../base/field.ts'
import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'

interface TypedKey {
  readonly chart: string
  readonly path: FieldPath
  readonly type: 'map' | 'list' | 'boolean' | 'text'
}

const typed: readonly TypedKey[] = [
  { chart: valuesKey('ExternalDns'), path: ['domainFilters'], type: 'list' },
  { chart: valuesKey('ExternalDns'), path: ['sources'], type: 'list' },
  { chart: valuesKey('ExternalDns'), path: ['policy'], type: 'text' },
  { chart: valuesKey('ExternalDns'), path: ['txtOwnerId'], type: 'text' },
  { chart: valuesKey('MetalLB'), path: ['speaker'], type: 'map' },
  { chart: valuesKey('MetalLB'), path: ['speaker', 'frr'], type: 'map' },
  { chart: valuesKey('MetalLB'), path: ['frrk8s'], type: 'map' },
  { chart: valuesKey('MetalLB'), path: ['loadBalancerClass'], type: 'text' },
  { chart: valuesKey('Cilium'), path: ['hubble'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['hubble', 'relay'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['hubble', 'ui'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['gatewayAPI'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['ingressController'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['ipv4'], type: 'map' },
  { chart: valuesKey('Cilium'), path: ['ipv6'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['ports'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['ports', 'web', 'expose'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['ports', 'websecure', 'expose'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['providers', 'kubernetesGateway'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['providers', 'kubernetesCRD'], type: 'map' },
  { chart: valuesKey('Traefik'), path: ['additionalArguments'], type: 'list' },
  { chart: valuesKey('KubePrometheusStack'), path: ['prometheus'], type: 'map' },
  { chart: valuesKey('KubePrometheusStack'), path: ['prometheus', 'prometheusSpec'], type: 'map' },
  { chart: valuesKey('Istio'), path: ['meshConfig'], type: 'map' }
]

const words = { map: 'a map', list: 'a list', boolean: '`true` or `false`', text: 'a text' }

export default defineRule({
  id: 'helm-values/wrong-type',
  appliesTo: ['Traefik', 'MetalLB', 'ExternalDns', 'Cilium', 'KubePrometheusStack', 'Istio'].map(
    chart => `values.helm.sh/v1/${chart}Values`
  ),
  scope: 'manifest',
  severity: 'error',
  tags: ['helm', 'type'],
  what: 'A value has another type than the chart reads.',
  why: 'The templates of the chart fail with it, or leave out what was meant.',
  todo: 'Write the value as the chart has it in its own `values.yaml`.',
  docs: {
    bad: 'ports:\n  web: { port: 8000, expose: true }\n',
    good: 'ports:\n  web: { port: 8000, expose: { default: true } }\n',
    see: ['https://helm.sh/docs/chart_template_guide/values_files/']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const { chart, path, type } of typed) {
      const field = root.get(...path)
      if (chart !== manifest.key || !field.isThere || isOf(field, type)) continue
      const isExpose = path.at(-1) === 'expose' && typeof field.value === 'boolean'
      report({
        at: path,
        part: 'value',
        message: `\`${formatFieldPath(path)}\` has to be ${words[type]}.`,
        fixes: isExpose
          ? [
              {
                title: `Set to \`default: ${String(field.value)}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set(path, { default: field.value })
              }
            ]
          : type === 'list' && field.text !== undefined
            ? [
                {
                  title: 'Make it a list',
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(path, [field.text])
                }
              ]
            : []
      })
    }
  }
})

function isOf(field: Field, type: TypedKey['type']): boolean {
  if (type === 'map') return field.isMap
  if (type === 'list') return field.isList
  return type === 'boolean' ? typeof field.value === 'boolean' : field.text !== undefined
}
