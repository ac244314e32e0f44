/** A version that the labs and their commands are written for, and where it is published. */
export interface PinnedVersion {
  readonly version: string
  readonly source: string
  /** The day on which the source was read. */
  readonly checkedOn: string
}

/** The one place in which versions of other programs stand. Pages and commands read them from here. */
export const versions = {
  kubernetes: {
    version: '1.37.1',
    source: 'https://kubernetes.io/releases/1.37/',
    checkedOn: '2026-11-17'
  },
  gatewayApi: {
    version: '1.6.1',
    source: 'https://kubernetes.io/blog/2026/08/03/gateway-api-v1-6-release/',
    checkedOn: '2026-11-17'
  },
  traefikChart: {
    version: '41.3.0',
    source: 'https://github.com/traefik/traefik-helm-chart',
    checkedOn: '2026-11-17'
  },
  metallb: {
    version: '0.16.1',
    source: 'https://github.com/metallb/metallb',
    checkedOn: '2026-11-17'
  },
  multus: {
    version: '4.3.0',
    source: 'https://github.com/k8snetworkplumbingwg/multus-cni',
    checkedOn: '2026-11-17'
  },
  externalDnsChart: {
    version: '1.21.1',
    source: 'https://github.com/kubernetes-sigs/external-dns',
    checkedOn: '2026-11-17'
  },
  istio: {
    version: '1.31.1',
    source: 'https://istio.io/latest/news/releases/1.31.x/announcing-1.31/upgrade-notes/',
    checkedOn: '2026-11-17'
  },
  linkerd: {
    version: 'edge-26.6.3',
    source: 'https://github.com/linkerd/website',
    checkedOn: '2026-11-17'
  },
  cilium: {
    version: '1.20.4',
    source: 'https://github.com/cilium/cilium',
    checkedOn: '2026-11-17'
  },
  prometheusStackChart: {
    version: '93.2.0',
    source: 'https://github.com/prometheus-community/helm-charts',
    checkedOn: '2026-11-17'
  },
  mcsApi: {
    version: '0.5.0',
    source: 'https://github.com/kubernetes-sigs/mcs-api',
    checkedOn: '2026-11-17'
  }
} as const satisfies Readonly<Record<string, PinnedVersion>>
