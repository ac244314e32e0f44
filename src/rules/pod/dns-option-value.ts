import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

/** Options of resolv.conf with a number: the most that a resolver takes. */
const numbers: ReadonlyMap<string, number> = new Map([
  ['ndots', 15],
  ['timeout', 30],
  ['attempts', 5]
])

export default defineRule({
  id: 'pod/dns-option-value',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'dns'],
  what: 'An option of the resolver has a value that it does not take.',
  why: 'Options are written into /etc/resolv.conf as they stand, and the resolver skips what it cannot read or takes its highest value instead. Nobody tells, and lookups behave as if the option were not there.',
  todo: 'Write a whole number in the range that the resolver takes: ndots to 15, timeout to 30 seconds, attempts to 5.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  dnsConfig: { options: [{ name: ndots, value: two }] }
  containers: [{ name: shop, image: shop }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  dnsConfig: { options: [{ name: ndots, value: "2" }] }
  containers: [{ name: shop, image: shop }]
`,
    see: ['https://man7.org/linux/man-pages/man5/resolv.conf.5.html']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    for (const [i, { name, value }] of (pod?.spec.dnsConfig?.options ?? []).entries()) {
      const most = numbers.get(name)
      if (!pod || most === undefined || (typeof value === 'string' && value.includes('$'))) continue
      if (value !== undefined && /^\d+$/.test(value) && Number(value) <= most) continue
      const at = [...pod.at, 'dnsConfig', 'options', i]
      report({
        at: value === undefined ? [...at, 'name'] : [...at, 'value'],
        part: 'value',
        message:
          value === undefined
            ? `${name} has no value.`
            : `${name} takes a whole number up to ${most}, not ${value}.`
      })
    }
  }
})
