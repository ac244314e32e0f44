import path from 'node:path'
import { withoutFields } from '../../src/api/merge/without-fields.ts'
import { downloadedModule } from '../go-modules.ts'
import { versions } from './api-server.ts'
import { readDefinitions, type CustomResourceDefinition } from './definitions.ts'

/** A project that brings kinds of its own, and where its CustomResourceDefinitions are to be had. */
interface Component {
  /** What a person reads of it. */
  readonly title: string
  readonly version: string
  readonly licence: string
  /** The Go module that holds the files; without one they are of this project. */
  readonly module?: string
  /** Files of YAML, as globs in the module. */
  readonly files: readonly string[]
  /** Plural names of kinds that are taken; all are without it. */
  readonly only?: readonly string[]
  /** The group and version that people write, where the definitions hold what a server makes of it. */
  readonly writtenAs?: { readonly group: string; readonly version: string }
  /** Whether servers of other versions are known to have further fields. */
  readonly partial?: true
}

/** By the name of the file in `schemas/` that they are written to. */
export const components: Readonly<Record<string, Component>> = {
  istio: {
    title: 'Istio',
    version: '1.31.4',
    licence: 'Apache-2.0',
    module: 'istio.io/api@v1.31.4',
    files: ['kubernetes/customresourcedefinitions.gen.yaml']
  },
  traefik: {
    title: 'Traefik',
    version: '3.7.13',
    licence: 'MIT',
    module: 'github.com/traefik/traefik/v3@v3.7.13',
    files: ['docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml']
  },
  metallb: {
    title: 'MetalLB',
    version: '0.16.2',
    licence: 'Apache-2.0',
    module: 'go.universe.tf/metallb@v0.16.2',
    files: ['config/crd/bases/*.yaml']
  },
  multus: {
    title: 'Network Plumbing Working Group',
    version: '1',
    licence: 'Apache-2.0',
    files: ['test/cluster/manifests/multus.yaml']
  },
  cilium: {
    title: 'Cilium',
    version: '1.20.2',
    licence: 'Apache-2.0',
    module: 'github.com/cilium/cilium@v1.20.2',
    files: ['pkg/k8s/apis/cilium.io/client/crds/*/*.yaml']
  },
  calico: {
    title: 'Calico',
    version: '3.28.5',
    licence: 'Apache-2.0',
    module: 'github.com/projectcalico/calico@v1.11.0-cni-plugin.0.20250813170300-a0db560f0520',
    files: ['libcalico-go/config/crd/*.yaml'],
    // Those that the server of Calico's API offers to people. The others are its own book-keeping.
    only: [
      'bgpconfigurations',
      'bgpfilters',
      'bgppeers',
      'caliconodestatuses',
      'clusterinformations',
      'felixconfigurations',
      'globalnetworkpolicies',
      'globalnetworksets',
      'hostendpoints',
      'ippools',
      'ipreservations',
      'kubecontrollersconfigurations',
      'networkpolicies',
      'networksets'
    ],
    writtenAs: { group: 'projectcalico.org', version: 'v3' },
    partial: true
  },
  'prometheus-operator': {
    title: 'Prometheus Operator',
    version: '0.85.0',
    licence: 'Apache-2.0',
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    files: ['example/prometheus-operator-crd/*.yaml']
  },
  'external-dns': {
    title: 'ExternalDNS',
    version: '0.21.0',
    licence: 'Apache-2.0',
    module: 'sigs.k8s.io/external-dns@v0.21.0',
    files: ['config/crd/standard/*.yaml']
  },
  'multi-cluster-services': {
    title: 'Multi-Cluster Services API',
    version: '0.5.2',
    licence: 'Apache-2.0',
    module: 'sigs.k8s.io/mcs-api@v0.5.2',
    files: ['config/crd/*.yaml']
  },
  'network-policy-api': {
    title: 'Network Policy API',
    version: '0.3.0',
    licence: 'Apache-2.0',
    module: 'sigs.k8s.io/network-policy-api@v0.3.0',
    files: ['config/crd/standard/policy*.yaml']
  },
  // A kind of its own for administrators, which later versions of the API have put in another's place.
  'admin-network-policy': {
    title: 'Network Policy API',
    version: '0.1.7',
    licence: 'Apache-2.0',
    module: 'sigs.k8s.io/network-policy-api@v0.1.7',
    files: ['config/crd/experimental/policy*.yaml']
  },
  linkerd: {
    title: 'Linkerd',
    version: '2',
    licence: 'Apache-2.0',
    files: ['scripts/schemas/own/linkerd.yaml'],
    partial: true
  },
  'gateway-api-experimental': {
    title: 'Gateway API, experimental channel',
    version: versions.gatewayApi,
    licence: 'Apache-2.0',
    module: `sigs.k8s.io/gateway-api@v${versions.gatewayApi}`,
    files: ['config/crd/experimental/gateway.networking.x-k8s.io_*.yaml']
  }
}

/** The CustomResourceDefinitions of a component, as an API server without its webhooks takes them. */
export function definitionsOf(component: Component): CustomResourceDefinition[] {
  const folder =
    component.module === undefined
      ? path.dirname(path.dirname(import.meta.dirname))
      : downloadedModule(component.module)
  return readDefinitions(folder, component.files)
    .filter(({ spec }) => component.only?.includes(spec.names.plural) ?? true)
    .map(crd => asWritten(crd, component.writtenAs))
}

function asWritten(
  crd: CustomResourceDefinition,
  writtenAs: Component['writtenAs']
): CustomResourceDefinition {
  // Asking a webhook for another version is nothing that structure depends on.
  const spec = withoutFields(crd.spec, 'conversion')
  if (!writtenAs) return { ...crd, spec }
  const { group, version } = writtenAs
  return {
    ...crd,
    metadata: { ...crd.metadata, name: `${spec.names.plural}.${group}` },
    spec: { ...spec, group, versions: spec.versions.map(one => ({ ...one, name: version })) }
  }
}
