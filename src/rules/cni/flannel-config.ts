import { Field } from '../../base/field.ts'
import { jsonProblem } from '../../model/json-problem.ts'
import { parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { rangeInText } from '../shared/text-range.ts'

const configMap = (config: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: kube-flannel-cfg, namespace: kube-flannel }
data:
  net-conf.json: '${config}'
`

export default defineRule({
  id: 'cni/flannel-config',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'error',
  tags: ['cni', 'json', 'address'],
  what: 'Flannel cannot read its configuration.',
  why: 'The API server takes it as any text. Flannel stops with an error on every node, and Pods stay in ContainerCreating.',
  todo: 'Write JSON with a range in `Network`, and in `IPv6Network` where `EnableIPv6` is true.',
  docs: {
    bad: configMap('{ "Network": "10.244.0.0", "Backend": { "Type": "vxlan" } }'),
    good: configMap('{ "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" } }'),
    see: ['https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md']
  },

  check({ manifest, report }) {
    const data = new Field(manifest.object).get('data')
    for (const name of ['net-conf.json', 'cni-conf.json']) {
      const field = data.get(name)
      const text = field.text
      if (text === undefined || /\$\{|\{\{/.test(text) || !isFlannels(manifest.name)) continue
      const problem = jsonProblem(text)
      if (problem)
        report({
          at: field.at,
          part: 'value',
          range: place =>
            rangeInText(place, field.at, text, { start: problem.offset, end: problem.offset + 1 }),
          message: problem.message
        })
      else if (name === 'net-conf.json') for (const found of faultsOf(field, text)) report(found)
    }
  }
})

function isFlannels(name: string | undefined): boolean {
  return name?.includes('flannel') === true
}

function faultsOf(field: Field, text: string): readonly Report[] {
  const config = new Field(JSON.parse(text) as unknown)
  const wanted = [
    ...(config.get('EnableIPv4').value === false ? [] : ['Network']),
    ...(config.get('EnableIPv6').value === true ? ['IPv6Network'] : [])
  ]
  return wanted.flatMap(key => {
    const range = config.get(key).text
    const message =
      range === undefined
        ? `\`${key}\` is missing.`
        : parseCidr(range)
          ? undefined
          : `${range} in \`${key}\` is no range of addresses.`
    const start = Math.max(0, text.indexOf(range ?? '{'))
    const end = start + (range?.length ?? 1)
    return message === undefined
      ? []
      : [
          {
            at: field.at,
            part: 'value' as const,
            range: (place: Parameters<NonNullable<Report['range']>>[0]) =>
              rangeInText(place, field.at, text, { start, end }),
            message
          }
        ]
  })
}
