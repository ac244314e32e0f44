import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { hasPort, servicesNamed } from '../shared/service-port.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule({
  id: 'pod/host-network-loses-cluster-dns',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['pod', 'dns', 'host-network'],
  what: 'A Pod on the network of its node does not ask the DNS of the cluster.',
  why: 'With hostNetwork the policy ClusterFirst, which is also the default, falls back to the resolver of the node. Names of Services are not found there.',
  todo: 'Set dnsPolicy to ClusterFirstWithHostNet, or to Default to say that the node is meant.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: agent }
spec:
  hostNetwork: true
  containers:
    - name: agent
      image: agent
      env: [{ name: SERVER, value: http://collector.ops.svc:4318 }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: agent }
spec:
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  containers:
    - name: agent
      image: agent
      env: [{ name: SERVER, value: http://collector.ops.svc:4318 }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy'
    ]
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial || pod.spec.hostNetwork !== true) return
    const { dnsPolicy } = pod.spec
    if (dnsPolicy !== undefined && dnsPolicy !== 'ClusterFirst') return
    const named = containersOf(pod.spec, pod.at)
      .flatMap(({ container: { env = [], args = [], command = [] } }) => [
        ...env.map(({ value }) => value),
        ...args,
        ...command
      ])
      .map(text => (typeof text === 'string' ? nameIn(text, manifest, workspace) : undefined))
      .find(name => name !== undefined)
    // The controllers of a cluster itself run so on purpose.
    if (named === undefined && dnsPolicy === undefined) return
    const at = [...pod.at, 'dnsPolicy']
    report({
      at: dnsPolicy === undefined ? [...pod.at, 'hostNetwork'] : at,
      part: dnsPolicy === undefined ? 'entry' : 'value',
      message:
        named === undefined
          ? 'ClusterFirst falls back to the resolver of the node here.'
          : `${named} is not found: the Pod asks the resolver of the node.`,
      severity: named === undefined ? 'hint' : 'warning',
      fixes: [
        {
          title: 'Use dnsPolicy: ClusterFirstWithHostNet',
          safe: false,
          preferred: true,
          change: edit =>
            dnsPolicy === undefined
              ? edit.insert(pod.at, 'dnsPolicy', 'ClusterFirstWithHostNet', 'hostNetwork')
              : edit.set(at, 'ClusterFirstWithHostNet')
        }
      ]
    })
  }
})

/** A name that only the DNS of the cluster knows: `db.data.svc`, or `db:5432` where Service db has that port. */
function nameIn(text: string, manifest: Manifest, workspace: WorkspaceView): string | undefined {
  const long = /[\w-]+\.[\w-]+\.svc(?:\.[\w.-]+)?/.exec(text)?.[0]
  if (long !== undefined) return long
  const [, name = '', port] = /(?:^|=|\/\/)([a-z][a-z0-9-]*):(\d+)(?:\/|$)/.exec(text) ?? []
  const isService =
    name !== 'localhost' &&
    servicesNamed(workspace, manifest, name).some(one => hasPort(one, { number: Number(port) }))
  return isService ? name : undefined
}
