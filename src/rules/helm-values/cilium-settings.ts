import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { valuesKey } from '../shared/helm-values.ts'
import { setTo } from '../shared/set-to.ts'

export default defineRule({
  id: 'helm-values/cilium-settings',
  appliesTo: [valuesKey('Cilium')],
  scope: 'manifest',
  severity: 'error',
  tags: ['helm', 'cilium'],
  what: 'Settings of Cilium contradict each other, or are no values that it has.',
  why: 'The chart or the agent refuses them, so nodes stay without a network or a part of it is missing.',
  todo: 'Change the settings as the message says.',
  docs: {
    bad: 'hubble:\n  ui: { enabled: true }\n',
    good: 'hubble:\n  relay: { enabled: true }\n  ui: { enabled: true }\n',
    see: ['https://docs.cilium.io/en/stable/helm-reference/']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const found of [...hubbleFaults(root), ...modeFaults(root)]) report(found)
  }
})

function hubbleFaults(root: Field): readonly Report[] {
  const hubble = root.get('hubble')
  const found: Report[] = []
  const ui = hubble.get('ui', 'enabled')
  const relay = hubble.get('relay', 'enabled')
  if (ui.value === true && relay.value !== true)
    found.push({
      at: ui.at,
      message: 'The UI of Hubble needs the relay.',
      fixes: [
        {
          title: 'Enable the relay',
          safe: false,
          preferred: true,
          change: edit => edit.set(relay.at, true)
        }
      ]
    })
  const metrics = hubble.get('metrics', 'enabled')
  const named = metrics.texts.map(text => text.split(':')[0])
  if (named.includes('http') && named.includes('httpV2'))
    found.push({ at: metrics.at, message: 'Of the metrics http and httpV2 only one can be on.' })
  return found
}

function modeFaults(root: Field): readonly Report[] {
  const found: Report[] = []
  const proxy = root.get('kubeProxyReplacement')
  if (proxy.text !== undefined && !['true', 'false'].includes(proxy.text)) {
    const isOn = proxy.text === 'strict'
    found.push({
      at: proxy.at,
      part: 'value',
      message: `\`kubeProxyReplacement\` is true or false, and no longer ${proxy.text}.`,
      fixes: ['strict', 'disabled'].includes(proxy.text) ? setTo(proxy.at, isOn) : []
    })
  }
  const choices: readonly (readonly [string, readonly string[]])[] = [
    ['routingMode', ['', 'tunnel', 'native']],
    ['tunnelProtocol', ['', 'vxlan', 'geneve']]
  ]
  for (const [key, allowed] of choices) {
    const field = root.get(key)
    if (field.text !== undefined && !allowed.includes(field.text) && !field.text.includes('{{'))
      found.push({
        at: field.at,
        part: 'value',
        message: `\`${key}\` is ${allowed.filter(one => one !== '').join(' or ')}, not ${field.text}.`
      })
  }
  return found
}
