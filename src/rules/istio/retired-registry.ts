import type { FieldPath } from '../../base/field-path.ts'
import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { valuesKey } from '../shared/helm-values.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

const pod = (registry: string): string => `apiVersion: v1
kind: Pod
metadata: { name: hello }
spec:
  containers: [{ name: hello, image: "${registry}/examples-helloworld-v1:1.0" }]
`

const old = /^(?:gcr\.io\/istio-(?:release|testing)|registry\.istio\.io(?:\/\w+)?)(?=\/|$)/

export default defineRule({
  id: 'istio/retired-registry',
  appliesTo: [...podKeys, valuesKey('Istio'), 'helm.cattle.io/v1/HelmChart'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'image', 'deprecated'],
  what: 'The images come from a place that Istio is leaving.',
  why: 'From Istio 1.31 on nothing is published to gcr.io/istio-release, registry.istio.io and istio-release.storage.googleapis.com any more, and they are to be switched off in December 2026; then Pods stay in ImagePullBackOff.',
  todo: 'Take images from docker.io/istio, and charts from ghcr.io/istio/release/charts.',
  docs: {
    bad: pod('registry.istio.io/release'),
    good: pod('docker.io/istio'),
    see: ['https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/']
  },
  labs: ['canary-with-a-mesh', 'service-mesh'],

  check({ manifest, report }) {
    for (const { text = '', at } of placesOf(manifest.object)) {
      const [host] = old.exec(text) ?? []
      const isChart = text.includes('istio-release.storage.googleapis.com')
      if (host === undefined && !isChart) continue
      report({
        at,
        part: 'value',
        message: `${host ?? 'istio-release.storage.googleapis.com'} is being switched off.`,
        fixes:
          host === undefined
            ? []
            : [
                {
                  title: 'Take it from docker.io/istio',
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(at, text.replace(old, 'docker.io/istio'))
                }
              ]
      })
    }
  }
})

function placesOf(
  object: Parameters<typeof podSpecOf>[0]
): readonly { readonly text: string | undefined; readonly at: FieldPath }[] {
  const pod = podSpecOf(object)
  const images = pod
    ? containersOf(pod.spec, pod.at).map(({ container, at }) =>
        new Field(container, at).get('image')
      )
    : []
  const root = new Field(object)
  return [...images, root.get('global', 'hub'), root.get('hub'), root.get('spec', 'repo')]
}
