import type { GroupVersionKind } from '../../model/object.ts'

/** The Kubernetes version whose reference pages are linked. */
const version = 'v1.37'

/** Pages that describe the kinds of a project, with the name of a kind put in where its address has it. */
const projects: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io': 'https://gateway-api.sigs.k8s.io/reference/spec/#{kind}',
  'networking.istio.io': 'https://istio.io/latest/docs/reference/config/networking/{kind-}/',
  'security.istio.io': 'https://istio.io/latest/docs/reference/config/security/{kind-}/',
  'traefik.io':
    'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/{kind}/',
  'metallb.io': 'https://metallb.io/apis/',
  'k8s.cni.cncf.io':
    'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md',
  'cilium.io': 'https://docs.cilium.io/en/stable/security/policy/',
  'projectcalico.org': 'https://docs.tigera.io/calico/latest/reference/resources/{kind}',
  'crd.projectcalico.org': 'https://docs.tigera.io/calico/latest/reference/resources/{kind}',
  'monitoring.coreos.com':
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.{Kind}',
  'policy.networking.k8s.io': 'https://network-policy-api.sigs.k8s.io/api-overview/',
  'policy.linkerd.io': 'https://linkerd.io/2/reference/authorization-policy/',
  'multicluster.x-k8s.io':
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-multicluster/1645-multi-cluster-services-api',
  'externaldns.k8s.io': 'https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/',
  'kubeadm.k8s.io': 'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/',
  'kind.x-k8s.io': 'https://kind.sigs.k8s.io/docs/user/configuration/'
}

/** Where a kind is described by those who make it; undefined for kinds that are not known to us. */
export function referenceOf({ group, version: own, kind }: GroupVersionKind): string | undefined {
  const page = Object.hasOwn(projects, group) ? projects[group] : undefined
  if (page !== undefined)
    return page
      .replace('{kind}', kind.toLowerCase())
      .replace('{kind-}', kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase())
      .replace('{Kind}', kind)
  if (group.includes('.') && !group.endsWith('.k8s.io')) return undefined
  const anchor = [kind.toLowerCase(), own, group === '' ? 'core' : group.replaceAll('.', '-')]
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/${version}/#${anchor.join('-')}`
}
