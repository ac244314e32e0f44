import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { belongTogether } from '../shared/folder-of.ts'
import { extraArgument, kubeadmKeys } from '../shared/kubeadm.ts'

const manifests = (subnet: string): string => `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.1
networking:
  serviceSubnet: 10.96.0.0/12
${subnet}---
apiVersion: v1
kind: ConfigMap
metadata: { name: kube-flannel-cfg, namespace: kube-flannel }
data:
  net-conf.json: '{ "Network": "10.244.0.0/16", "Backend": { "Type": "vxlan" } }'
`

export default defineRule({
  id: 'kubeadm/pod-subnet-missing',
  appliesTo: kubeadmKeys('ClusterConfiguration'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['kubeadm', 'flannel', 'pods'],
  what: 'The cluster gets no range for its Pods, and flannel is to run in it.',
  why: 'Without podSubnet no node gets a range of its own. Flannel waits for it and ends with “node pod cidr not assigned”, so its Pods restart again and again.',
  todo: 'Write `podSubnet` with the range that flannel has as Network.',
  docs: {
    bad: manifests(''),
    good: manifests('  podSubnet: 10.244.0.0/16\n'),
    see: ['https://github.com/flannel-io/flannel/blob/master/Documentation/troubleshooting.md']
  },

  check({ manifest, workspace, report }) {
    const root = new Field(manifest.object)
    if (manifest.partial || root.get('networking', 'podSubnet').isThere) return
    if (extraArgument(root.get('controllerManager'), 'cluster-cidr')) return
    const flannel = workspace
      .all('v1/ConfigMap')
      .find(
        one =>
          belongTogether(one, manifest) &&
          new Field(one.object).get('data', 'net-conf.json').text !== undefined
      )
    if (!flannel) return
    const networking = root.get('networking')
    const [, range] =
      /"Network"\s*:\s*"([^"]+)"/.exec(
        new Field(flannel.object).get('data', 'net-conf.json').text ?? ''
      ) ?? []
    report({
      at: networking.isThere ? networking.at : ['kind'],
      part: 'key',
      message: `\`podSubnet\` is missing, and ${describeManifest(flannel)} is here.`,
      related: [
        { manifest: flannel, at: ['data', 'net-conf.json'], message: 'Its range is here.' }
      ],
      fixes:
        range === undefined || !networking.isThere
          ? []
          : [
              {
                title: `Insert \`podSubnet: ${range}\``,
                safe: false,
                preferred: true,
                change: edit => edit.insert(networking.at, 'podSubnet', range)
              }
            ]
    })
  }
})
