import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { linkerdObjects, linkerdPolicyGroup, linkerdServer } from '../shared/linkerd.ts'
import { kinOf } from '../shared/kin-of.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { setTo } from '../shared/set-to.ts'

const policy = (server: string): string => `${linkerdServer}---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: ${server} }
  requiredAuthenticationRefs: []
`

export default defineRule({
  id: 'linkerd/target-missing',
  appliesTo: [
    'policy.linkerd.io/v1alpha1/AuthorizationPolicy',
    'policy.linkerd.io/v1beta1/ServerAuthorization'
  ],
  scope: 'workspace',
  severity: 'warning',
  tags: ['linkerd', 'reference', 'policy'],
  what: 'A policy names an object that is not here, while the one that is meant is.',
  why: 'The policy then authorizes nobody, and where the default is to deny every request is refused.',
  todo: 'Write the name as it is; both have to be in one namespace.',
  docs: {
    bad: policy('storefornt-http'),
    good: policy('storefront-http'),
    see: ['https://linkerd.io/2/reference/authorization-policy/#authorizationpolicy']
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const references = [spec.get('targetRef'), ...spec.get('requiredAuthenticationRefs').items]
    const server = spec.get('server', 'name')
    const named = references.map(reference => ({
      name: reference.get('name'),
      kind: reference.get('kind').text ?? '',
      candidates: candidatesFor(reference, manifest, workspace)
    }))
    if (server.isThere)
      named.push({
        name: server,
        kind: 'Server',
        candidates: linkerdObjects(workspace, 'Server', manifest)
      })
    for (const { name, kind, candidates } of named) {
      const names = candidates.flatMap(one => one.name ?? [])
      if (name.text === undefined || names.includes(name.text)) continue
      const meant = kinOf(name.text, manifest, candidates)
      if (meant === undefined) continue
      report({
        at: name.at,
        part: 'value',
        message: `There is no ${kind} ${name.text} here; there is ${meant}.`,
        fixes: setTo(name.at, meant)
      })
    }
  }
})

function candidatesFor(
  reference: Field,
  from: Manifest,
  workspace: WorkspaceView
): readonly Manifest[] {
  const namespace = reference.get('namespace').text ?? from.namespace
  const kind = reference.get('kind').text ?? ''
  if (reference.get('group').text === linkerdPolicyGroup)
    return linkerdObjects(workspace, kind, { namespace })
  return kind === 'ServiceAccount'
    ? workspace
        .all('v1/ServiceAccount')
        .filter(one => namespace === undefined || one.namespace === namespace)
    : []
}
