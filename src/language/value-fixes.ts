import type { FieldPath } from '../base/field-path.ts'
import { isRecord, itemsOf, recordOf, valueAt } from '../base/json.ts'
import type { FieldError } from '../api/field-error.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  labelValueFaults,
  portNameFaults
} from '../api/values/names.ts'
import { cidrOfIp, formatCidr, maskCidr, parseCidr } from '../model/cidr.ts'
import { parseGoDuration } from '../model/go-duration.ts'
import type { FixPlan } from '../rules/report.ts'

/**
 * What mends a value that the API server's own rules refuse. Where several answers are right all of them
 * are offered, and none of them is safe.
 */
export function valueFixes(error: FieldError, object: unknown): FixPlan[] {
  const { path, badValue, suggestion } = error
  if (suggestion !== undefined && parseGoDuration(suggestion) !== undefined)
    return [{ ...setTo(path, suggestion), safe: typeof badValue === 'string' }]
  for (const [words, fixes] of fixesOfWords)
    if (error.detail.includes(words)) return fixes(error, object)
  if (error.type === 'duplicate') return duplicateFixes(error, object)
  if (error.type === 'forbidden') return removal(error.path, object)
  return nameFixes(error)
}

type Fixes = (error: FieldError, object: unknown) => FixPlan[]

/** By the server's own words, since one rule of its code is shared by many fields. */
const fixesOfWords: readonly (readonly [string, Fixes])[] = [
  ['must not have bits set beyond the prefix length', hostBitFixes],
  ['must be an absolute path', absolutePathFixes],
  ['must be greater than or equal to `port`', swappedPorts],
  ['may only be set for externally-accessible services', externalFixes],
  ["may not be used when `type` is 'ClusterIP'", externalFixes],
  ["may only be used when `type` is 'LoadBalancer'", loadBalancerFixes],
  ['when multiple IP families are specified', dualStackFixes],
  ["may not be set to 'None'", headlessFixes],
  ['cannot set both port name & port number', onePortFixes],
  ['`selector` does not match template `labels`', templateLabelFixes],
  ['may not specify both ipBlock and another peer', separatePeers]
]

function hostBitFixes({ path: at, badValue }: FieldError): FixPlan[] {
  const cidr = typeof badValue === 'string' ? parseCidr(badValue) : undefined
  if (!cidr) return []
  const network = formatCidr(maskCidr(cidr))
  const one = formatCidr(cidrOfIp(cidr))
  return [
    change(`Change to \`${network}\`, the whole network`, edit => edit.set(at, network), true),
    change(`Change to \`${one}\`, the one address`, edit => edit.set(at, one))
  ]
}

function absolutePathFixes({ path: at, badValue }: FieldError): FixPlan[] {
  if (typeof badValue !== 'string' || !/^[\w.~-]/.test(badValue)) return []
  return [{ ...setTo(at, `/${badValue}`), safe: true }]
}

function swappedPorts({ path: at }: FieldError, object: unknown): FixPlan[] {
  const entry = at.slice(0, -1)
  const { port, endPort } = recordOf(valueAt(object, entry))
  if (typeof port !== 'number' || typeof endPort !== 'number') return []
  return [
    change(
      `Swap the two: from ${endPort} to ${port}`,
      edit => [...edit.set([...entry, 'port'], endPort), ...edit.set(at, port)],
      true
    )
  ]
}

function externalFixes({ path: at }: FieldError, object: unknown): FixPlan[] {
  return [...removal(at, object), typeOfService('NodePort'), typeOfService('LoadBalancer')]
}

function loadBalancerFixes({ path: at }: FieldError, object: unknown): FixPlan[] {
  return [...removal(at, object), typeOfService('LoadBalancer')]
}

function dualStackFixes({ path: at }: FieldError): FixPlan[] {
  return [
    change(
      'Set to `PreferDualStack`: both families where the cluster has them',
      edit => edit.set(at, 'PreferDualStack'),
      true
    ),
    change('Set to `RequireDualStack`: both, or an error', edit => edit.set(at, 'RequireDualStack'))
  ]
}

