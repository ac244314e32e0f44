import type { FieldPath } from '../../base/field-path.ts'
import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { kustomizationKeys } from '../shared/kustomize.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'

/** The oldest minor version of 3.x that the project still mends. */
const oldestMended = 31

const daemonSet = (version: string): string => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: calico-node } }
  template:
    metadata: { labels: { k8s-app: calico-node } }
    spec:
      hostNetwork: true
      containers: [{ name: calico-node, image: "quay.io/calico/node:${version}" }]
`

export default defineRule({
  id: 'calico/old-manifest',
  appliesTo: ['apps/v1/DaemonSet', 'apps/v1/Deployment', ...kustomizationKeys],
  scope: 'manifest',
  severity: 'hint',
  tags: ['calico', 'version'],
  what: 'Calico is installed from a manifest of old.',
  why: 'The project mends its two newest versions only, and docs.projectcalico.org, where the manifests of old were, has moved.',
  todo: 'Install a current version, by the operator as the documentation of Calico describes it.',
  docs: {
    bad: daemonSet('v3.25.0'),
    good: daemonSet('v3.32.1'),
    see: ['https://docs.tigera.io/calico/latest/getting-started/kubernetes/']
  },
  labs: ['install-a-cni'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const { text, at } of root.get('resources').items)
      if (/^https?:\/\/docs\.projectcalico\.org\//.test(text ?? ''))
        report({ at, part: 'value', message: 'docs.projectcalico.org has moved.' })
    for (const { image, at } of imagesOf(manifest.object)) {
      const [, part, minor] =
        /(?:^|\/)calico\/(node|typha|kube-controllers):v3\.(\d+)(?:\.|$)/.exec(image) ?? []
      if (part !== undefined && Number(minor) < oldestMended)
        report({
          at,
          part: 'value',
          message: `Version 3.${minor ?? ''} of calico/${part} is not mended any more.`
        })
    }
  }
})

function imagesOf(
  object: Parameters<typeof podSpecOf>[0]
): readonly { readonly image: string; readonly at: FieldPath }[] {
  const pod = podSpecOf(object)
  return pod
    ? containersOf(pod.spec, pod.at).map(({ container, at }) => ({
        image: container.image ?? '',
        at: [...at, 'image']
      }))
    : []
}
