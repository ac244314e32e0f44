import type { Service } from '../../model/kinds.ts'
import { formatSelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { selectorSlip } from '../shared/selector-slip.ts'
import {
  mayHaveHiddenPods,
  podsBeside,
  podsOfService,
  type PodSource
} from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Service>({
  id: 'service/selector-matches-no-pod',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'selector'],
  what: 'The Service selects no Pod, while one that it was most likely written for is here.',
  why: 'A Service sends traffic to Pods whose labels match every entry of its selector. With no match it has no endpoints, and every connection to it is refused.',
  todo: 'Use the labels that the Pods carry; of a Deployment those of spec.template.metadata.labels.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: wbe }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/']
  },

  check({ manifest, workspace, report }) {
    const { selector, type } = manifest.object.spec ?? {}
    if (manifest.partial || !selector || type === 'ExternalName') return
    if (Object.keys(selector).length === 0) return
    if (podsOfService(workspace, manifest, selector).length > 0) return
    if (mayHaveHiddenPods(workspace, manifest)) return
    const pods = podsBeside(workspace, manifest)
    const slip = selectorSlip(selector, pods)
    // A workload with the Service's own name beside it in the file is the one that was meant.
    const namesake = pods.find(
      pod => pod.manifest.uri === manifest.uri && pod.manifest.name === manifest.name
    )
    const pod = slip?.pod ?? namesake ?? onlyWorkloadOf(manifest, workspace, pods)
    if (!pod) return
    const labels = formatSelector({ matchLabels: pod.labels })
    report({
      at: slip ? ['spec', 'selector', slip.key] : ['spec', 'selector'],
      part: slip ? 'entry' : 'key',
      message: `No Pod here has ${formatSelector({ matchLabels: selector })}; the Pods of ${describeManifest(pod.manifest)} have ${labels === '' ? 'no labels' : labels}.`,
      related: [
        {
          manifest: pod.manifest,
          at: [...pod.template, 'metadata', 'labels'],
          message: 'Their labels are here.'
        }
      ],
      fixes: slip
        ? [
            {
              title: `Select ${slip.meant.key}=${slip.meant.value}`,
              safe: false,
              preferred: true,
              change: edit =>
                slip.meant.key === slip.key
                  ? edit.set(['spec', 'selector', slip.key], slip.meant.value)
                  : edit.renameKey(['spec', 'selector', slip.key], slip.meant.key)
            }
          ]
        : []
    })
  }
})

/**
 * The one workload of a file that has one Service, where a value of the selector says that it is meant:
 * `app: shop` for Pods with `service: shop`.
 */
function onlyWorkloadOf(
  manifest: Manifest<Service>,
  workspace: WorkspaceView,
  pods: readonly PodSource[]
): PodSource | undefined {
  const [pod, another] = pods.filter(one => one.manifest.uri === manifest.uri)
  if (!pod || another) return undefined
  if (workspace.all('v1/Service').filter(one => one.uri === manifest.uri).length > 1)
    return undefined
  const known = new Set(Object.values(pod.labels))
  return Object.values(manifest.object.spec?.selector ?? {}).every(value => known.has(value))
    ? pod
    : undefined
}
