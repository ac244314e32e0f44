import { itemsOf, recordOf } from '../../base/json.ts'
import { isNamespacedSysctl, isSafeSysctl } from '../../model/sysctl.ts'
import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/unsafe-sysctl',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['pod', 'sysctl'],
  what: 'The Pod sets a kernel parameter that the kubelet does not allow by itself.',
  why: 'Only some parameters are known to touch the Pod alone. For any other the kubelet refuses the Pod (SysctlForbidden) unless the node was started with --allowed-unsafe-sysctls. A parameter that is not kept apart for each Pod cannot be set at all.',
  todo: 'Allow the parameter on the nodes, or set it there by other means.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  securityContext:
    sysctls: [{ name: net.netfilter.nf_conntrack_max, value: "262144" }]
  containers: [{ name: shop, image: shop }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  securityContext:
    sysctls: [{ name: net.ipv4.tcp_keepalive_time, value: "300" }]
  containers: [{ name: shop, image: shop }]
`,
    see: [
      'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls'
    ]
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    const sysctls = itemsOf(recordOf(pod?.spec.securityContext).sysctls)
    for (const [i, sysctl] of sysctls.entries()) {
      const { name } = recordOf(sysctl)
      if (!pod || typeof name !== 'string' || name.includes('$') || isSafeSysctl(name)) continue
      const possible = isNamespacedSysctl(name)
      report({
        at: [...pod.at, 'securityContext', 'sysctls', i, 'name'],
        part: 'value',
        message: possible
          ? `The kubelet refuses ${name} unless its node allows it.`
          : `${name} is for the whole node, so the kubelet refuses the Pod.`,
        severity: possible ? 'hint' : 'warning'
      })
    }
  }
})
