import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import {
  networkRequestsOf,
  podMakerKeys,
  podOnNetworks,
  type NetworkRequest
} from '../shared/multus.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'multus/networks-unreadable',
  appliesTo: podMakerKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'json'],
  what: 'The networks of a Pod cannot be read.',
  why: 'The API server takes the annotation as any text. Multus refuses it when the Pod starts, which stays in ContainerCreating.',
  todo: 'Write `namespace/name@interface` with commas between, or a list in JSON.',
  docs: {
    bad: podOnNetworks('lab-net:eth1'),
    good: podOnNetworks('lab-net@eth1'),
    see: [
      'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md#run-pod-with-network-annotation'
    ]
  },

  check({ manifest, report }) {
    const networks = networkRequestsOf(manifest)
    if (!networks) return
    const { at, text, problem } = networks
    if (problem)
      report({
        at,
        part: 'value',
        range: place => rangeInText(place, at, text, problem),
        message: problem.message,
        fixes: /^[a-z0-9-]+:[a-z0-9-]+$/.test(text)
          ? [
              {
                title: `Write \`${text.replace(':', '@')}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set(at, text.replace(':', '@'))
              }
            ]
          : []
      })
    for (const request of networks.requests) {
      const message = request.fields.isThere ? faultOf(request) : undefined
      if (message !== undefined) report({ at, part: 'value', message })
    }
  }
})

function faultOf({ name, fields }: NetworkRequest): string | undefined {
  if (!fields.isMap) return 'Every network in the list has to be an object in braces.'
  if (name === '') return 'A network has no name.'
  if (name.includes('/'))
    return `In JSON the namespace is a field of its own: { "name": "${name.replace(/^.*\//, '')}", "namespace": "${name.replace(/\/.*$/, '')}" }.`
  for (const key of ['ips', 'default-route']) {
    const list = fields.get(key)
    if (list.isThere && !list.isList) return `\`${key}\` of ${name} has to be a list.`
  }
  const gateway = fields.get('default-route').items.find(item => !parseIp(item.text ?? ''))
  if (gateway) return `The gateway ${gateway.text ?? ''} of ${name} is no address.`
  const mac = fields.get('mac').text
  if (mac !== undefined && !/^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(mac))
    return `${mac} is no hardware address.`
  return undefined
}
