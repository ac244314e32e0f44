import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { parseIp } from '../../model/cidr.ts'
import { parseGoDuration } from '../../model/go-duration.ts'
import { defineRule } from '../define-rule.ts'

const peer = (fields: string): string => `apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router, namespace: metallb-system }
spec:
  myASN: 64500
  peerASN: 64501
  peerAddress: 192.0.2.1
${fields}`

export default defineRule({
  id: 'metallb/bgp-peer-conflict',
  appliesTo: ['metallb.io/v1beta2/BGPPeer', 'metallb.io/v1beta1/BGPPeer'],
  scope: 'manifest',
  severity: 'error',
  tags: ['metallb', 'bgp'],
  what: 'Fields of the peer contradict each other.',
  why: 'MetalLB refuses the peer, and with it every further change of its configuration.',
  todo: 'Keep one of the fields that contradict each other.',
  docs: {
    bad: peer('  password: secret\n  passwordSecret: { name: router-password }\n'),
    good: peer('  passwordSecret: { name: router-password }\n'),
    see: ['https://metallb.io/configuration/_advanced_bgp_configuration/']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = new Field(manifest.object).get('spec')
    for (const { at, message } of conflictsIn(spec)) report({ at, part: 'key', message })
  }
})

interface Conflict {
  readonly at: FieldPath
  readonly message: string
}

function conflictsIn(spec: Field): readonly Conflict[] {
  const found: Conflict[] = []
  const conflict = (key: string, message: string): void => {
    found.push({ at: spec.get(key).at, message })
  }
  const is = (key: string): boolean => {
    const { value } = spec.get(key)
    return value !== undefined && value !== '' && value !== 0
  }
  if (is('password') && spec.get('passwordSecret', 'name').isThere)
    conflict('password', 'The peer has a password and a Secret with a password.')
  if (is('peerASN') && is('dynamicASN'))
    conflict('dynamicASN', 'The peer has both a peerASN and a dynamicASN.')
  if (is('peerAddress') && is('interface'))
    conflict('interface', 'The peer has both an address and an interface.')
  const [my, other] = [spec.get('myASN').number, spec.get('peerASN').number]
  if (my !== undefined && my === other && spec.get('ebgpMultiHop').value === true)
    conflict('ebgpMultiHop', `Both ends are in the AS ${my}, and ebgpMultiHop is for two.`)
  for (const key of ['peerAddress', 'sourceAddress', 'routerID']) {
    const text = spec.get(key).text
    if (text !== undefined && text !== '' && !text.includes('${') && !parseIp(text))
      conflict(key, `${text} is no IP address.`)
  }
  const hold = parseGoDuration(spec.get('holdTime').text ?? '')
  const keepalive = parseGoDuration(spec.get('keepaliveTime').text ?? '')
  if (hold !== undefined && hold !== 0 && hold < 3000)
    conflict('holdTime', 'holdTime has to be 0 or 3 seconds and more.')
  if (hold !== undefined && keepalive !== undefined && keepalive > hold)
    conflict('keepaliveTime', 'keepaliveTime is longer than holdTime.')
  return found
}
