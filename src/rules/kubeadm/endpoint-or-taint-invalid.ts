import { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { kubeadmKeys } from '../shared/kubeadm.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

const configuration = (address: string): string => `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: ${address}, bindPort: 6443 }
`

export default defineRule({
  id: 'kubeadm/endpoint-or-taint-invalid',
  appliesTo: kubeadmKeys('InitConfiguration', 'JoinConfiguration'),
  scope: 'manifest',
  severity: 'error',
  tags: ['kubeadm', 'address'],
  what: 'The address or the port of the API server, or the effect of a taint, is none.',
  why: 'kubeadm stops before it does anything when the address is no address or the port no port; with an unknown effect of a taint the kubelet does not start, so the node never joins.',
  todo: 'Write an address of the machine, not a name; a port from 1 to 65535; NoSchedule, PreferNoSchedule or NoExecute.',
  docs: {
    bad: configuration('node-1.example'),
    good: configuration('192.0.2.10'),
    see: [
      'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#kubeadm-k8s-io-v1beta4-APIEndpoint'
    ]
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const endpoint of [
      root.get('localAPIEndpoint'),
      root.get('controlPlane', 'localAPIEndpoint')
    ]) {
      const [address, port] = [endpoint.get('advertiseAddress'), endpoint.get('bindPort')]
      const { text } = address
      if (text !== undefined && text !== '' && !isTemplate(text) && !isAddress(text))
        report({ at: address.at, part: 'value', message: `${text} is no address.` })
      if (port.number !== undefined && port.number !== 0 && !isPort(port.number))
        report({
          at: port.at,
          part: 'value',
          message: `${port.number} is no port; ports are numbered from 1 to 65535.`
        })
    }
    for (const taint of root.get('nodeRegistration', 'taints').items) {
      const { text, at } = taint.get('effect')
      if (text === undefined || text === '' || isTemplate(text) || effects.includes(text)) continue
      const meant =
        effects.find(effect => effect.toLowerCase() === text.toLowerCase()) ?? slipOf(text, effects)
      report({
        at,
        part: 'value',
        message: `${text} is no effect of a taint${meant === undefined ? '' : `; ${meant} is one`}.`,
        fixes: setTo(at, meant)
      })
    }
  }
})

/** kubeadm still takes zeros at the beginning of a part: 010.0.0.1. */
function isAddress(text: string): boolean {
  return parseIp(text.replace(/(^|\.)0+(?=\d)/g, '$1')) !== undefined
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

function isTemplate(text: string): boolean {
  return /[${}<>]|__/.test(text)
}
