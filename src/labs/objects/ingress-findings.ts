import type { Ingress, IngressBackend, IngressClass } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { nameOf, namespaceOf } from '../../net/network.ts'
import { backendFindings, type Backend } from './backend-findings.ts'
import { good, needsController, note, unreadFinding, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

/** Whether an Ingress has a class that is there, and backends that answer. */
export function ingressFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const ingress = live as Ingress
  const [first] = ingress.status?.loadBalancer?.ingress ?? []
  const address = first?.ip ?? first?.hostname
  return [
    classFinding(ingress, facts),
    ...backendFindings(backendsOf(ingress), facts),
    note(
      'address',
      address === undefined
        ? 'carries no address in its status; not every controller writes one'
        : `has the address ${address}`
    )
  ]
}

function classFinding(ingress: Ingress, { network, unread, simulated }: ObjectFacts): Finding {
  const about = 'class'
  const hidden = unreadFinding(about, unread, ['IngressClass'])
  if (hidden) return hidden
  const classes = network.list('networking.k8s.io/v1/IngressClass') as readonly IngressClass[]
  const named = ingress.spec?.ingressClassName
  const old = ingress.metadata.annotations?.['kubernetes.io/ingress.class']
  const found =
    named === undefined ? defaultClass(classes) : classes.find(one => nameOf(one) === named)
  if (found)
    return good(
      about,
      `has the IngressClass ${nameOf(found)} of ${found.spec?.controller ?? 'an unnamed controller'}`
    )
  if (named === undefined && old !== undefined)
    return note(
      about,
      `names its class ${old} by annotation; no object tells whether one serves it`
    )
  return needsController(about, simulated, {
    says:
      named === undefined
        ? 'names no class, and no IngressClass is the default, so no controller acts on it'
        : `names the IngressClass ${named}, which is not in the cluster, so no controller acts on it`,
    next: 'Install an Ingress controller, and name its IngressClass in spec.ingressClassName.',
    brief: 'no IngressClass',
    what: 'Ingress controller'
  })
}

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class */
function defaultClass(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes.find(
    ({ metadata }) =>
      metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true'
  )
}

function backendsOf(ingress: Ingress): readonly Backend[] {
  const { defaultBackend, rules = [] } = ingress.spec ?? {}
  const all: readonly (IngressBackend | undefined)[] = [
    defaultBackend,
    ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend))
  ]
  return all.flatMap(backend => {
    const { name, port } = backend?.service ?? {}
    if (name === undefined) return []
    const where = port?.number ?? port?.name
    return [{ namespace: namespaceOf(ingress), name, ...(where !== undefined && { port: where }) }]
  })
}
