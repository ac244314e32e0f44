import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { cniFileKeys, pluginsOf } from '../shared/cni-file.ts'
import { folderOf } from '../shared/folder-of.ts'
import { containersOf } from '../shared/pod-templates.ts'
import { workspacePods } from '../shared/workspace-pods.ts'

const files = (portmap: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - { name: web, image: "registry.example/web:1.0", ports: [{ containerPort: 80, hostPort: 8080 }] }
---
cniVersion: 1.0.0
name: lab
plugins:
  - { type: bridge, ipam: { type: host-local, subnet: 10.22.0.0/16 } }
${portmap}`

export default defineRule({
  id: 'cni/host-port-without-portmap',
  appliesTo: cniFileKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['cni', 'ports'],
  what: 'A Pod asks for a port of its node, and the network has no plugin for it.',
  why: 'The plugin portmap is what opens such a port. Without it the Pod runs, and nobody reaches it by the address of the node.',
  todo: 'Add `{"type": "portmap", "capabilities": {"portMappings": true}}` to the list.',
  docs: {
    bad: files(''),
    good: files('  - { type: portmap, capabilities: { portMappings: true } }\n'),
    see: ['https://www.cni.dev/plugins/current/meta/portmap/']
  },
  labs: ['cni-plugin-and-ebpf'],

  check({ manifest, workspace, report }) {
    const list = new Field(manifest.object).get('plugins')
    const types = pluginsOf(manifest).map(plugin => plugin.get('type').text ?? '')
    // Networks with a program of their own open ports by it.
    if (!list.isThere || types.includes('portmap') || !['bridge', 'ptp'].includes(types[0] ?? ''))
      return
    const pod = workspace
      .derive(workspacePods)
      .find(
        one =>
          folderOf(one.manifest.uri) === folderOf(manifest.uri) &&
          one.spec.hostNetwork !== true &&
          containersOf(one.spec, []).some(({ container }) =>
            (container.ports ?? []).some(({ hostPort }) => hostPort !== undefined)
          )
      )
    if (pod)
      report({
        at: list.at,
        part: 'key',
        message: `${describeManifest(pod.manifest)} asks for a port of its node.`,
        related: [{ manifest: pod.manifest, at: pod.template, message: 'The Pod is here.' }],
        fixes: [
          {
            title: 'Add portmap',
            safe: false,
            preferred: true,
            change: edit =>
              edit.append(list.at, { type: 'portmap', capabilities: { portMappings: true } })
          }
        ]
      })
  }
})
