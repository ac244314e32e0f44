import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'prometheus/grafana-default-password',
  appliesTo: [...podKeys, valuesKey('KubePrometheusStack')],
  scope: 'manifest',
  severity: 'hint',
  tags: ['prometheus', 'security', 'helm'],
  what: 'Grafana has a password that everybody knows.',
  why: 'Who reaches Grafana signs in with it and sees, or changes, what it shows of the cluster.',
  todo: 'Name a Secret by `grafana.admin.existingSecret`, or take the variable from one.',
  docs: {
    bad: 'prometheusOperator: { enabled: true }\ngrafana: { adminPassword: prom-operator }\n',
    good: 'prometheusOperator: { enabled: true }\ngrafana: { admin: { existingSecret: grafana-admin } }\n',
    see: ['https://github.com/grafana/helm-charts/tree/main/charts/grafana']
  },
  labs: ['observability'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const pod = podSpecOf(manifest.object)
    const variables = pod
      ? containersOf(pod.spec, pod.at)
          .flatMap(({ container, at }) => new Field(container, at).get('env').items)
          .filter(one => one.get('name').text === 'GF_SECURITY_ADMIN_PASSWORD')
          .map(one => one.get('value'))
      : []
    for (const { text, at } of [root.get('grafana', 'adminPassword'), ...variables])
      if (text === 'admin' || text === 'prom-operator')
        report({ at, part: 'value', message: `${text} is the password that it has by default.` })
  }
})
