import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, recordOf, stringOf, valueAt } from '../../base/json.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { LinkTarget, Occurrence } from './occurrence.ts'
import { placesOf, type Place } from './places.ts'

type Part = Extract<LinkTarget, { type: 'part' }>['part']

/** Named parts of objects and where they are used: listeners, subsets, ports of Services and containers. */
export function partLinks(manifest: Manifest): Occurrence[] {
  const { gvk, object, name = '' } = manifest
  const own = `${gvk.group}/${gvk.kind}`
  const at = (pattern: string): readonly Place[] => placesOf(object, pattern)
  const defined = (part: Part, pattern: string, owner = name): Occurrence[] =>
    at(pattern).flatMap(place => partAt(manifest, place, 'definition', part, owner))
  switch (own) {
    case 'gateway.networking.k8s.io/Gateway':
      return defined('listener', 'spec.listeners[].name')
    case 'gateway.networking.k8s.io/HTTPRoute':
    case 'gateway.networking.k8s.io/GRPCRoute':
    case 'gateway.networking.k8s.io/TLSRoute':
    case 'gateway.networking.k8s.io/TCPRoute':
    case 'gateway.networking.k8s.io/UDPRoute':
      return usedBeside(manifest, 'listener', 'spec.parentRefs[].sectionName', 'name')
    case 'networking.istio.io/DestinationRule':
      return defined('subset', 'spec.subsets[].name', stringOf(valueAt(object, ['spec', 'host'])))
    case 'networking.istio.io/VirtualService':
      return ['http', 'tcp', 'tls'].flatMap(list =>
        usedBeside(manifest, 'subset', `spec.${list}[].route[].destination.subset`, 'host')
      )
    case '/Service':
      return [
        ...defined('service-port', 'spec.ports[].name'),
        ...at('spec.ports[].targetPort').flatMap(place =>
          partAt(manifest, place, 'use', 'container-port', '')
        )
      ]
    case 'networking.k8s.io/Ingress':
      return at('spec.rules[].http.paths[].backend.service').flatMap(({ at: path, value }) => {
        const service = recordOf(value)
        const place = { at: [...path, 'port', 'name'], value: recordOf(service.port).name }
        return partAt(manifest, place, 'use', 'service-port', stringOf(service.name) ?? '')
      })
    case 'networking.k8s.io/NetworkPolicy':
      return ['ingress', 'egress'].flatMap(list =>
        at(`spec.${list}[].ports[].port`).flatMap(place =>
          partAt(manifest, place, 'use', 'container-port', '')
        )
      )
    default:
      return containerPorts(manifest)
  }
}

function containerPorts(manifest: Manifest): Occurrence[] {
  const template = podTemplatePathOf(manifest.object)
  if (template === undefined) return []
  const root: FieldPath = [...template, 'spec', 'containers']
  return itemsOf(valueAt(manifest.object, root)).flatMap((container, i) => {
    const place = (pattern: string): Place[] =>
      placesOf(container, pattern).map(({ at, value }) => ({ at: [...root, i, ...at], value }))
    const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(probe =>
      ['httpGet', 'tcpSocket'].flatMap(kind => place(`${probe}.${kind}.port`))
    )
    return [
      ...place('ports[].name').flatMap(one =>
        partAt(manifest, one, 'definition', 'container-port', '')
      ),
      ...probes.flatMap(one => partAt(manifest, one, 'use', 'container-port', ''))
    ]
  })
}

/** Uses of a part whose owner is named by a neighbour of the field. */
function usedBeside(
  manifest: Manifest,
  part: Part,
  pattern: string,
  neighbour: string
): Occurrence[] {
  return placesOf(manifest.object, pattern).flatMap(place => {
    const beside = recordOf(valueAt(manifest.object, place.at.slice(0, -1)))
    return partAt(manifest, place, 'use', part, stringOf(beside[neighbour]) ?? '')
  })
}

/** Nothing for a number: only names are links. */
function partAt(
  manifest: Manifest,
  { at, value }: Place,
  role: Occurrence['role'],
  part: Part,
  owner: string
): Occurrence[] {
  const name = stringOf(value)
  if (name === undefined || name === '') return []
  const target = { type: 'part', part, namespace: manifest.namespace, owner, name } as const
  return [{ manifest, at, role, target }]
}
