import { defineRule } from '../define-rule.ts'

const kinds = ['ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration']

const configuration = (version: string): string => `apiVersion: kubeadm.k8s.io/${version}
kind: ClusterConfiguration
kubernetesVersion: v1.37.1
networking: { podSubnet: 10.244.0.0/16 }
`

export default defineRule({
  id: 'kubeadm/old-version',
  appliesTo: ['v1beta1', 'v1beta2', 'v1beta3'].flatMap(version =>
    kinds.map(kind => `kubeadm.k8s.io/${version}/${kind}`)
  ),
  scope: 'manifest',
  severity: 'warning',
  tags: ['kubeadm', 'removed', 'version'],
  what: 'The configuration is in a version that kubeadm has removed.',
  why: 'kubeadm 1.37 reads v1beta4 and refuses v1beta3 and older ones.',
  todo: 'Run `kubeadm config migrate` of version 1.36, or write v1beta4 by hand: `extraArgs` are lists there.',
  docs: {
    bad: configuration('v1beta3'),
    good: configuration('v1beta4'),
    see: ['https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/']
  },

  check({ manifest, report }) {
    const text = JSON.stringify(manifest.object)
    // What else has changed is for a person, or for kubeadm, to write anew.
    const isSame = !/xtraArgs"|timeoutForControlPlane/.test(text)
    report({
      at: ['apiVersion'],
      part: 'value',
      message: `kubeadm 1.37 does not read ${manifest.gvk.version} any more.`,
      fixes: isSame
        ? [
            {
              title: 'Use `kubeadm.k8s.io/v1beta4`',
              safe: false,
              preferred: true,
              change: edit => edit.set(['apiVersion'], 'kubeadm.k8s.io/v1beta4')
            }
          ]
        : []
    })
  }
})
