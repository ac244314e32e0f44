import type { FieldPath } from '../../base/field-path.ts'
import type { PodSpec } from '../../model/pod.ts'
import { selects, matchesLabels, type Labels, type LabelSelector } from '../../model/selector.ts'
import { podLabelsOf, podTemplateOf, podTemplatePathOf } from '../../model/workloads.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** A Pod or a workload that makes Pods, as far as the network sees it. */
export interface PodSource {
  readonly manifest: Manifest
  readonly namespace: string | undefined
  readonly labels: Labels
  readonly spec: PodSpec
  /** Where the Pod (or the template) stands in the manifest. */
  readonly template: FieldPath
}

/** Every Pod and Pod template of the workspace. Use it through `workspace.derive`. */
export function workspacePods(workspace: WorkspaceView): readonly PodSource[] {
  return workspace.everything().flatMap(manifest => {
    if (manifest.partial) return []
    const template = podTemplatePathOf(manifest.object)
    const labels = podLabelsOf(manifest.object)
    if (template === undefined || labels === undefined) return []
    const spec = podTemplateOf(manifest.object)?.spec ?? {}
    return [{ manifest, namespace: manifest.namespace, labels, spec, template }]
  })
}

/** The Pods that could be in the namespace of a manifest. */
export function podsBeside(
  workspace: WorkspaceView,
  manifest: Pick<Manifest, 'namespace'>
): readonly PodSource[] {
  return workspace.derive(workspacePods).filter(pod => mayShareNamespace(pod, manifest))
}

export function podsOfService(
  workspace: WorkspaceView,
  service: Pick<Manifest, 'namespace'>,
  selector: Labels
): readonly PodSource[] {
  // Several rules ask the same of each Service.
  const known = workspace.derive(podsBySelector)
  let pods = known.get(selector)
  if (!pods) {
    pods = podsWithLabels(workspace, selector).filter(
      pod => mayShareNamespace(pod, service) && matchesLabels(selector, pod.labels)
    )
    known.set(selector, pods)
  }
  return pods
}

/** Answers by the selector's own object, which is that of one manifest. */
function podsBySelector(): WeakMap<Labels, readonly PodSource[]> {
  return new WeakMap()
}

export function podsOfSelector(
  workspace: WorkspaceView,
  manifest: Pick<Manifest, 'namespace'>,
  selector: LabelSelector
): readonly PodSource[] {
  return podsWithLabels(workspace, selector.matchLabels ?? {}).filter(
    pod => mayShareNamespace(pod, manifest) && selects(selector, pod.labels)
  )
}

/** Candidates for a selector: the Pods with its first label, or all of them when it names none. */
function podsWithLabels(workspace: WorkspaceView, labels: Labels): readonly PodSource[] {
  for (const [key, value] of Object.entries(labels))
    return workspace.derive(podsByLabel).get(`${key}=${value}`) ?? []
  return workspace.derive(workspacePods)
}

function podsByLabel(workspace: WorkspaceView): ReadonlyMap<string, readonly PodSource[]> {
  const pods = new Map<string, PodSource[]>()
  for (const pod of workspace.derive(workspacePods))
    for (const [key, value] of Object.entries(pod.labels)) {
      const label = `${key}=${value}`
      const known = pods.get(label)
      if (known) known.push(pod)
      else pods.set(label, [pod])
    }
  return pods
}

/** Kinds that make no Pods although the project has no schema of them. */
const podless =
  /(^|\.)(gateway\.networking\.k8s\.io|networking\.k8s\.io|istio\.io|cilium\.io|traefik\.io|metallb\.io|cert-manager\.io|monitoring\.coreos\.com|projectcalico\.org|k8s\.cni\.cncf\.io|externaldns\.k8s\.io|kustomize\.config\.k8s\.io|rbac\.authorization\.k8s\.io|policy|autoscaling|discovery\.k8s\.io|storage\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io|policy\.networking\.k8s\.io|multicluster\.x-k8s\.io|scheduling\.k8s\.io|coordination\.k8s\.io|linkerd\.io|config\.k3s\.io|config\.cni\.dev|values\.helm\.sh|kubeadm\.k8s\.io|config\.k8s\.io|kind\.x-k8s\.io|smi-spec\.io)$/

/**
 * Whether something in the workspace may make Pods that cannot be seen here: an operator's own kind in the
 * same namespace, or a template of a patch.
 */
export function mayHaveHiddenPods(
  workspace: WorkspaceView,
  manifest: Pick<Manifest, 'namespace'>
): boolean {
  return workspace.derive(operatorObjects).some(other => mayShareNamespace(other, manifest))
}

function operatorObjects(workspace: WorkspaceView): readonly Manifest[] {
  return workspace
    .everything()
    .filter(
      ({ gvk, partial }) =>
        partial ||
        (gvk.group !== '' && !['apps', 'batch'].includes(gvk.group) && !podless.test(gvk.group))
    )
}
