import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import {
  attachment,
  attachments,
  networkConfigOf,
  networkRequestsOf,
  podMakerKeys,
  podOnNetworks
} from '../shared/multus.ts'
import { rangeInText } from '../shared/text-range.ts'

const pod = podOnNetworks(`'[{ "name": "lab-net", "ips": ["192.0.2.10/24"] }]'`)

const definition = (capabilities: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "macvlan"${capabilities}, "ipam": { "type": "static" } }`
  )

/** What a Pod asks for, and the capability that brings it to the plugin. */
const capabilities = {
  ips: 'ips',
  mac: 'mac',
  portMappings: 'portMappings',
  bandwidth: 'bandwidth'
}

export default defineRule({
  id: 'multus/addresses-not-taken',
  appliesTo: podMakerKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['multus', 'cni', 'address'],
  what: 'A Pod asks a network for something that the network does not take from Pods.',
  why: 'The runtime passes on what a plugin lists in `capabilities` and drops the rest silently, so the Pod gets another address, or none.',
  todo: 'Add the capability to the plugin in the NetworkAttachmentDefinition.',
  docs: {
    bad: `${definition('')}---\n${pod}`,
    good: `${definition(', "capabilities": { "ips": true }')}---\n${pod}`,
    see: ['https://www.cni.dev/docs/conventions/#well-known-capabilities']
  },

  check({ manifest, workspace, report }) {
    const networks = networkRequestsOf(manifest)
    if (!networks || networks.problem) return
    const { at, text } = networks
    for (const request of networks.requests) {
      const namespace = request.namespace ?? manifest.namespace
      const [definition, another] = attachments(workspace).filter(
        one => one.name === request.name && (one.namespace ?? namespace) === namespace
      )
      const config = definition && networkConfigOf(definition)
      if (!definition || another || !config || config.problem || definition.partial) continue
      for (const [key, capability] of Object.entries(capabilities)) {
        const taken = config.plugins.some(
          plugin => plugin.get('capabilities', capability).value === true
        )
        if (!request.fields.get(key).isThere || taken) continue
        const start = text.indexOf(`"${key}"`)
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, { start, end: start + key.length + 2 }),
          message: `${describeManifest(definition)} takes no \`${key}\` from Pods.`,
          related: [
            { manifest: definition, at: ['spec', 'config'], message: 'Its plugins are here.' }
          ]
        })
      }
    }
  }
})
