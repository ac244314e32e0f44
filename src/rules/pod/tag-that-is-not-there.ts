import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

const pod = (image: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: "${image}" }] }
`

/** Images of Docker's library whose tags are versions without a `v`. */
const image = /^(?:docker\.io\/)?(?:library\/)?(nginx|httpd|busybox|alpine|redis):(v\d+)$/

export default defineRule({
  id: 'pod/tag-that-is-not-there',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'image'],
  what: 'The image has no tag of this name.',
  why: 'The official images carry their own versions, such as nginx:1.29; v1 and v2 are what an application of yours would be called. The Pod stays in ImagePullBackOff.',
  todo: 'Use a version that is there, and let the two versions of an example differ by what they answer.',
  docs: {
    bad: pod('nginx:v2'),
    good: pod('nginx:1.29'),
    see: ['https://hub.docker.com/_/nginx']
  },
  labs: ['canary-with-a-mesh'],

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const [, name, tag] = image.exec(container.image ?? '') ?? []
      if (name !== undefined)
        report({
          at: [...at, 'image'],
          part: 'value',
          message: `The official image ${name} has no tag ${tag ?? ''}.`
        })
    }
  }
})
