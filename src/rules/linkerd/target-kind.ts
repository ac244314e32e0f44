import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { linkerdPolicyGroup } from '../shared/linkerd.ts'

const policy = (target: string): string => `apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  targetRef: { ${target} }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: frontend }]
`

/** Kinds in lower case by their group; the core group is the empty one or `core`. */
const targets: Readonly<Record<string, readonly string[]>> = {
  [linkerdPolicyGroup]: ['server', 'httproute'],
  'gateway.networking.k8s.io': ['httproute', 'grpcroute'],
  core: ['namespace']
}

const authentications: Readonly<Record<string, readonly string[]>> = {
  [linkerdPolicyGroup]: ['meshtlsauthentication', 'networkauthentication'],
  core: ['serviceaccount']
}

export default defineRule({
  id: 'linkerd/target-kind',
  appliesTo: ['policy.linkerd.io/v1alpha1/AuthorizationPolicy'],
  scope: 'manifest',
  severity: 'error',
  tags: ['linkerd', 'reference', 'policy'],
  what: 'A policy names what it can’t be about, or more than it can hold together.',
  why: 'The admission of Linkerd refuses the policy, so what was to be allowed stays as it was.',
  todo: 'Let `targetRef` name a Server, an HTTPRoute, a GRPCRoute or the Namespace; let who is allowed be one MeshTLSAuthentication or ServiceAccount, with one NetworkAuthentication at most.',
  docs: {
    bad: policy('group: apps, kind: Deployment, name: web'),
    good: policy(`group: ${linkerdPolicyGroup}, kind: Server, name: web-http`),
    see: ['https://linkerd.io/2/reference/authorization-policy/#authorizationpolicy']
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const target = spec.get('targetRef')
    const references = spec.get('requiredAuthenticationRefs').items
    for (const [reference, known] of [
      [target, targets] as const,
      ...references.map(one => [one, authentications] as const)
    ]) {
      const kind = reference.get('kind').text
      if (kind === undefined || isTemplate(kind) || isOneOf(reference, known)) continue
      const isOfAnotherGroup = Object.values(known).some(kinds =>
        kinds.includes(kind.toLowerCase())
      )
      const group = reference.get('group')
      report({
        at: isOfAnotherGroup && group.isThere ? group.at : reference.get('kind').at,
        part: 'value',
        message: isOfAnotherGroup
          ? `${kind} is no kind of ${groupOf(reference) === 'core' ? 'Kubernetes itself' : groupOf(reference)}.`
          : `A ${kind} can’t stand here.`
      })
    }
    const name = target.get('name')
    const isNamespace = target.get('kind').text?.toLowerCase() === 'namespace'
    if (isNamespace && manifest.namespace !== undefined && name.text !== manifest.namespace)
      report({
        at: name.at,
        part: 'value',
        message: `A policy is for its own namespace, ${manifest.namespace}.`
      })
    for (const extra of moreThanOne(references))
      report({
        at: extra.at,
        message:
          'Only one MeshTLSAuthentication or ServiceAccount can be named, and one NetworkAuthentication.'
      })
  }
})

/** All of them have to hold, so Linkerd takes one for who asks and one for where from. */
function moreThanOne(references: readonly Field[]): readonly Field[] {
  const known = references.filter(one => isOneOf(one, authentications))
  const networks = known.filter(one => kindOf(one) === 'networkauthentication')
  const identities = known.filter(one => kindOf(one) !== 'networkauthentication')
  return [...networks.slice(1), ...identities.slice(1)]
}

/** Linkerd does not mind upper and lower case here. */
function isOneOf(reference: Field, kinds: Readonly<Record<string, readonly string[]>>): boolean {
  return (
    isTemplate(groupOf(reference)) ||
    kinds[groupOf(reference)]?.includes(kindOf(reference)) === true
  )
}

function kindOf(reference: Field): string {
  return (reference.get('kind').text ?? '').toLowerCase()
}

function groupOf(reference: Field): string {
  const group = (reference.get('group').text ?? '').toLowerCase()
  return group === '' ? 'core' : group
}

function isTemplate(text: string): boolean {
  return /[${]/.test(text)
}
