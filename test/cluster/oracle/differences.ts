const nodePorts =
  'a warning of ours, because the range is an option of the API server (--service-node-port-range)'

const filledIn =
  'a template, left alone by us because a script puts values in the place of its names before anything is sent'

const calicoFields =
  "not said by us, because Calico's own kinds are read without knowing all fields of every release"

/**
 * Fixtures of which a real API server thinks otherwise than the linter, and why that stays so. The key is the
 * file and the number of the document in it. An entry that is no longer needed fails the comparison.
 */
export const differences: Readonly<Record<string, string>> = {
  'test/language/clean/filled-in/by-scripts.yaml#1': filledIn,
  'test/language/clean/filled-in/by-scripts.yaml#2': filledIn,
  'docs/rules/schema/experimental-field.md (with the fault)#1':
    'a hint of ours, because a cluster with the experimental channel of the Gateway API takes the field, and the one here has the standard channel',
  'test/rules/service/node-port-range/page.yaml#1': nodePorts,
  'docs/rules/service/node-port-range.md (with the fault)#1': nodePorts,
  'test/language/faulty/type-of-nobody.fixed.yaml#18': calicoFields,
  'test/rules/calico/policy-never-asked/page-clean.yaml#3': calicoFields,
  'test/rules/corefile/forward-to-itself/neighbours.yaml#1':
    'not said by us, because the range of Service addresses is an option of the API server (--service-cluster-ip-range)'
}

const calico = "Calico's own API server, which is not here; its definitions alone say less"
const cilium =
  'the agent of Cilium, which then enforces nothing of the policy and says so in its status'
const externalDns = 'ExternalDNS, which leaves the record out and logs why'
const istio = "Istio's admission webhook"
const metallb =
  "MetalLB's admission webhook, or its controller, which then keeps to what was configured before"
const cni = 'the library of CNI or the plugin, so that no Pod with this network starts'
const prometheus = "the Prometheus Operator's admission webhook, and Prometheus itself"
const traefik = 'Traefik, which then has no such route and logs why'

/**
 * Checks at the level of errors whose objects a bare API server takes, and who refuses them instead. An entry
 * without a document fails the comparison.
 */
export const refusedElsewhere: Readonly<Record<string, string>> = {
  'calico/families-mixed': calico,
  'calico/pool-range': calico,
  'calico/port-invalid': calico,
  'calico/ports-without-protocol': calico,
  'calico/pre-dnat': calico,
  'calico/selector-syntax': calico,
  'calico/value-case': calico,
  'cilium/l7-protocol': cilium,
  'cilium/peers-combined': cilium,
  'cilium/range-or-port-invalid': cilium,
  'external-dns/target-of-other-type': externalDns,
  'istio/address-invalid': istio,
  'istio/authorization-empty-list': istio,
  'istio/condition-key-unknown': istio,
  'istio/gateway-port-name-repeated': istio,
  'istio/gateway-tls-missing': istio,
  'istio/authorization-deny-nothing': istio,
  'istio/envoy-api-v2': istio,
  'istio/envoy-filter-incomplete': istio,
  'istio/envoy-filter-value': istio,
  'istio/host-invalid': istio,
  'istio/name-invalid': istio,
  'istio/nothing-to-do': istio,
  'istio/port-number-invalid': istio,
  'istio/subset-repeated': istio,
  'istio/value-refused': istio,
  'istio/weights-not-100': istio,
  'istio/mutual-without-certificate': istio,
  'istio/pattern-invalid': istio,
  'istio/parts-conflict': istio,
  'istio/percentage-range': istio,
  'istio/port-protocol-unknown': istio,
  'istio/route-and-redirect': istio,
  'istio/service-entry-ports': istio,
  'istio/service-entry-resolution': istio,
  'istio/sidecar-egress-host': istio,
  'istio/sidecar-refused': istio,
  'istio/wildcard-host-in-mesh': istio,
  'linkerd/proxy-protocol': "Linkerd's policy controller, by its admission webhook",
  'linkerd/target-kind': "Linkerd's policy controller, by its admission webhook",
  'metallb/aggregation-length': metallb,
  'metallb/bgp-peer-conflict': metallb,
  'metallb/community-invalid': metallb,
  'metallb/range-invalid': metallb,
  'metallb/range-reversed': metallb,
  'metallb/ranges-overlap': metallb,
  'multus/cni-version': cni,
  'multus/config-not-json': cni,
  'multus/host-local-range': cni,
  'multus/mode-unknown': cni,
  'multus/static-address': cni,
  'multus/type-missing': cni,
  'multus/value-invalid': cni,
  'prometheus/alert-or-record': prometheus,
  'prometheus/expression-unreadable': prometheus,
  'prometheus/template-unclosed': prometheus,
  'prometheus/timeout-longer-than-interval':
    'the Prometheus Operator, which then leaves the monitor out and says so in an event',
  'traefik/match-syntax': traefik,
  'traefik/match-unknown': traefik,
  'traefik/match-value': traefik,
  'traefik/middleware-types': 'Traefik, which then has no such Middleware and logs why'
}
