import { Field } from '../../base/field.ts'
import type { NetworkPolicy, Service } from '../../model/kinds.ts'
import { selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { kustomizationKeys, resourcesOf } from '../shared/kustomize.ts'
import { policyPeersOf } from '../shared/policy-places.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const kustomization = (labels: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
${labels}
resources: [ledger.yaml]
`
const ledger = `---
apiVersion: v1
kind: Service
metadata: { name: ledger, namespace: shop }
spec: { ports: [{ port: 80 }] }
`

export default defineRule({
  id: 'kustomize/label-in-selectors',
  appliesTo: kustomizationKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['kustomize', 'selector', 'service', 'network-policy'],
  what: 'Labels of a kustomization get into a selector that is not for its own Pods.',
  why: 'kustomize writes them into every selector: a Service without one gets a selector and loses its own endpoints, and a peer of a NetworkPolicy asks other Pods for labels that they do not have.',
  todo: 'Use `labels` without `includeSelectors`, and `includeTemplates: true` where the Pods are to have them as well.',
  docs: {
    bad: kustomization('commonLabels: { team: shop }') + ledger,
    good: kustomization('labels: [{ pairs: { team: shop }, includeTemplates: true }]') + ledger,
    see: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/']
  },

  check({ manifest, workspace, report }) {
    const root = new Field(manifest.object)
    const common = root.get('commonLabels')
    const places = [
      ...(common.keys.length > 0 ? [{ at: common.at, labels: common.labels }] : []),
      ...root
        .get('labels')
        .items.filter(item => item.get('includeSelectors').value === true)
        .map(item => ({ at: item.get('includeSelectors').at, labels: item.get('pairs').labels }))
    ]
    const [place] = places
    if (!place) return
    const own = resourcesOf(manifest, workspace)
    const victim =
      own.find(one => isWithoutSelector(one)) ??
      own.find(one => asksOthers(one, place.labels, workspace, own))
    if (!victim) return
    report({
      at: place.at,
      part: 'entry',
      message: `${describeManifest(victim)} gets ${Object.keys(place.labels).join(', ')} in ${victim.object.kind === 'Service' ? 'a selector, which it does not have' : 'the selectors of its peers, too'}.`,
      related: [{ manifest: victim, at: ['spec'], message: 'It is here.' }]
    })
  }
})

/** Its endpoints are written by hand, so a selector would replace them. */
function isWithoutSelector({ key, object }: Manifest): boolean {
  const { spec } = object as Service
  return key === 'v1/Service' && !!spec && !spec.selector && spec.type !== 'ExternalName'
}

/** A policy that has a peer by labels in another namespace, none of whose Pods is of this kustomization. */
function asksOthers(
  { key, object }: Manifest,
  labels: Readonly<Record<string, string>>,
  workspace: WorkspaceView,
  own: readonly Manifest[]
): boolean {
  if (key !== 'networking.k8s.io/v1/NetworkPolicy') return false
  const pods = workspace.derive(workspacePods).filter(pod => own.includes(pod.manifest))
  return policyPeersOf(object as NetworkPolicy).some(
    ({ peer: { podSelector, namespaceSelector } }) => {
      const { matchLabels } = podSelector ?? {}
      if (!podSelector || !matchLabels || !namespaceSelector) return false
      if (Object.keys(labels).every(one => Object.hasOwn(matchLabels, one))) return false
      return !pods.some(pod => selects(podSelector, pod.labels))
    }
  )
}
