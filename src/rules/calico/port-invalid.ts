import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'
import { setTo } from '../shared/set-to.ts'

const policy = (port: string): string =>
  calicoPolicy(
    `  selector: app == 'web'\n  types: [Ingress]\n  ingress: [{ action: Allow, protocol: TCP, destination: { ports: [${port}] } }]\n`
  )

export default defineRule({
  id: 'calico/port-invalid',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'ports'],
  what: 'A port is no number, no range and no name, or is meant as a range and read as a name.',
  why: 'Calico refuses the policy.',
  todo: 'Write a number up to 65535, a range such as `8000:8080`, or the name of a port of the Pods.',
  docs: {
    bad: policy('"8080:8000"'),
    good: policy('"8000:8080"'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#ports']
  },

  check({ manifest, report }) {
    for (const { rule } of calicoRules(manifest.object))
      for (const side of ['source', 'destination'])
        for (const key of ['ports', 'notPorts'])
          for (const field of rule.get(side, key).items) {
            const text =
              field.text ?? (field.number === undefined ? undefined : String(field.number))
            const problem = text === undefined ? undefined : faultOf(text)
            if (problem === undefined) continue
            const range = /^(\d+)-(\d+)$/.exec(text ?? '')
            const meant = range ? `${range[1] ?? ''}:${range[2] ?? ''}` : undefined
            report({
              at: field.at,
              part: 'value',
              message: problem,
              ...(range && dash),
              fixes: setTo(field.at, meant, { safe: true })
            })
          }
  }
})

/** Such a text is a name of a port to Calico, and no container's port can be called so. */
const dash = {
  severity: 'warning',
  why: 'Calico takes it as the name of a port, and no port of a Pod has it, so the rule fits no traffic.'
} as const

function faultOf(text: string): string | undefined {
  if (text.includes('$')) return undefined
  const [, first, last] = /^(\d+)(?::(\d+))?$/.exec(text) ?? []
  if (first === undefined)
    return /^\d+\s*-/.test(text)
      ? `A range of ports has a colon, not a dash: ${text}.`
      : /^[a-zA-Z0-9_.-]{1,128}$/.test(text)
        ? undefined
        : `${text} is no port.`
  if ([first, last ?? first].some(one => Number(one) > 65_535)) return `There is no port ${text}.`
  return last !== undefined && Number(last) < Number(first)
    ? `The range ${text} ends before it begins.`
    : undefined
}