function headlessFixes(_error: FieldError, object: unknown): FixPlan[] {
  return [...removal(['spec', 'clusterIP'], object), typeOfService('ClusterIP')]
}

function onePortFixes({ path }: FieldError, object: unknown): FixPlan[] {
  const at = [path, [...path, 'service', 'port']].find(place => {
    const port = recordOf(valueAt(object, place))
    return 'name' in port && 'number' in port
  })
  return at ? [...removal([...at, 'name'], object), ...removal([...at, 'number'], object)] : []
}

function templateLabelFixes({ path: at }: FieldError, object: unknown): FixPlan[] {
  const selected = valueAt(object, ['spec', 'selector', 'matchLabels'])
  const labels = valueAt(object, at)
  if (!isRecord(selected) || !isRecord(labels)) return []
  return [
    change(
      'Give the Pod template the labels of the selector',
      edit => edit.set(at, { ...labels, ...selected }),
      true
    ),
    change('Select the labels of the Pod template', edit =>
      edit.set(['spec', 'selector', 'matchLabels'], labels)
    )
  ]
}

function separatePeers({ path: at }: FieldError, object: unknown): FixPlan[] {
  const list = at.slice(0, -1)
  const { ipBlock, ...selectors } = recordOf(valueAt(object, at))
  if (ipBlock === undefined || typeof at.at(-1) !== 'number') return []
  const peers = itemsOf(valueAt(object, list)).flatMap((peer, i) =>
    i === at.at(-1) ? [{ ipBlock }, selectors] : [peer]
  )
  return [change('Make two peers of it, of which either is enough', edit => edit.set(list, peers))]
}

/** A plain value that stands twice in a list adds nothing; of two entries somebody has to choose. */
function duplicateFixes({ path: at, badValue }: FieldError, object: unknown): FixPlan[] {
  if (typeof at.at(-1) !== 'number') return []
  const [fix] = removal(at, object)
  return fix ? [{ ...fix, title: 'Remove the second one', safe: typeof badValue === 'string' }] : []
}

/** A name with the nearest spelling that the same rule takes. */
function nameFixes({ path: at, badValue, detail }: FieldError): FixPlan[] {
  if (typeof badValue !== 'string') return []
  const rule = nameRules.find(faults => faults(badValue).some(fault => detail.includes(fault)))
  if (!rule) return []
  if (rule === portNameFaults && /^[1-9]\d{0,4}$/.test(badValue) && at.at(-1) !== 'name')
    return [
      {
        title: `Write the number ${badValue} without quotes`,
        safe: true,
        preferred: true,
        change: edit => edit.set(at, Number(badValue))
      }
    ]
  const name = respelled(badValue, rule)
  return name !== badValue && name !== '' && rule(name).length === 0 ? [setTo(at, name)] : []
}

const nameRules = [dnsLabelFaults, dnsSubdomainFaults, portNameFaults, labelValueFaults]

function respelled(value: string, rule: (value: string) => readonly string[]): string {
  if (rule === labelValueFaults)
    return value.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
  // A host is often copied from the address line, with its scheme, port and path.
  const host = value.replace(/^[a-z]+:\/\//i, '').replace(/(?<=.)[:/].*$/s, '')
  const others = rule === dnsSubdomainFaults ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g
  const name = host.toLowerCase().replace(others, '-').replace(/-{2,}/g, '-')
  return name.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
}

function typeOfService(type: string): FixPlan {
  return change(`Set \`type\` to \`${type}\``, edit => edit.set(['spec', 'type'], type))
}

function removal(at: FieldPath, object: unknown): FixPlan[] {
  if (valueAt(object, at) === undefined) return []
  return [change(`Remove \`${String(at.at(-1))}\``, edit => edit.remove(at), true)]
}

function setTo(at: FieldPath, value: string): FixPlan {
  return change(`Change to \`${value}\``, edit => edit.set(at, value), true)
}

function change(title: string, plan: FixPlan['change'], preferred = false): FixPlan {
  return { title, safe: false, preferred, change: plan }
}
