import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { everyPoolAdvertised, poolKeys } from '../shared/metallb.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (namespace: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: ${namespace} }
spec: { addresses: [192.0.2.240-192.0.2.250] }
${everyPoolAdvertised.replace('metallb-system', namespace)}`

export default defineRule({
  id: 'metallb/in-another-namespace',
  appliesTo: poolKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'namespace'],
  what: 'A pool is in a namespace that MetalLB does not look into.',
  why: 'MetalLB reads the objects of its own namespace only. A pool elsewhere is taken by the API server and gives no addresses.',
  todo: 'Put it into the namespace that MetalLB runs in, `metallb-system` as a rule.',
  docs: {
    bad: manifests('default'),
    good: manifests('metallb-system'),
    see: ['https://metallb.io/configuration/']
  },
  labs: ['metallb'],

  check({ manifest, workspace, report }) {
    const { namespace, partial } = manifest
    if (partial || namespace === undefined) return
    const programs = workspace
      .derive(metallbPods)
      .filter(one => folderOf(one.uri) === folderOf(manifest.uri) && one.namespace !== undefined)
    const [program] = programs
    // Where MetalLB is not to be seen, `default` alone is a place where hardly anybody runs it.
    const isElsewhere = program
      ? programs.every(one => one.namespace !== namespace)
      : namespace === 'default'
    if (!isElsewhere) return
    const right = program?.namespace ?? 'metallb-system'
    report({
      at: ['metadata', 'namespace'],
      part: 'value',
      severity: program ? 'warning' : 'hint',
      message: `The pool is in ${namespace}, and MetalLB ${program ? 'runs' : 'as a rule runs'} in ${right}.`,
      related: program
        ? [{ manifest: program, at: ['metadata', 'namespace'], message: 'It runs here.' }]
        : [],
      fixes: [
        {
          title: `Move it to \`${right}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(['metadata', 'namespace'], right)
        }
      ]
    })
  }
})

function metallbPods(workspace: WorkspaceView): readonly Manifest[] {
  return workspace.derive(workspacePods).flatMap(({ manifest }) => {
    const pod = podSpecOf(manifest.object)
    const images = pod
      ? containersOf(pod.spec, pod.at).map(({ container }) => container.image ?? '')
      : []
    return images.some(image => /metallb\/(?:controller|speaker)(?:[:@]|$)/.test(image))
      ? [manifest]
      : []
  })
}
