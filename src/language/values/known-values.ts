import { isRecord, itemsOf, recordOf, stringOf, valueAt } from '../../base/json.ts'
import { gatewayGroup } from '../../model/gateway-kinds.ts'
import type { NetworkPolicy, Service } from '../../model/kinds.ts'
import { selects } from '../../model/selector.ts'
import { declaredPortsOf, podLabelsOf, podTemplateOf } from '../../model/workloads.ts'
import { namedKindAt } from '../links/object-links.ts'
import { patternOf } from '../pattern-of.ts'
import { ChoiceList, detailOf, isIn, type Choices, type ValuePlace } from './choices.ts'
import type { KnownObject } from './known-objects.ts'
import { labelChoices } from './label-choices.ts'

/**
 * Values that the workspace and the connected cluster have for a field: names of what it can name, labels
 * that objects have, ports, listeners, subsets.
 */
export function knownValues(place: ValuePlace): Choices {
  const pattern = patternOf(place.path)
  const special = parts.find(({ at }) => at.test(pattern))
  const found = special ? special.choices(place) : nameChoices(place)
  return found.size > 0 ? found : labelChoices(place)
}

/** Names of the objects that a field can name. */
function nameChoices(place: ValuePlace): Choices {
  const target = namedKindAt(place.kind, place.object, place.path)
  const choices = new ChoiceList()
  if (!target) return choices.sorted()
  for (const one of place.known)
    if (one.kind === target.kind && isIn(one, target.namespace ?? place.namespace))
      choices.add(one.name, detailOf(one))
  return choices.sorted()
}

function namespaceChoices({ known }: ValuePlace): Choices {
  const choices = new ChoiceList()
  for (const { kind, name, namespace, from } of known)
    choices.add(
      kind === '/Namespace' ? name : namespace,
      `Namespace${from === undefined ? '' : ` · ${from}`}`,
      'Namespace'
    )
  return choices.sorted()
}

/** Listeners of the Gateway that the same parentRef names. */
function listenerChoices(place: ValuePlace): Choices {
  const { name, namespace } = neighboursOf(place)
  const choices = new ChoiceList()
  for (const gateway of place.known) {
    if (gateway.kind !== `${gatewayGroup}/Gateway` || gateway.name !== name) continue
    if (!isIn(gateway, stringOf(namespace) ?? place.namespace)) continue
    for (const listener of itemsOf(valueAt(gateway.object, ['spec', 'listeners']))) {
      const { name: own, protocol, port, hostname } = recordOf(listener)
      const host = typeof hostname === 'string' ? ` ${hostname}` : ''
      choices.add(stringOf(own), `listener ${String(protocol)} ${String(port)}${host}`)
    }
  }
  return choices.sorted()
}

/** Ports of the Service that a neighbour of the field names: by name for `name`, else by number. */
function servicePortChoices(place: ValuePlace): Choices {
  const beside = place.path.includes('service')
    ? recordOf(valueAt(place.object, place.path.slice(0, -2)))
    : neighboursOf(place)
  const name = stringOf(beside.name) ?? stringOf(beside.host)?.split('.')[0]
  const namespace = stringOf(beside.namespace) ?? place.namespace
  const choices = new ChoiceList()
  for (const one of place.known) {
    if (one.kind !== '/Service' || one.name !== name || !isIn(one, namespace)) continue
    for (const { name: own, port } of (one.object as Service).spec?.ports ?? []) {
      const byName = place.path.at(-1) === 'name'
      choices.add(byName ? own : String(port), `${byName ? port : (own ?? 'port')} of ${one.name}`)
    }
  }
  return choices.sorted()
}

/** Ports of the containers that a Service or a policy selects, by number and by name. */
function containerPortChoices(place: ValuePlace): Choices {
  const choices = new ChoiceList()
  for (const one of place.known) {
    const spec = isSelected(place, one) ? podTemplateOf(one.object)?.spec : undefined
    for (const { name, containerPort, protocol = 'TCP' } of declaredPortsOf(spec)) {
      const of = `${one.object.kind} ${one.name}`
      choices.add(name, `${containerPort}/${protocol} of ${of}`)
      choices.add(String(containerPort), `${name ?? protocol} of ${of}`)
    }
  }
  return choices.sorted()
}

/** Which Pods the ports of a field belong to. Those that an egress rule leads to can be anywhere. */
function isSelected({ kind, object, namespace, path }: ValuePlace, one: KnownObject): boolean {
  const labels = podLabelsOf(one.object)
  if (!labels) return false
  if (path.includes('egress')) return true
  if (!isIn(one, namespace)) return false
  const spec = recordOf(object.spec)
  if (kind === '/Service')
    return isRecord(spec.selector) && selects({ matchLabels: spec.selector as never }, labels)
  return selects((spec as NetworkPolicy['spec'])?.podSelector ?? {}, labels)
}

/** Subsets of the DestinationRules for the host beside. */
function subsetChoices(place: ValuePlace): Choices {
  const { host } = neighboursOf(place)
  const choices = new ChoiceList()
  for (const one of place.known) {
    if (one.kind !== 'networking.istio.io/DestinationRule') continue
    const spec = recordOf(one.object.spec)
    if (spec.host !== host) continue
    for (const subset of itemsOf(spec.subsets))
      choices.add(stringOf(recordOf(subset).name), `subset of ${one.name}`)
  }
  return choices.sorted()
}

function poolChoices({ known }: ValuePlace): Choices {
  const choices = new ChoiceList()
  for (const one of known)
    if (one.kind === 'metallb.io/IPAddressPool') {
      const ranges = itemsOf(recordOf(one.object.spec).addresses).map(String).join(', ')
      choices.add(one.name, `${ranges} · ${detailOf(one)}`)
    }
  return choices.sorted()
}

/** Networks for Multus; those of other namespaces with their namespace in front. */
function networkChoices({ known, namespace }: ValuePlace): Choices {
  const choices = new ChoiceList()
  for (const one of known)
    if (one.kind === 'k8s.cni.cncf.io/NetworkAttachmentDefinition')
      choices.add(
        isIn(one, namespace) ? one.name : `${one.namespace ?? ''}/${one.name}`,
        detailOf(one)
      )
  return choices.sorted()
}

function neighboursOf({ object, path }: ValuePlace): Readonly<Record<string, unknown>> {
  return recordOf(valueAt(object, path.slice(0, -1)))
}

/** Fields whose values are parts of objects, or names that no table of references holds. */
const parts: readonly {
  readonly at: RegExp
  readonly choices: (place: ValuePlace) => Choices
}[] = [
  {
    at: /(^|\.)namespace$|(^|\.)namespaces\[\]$|\.kubernetes\.io\/metadata\.name$/,
    choices: namespaceChoices
  },
  { at: /parentRefs\[\]\.sectionName$/, choices: listenerChoices },
  {
    at: /service\.port\.(number|name)$|backendRefs?(\[\])?\.port$|(services|mirrors)\[\]\.port$|mirroring\.port$|destination\.port\.number$/,
    choices: servicePortChoices
  },
  { at: /destination\.subset$/, choices: subsetChoices },
  {
    at: /^spec\.ports\[\]\.targetPort$|^spec\.(ingress|egress)\[\]\.ports\[\]\.port$/,
    choices: containerPortChoices
  },
  {
    at: /annotations\.metallb\.(io|universe\.tf)\/address-pool$|^spec\.ipAddressPools\[\]$/,
    choices: poolChoices
  },
  { at: /annotations\.k8s\.v1\.cni\.cncf\.io\/networks$/, choices: networkChoices }
]
