// Written by npm run generate. Do not edit.
import type { Rule } from './define-rule.ts'
import apiRemovedVersion from './api/removed-version.ts'
import endpointSlicePortNameDiffers from './endpoint-slice/port-name-differs.ts'
import endpointSliceWithoutServiceLabel from './endpoint-slice/without-service-label.ts'
import gatewayHttpsWithoutCertificate from './gateway/https-without-certificate.ts'
import gatewayListenerProtocol from './gateway/listener-protocol.ts'
import httprouteBackendMissing from './httproute/backend-missing.ts'
import httprouteHostnameMismatch from './httproute/hostname-mismatch.ts'
import httprouteNotAllowedByGateway from './httproute/not-allowed-by-gateway.ts'
import httprouteParentMissing from './httproute/parent-missing.ts'
import httprouteReferenceGrantMissing from './httproute/reference-grant-missing.ts'
import httprouteSectionNameMissing from './httproute/section-name-missing.ts'
import httprouteWeightsAllZero from './httproute/weights-all-zero.ts'
import ingressBackendPortMissing from './ingress/backend-port-missing.ts'
import ingressBackendServiceMissing from './ingress/backend-service-missing.ts'
import ingressDuplicatePath from './ingress/duplicate-path.ts'
import ingressOldBackendFields from './ingress/old-backend-fields.ts'
import ingressRetiredNginxAnnotations from './ingress/retired-nginx-annotations.ts'
import ingressTlsHostMismatch from './ingress/tls-host-mismatch.ts'
import ingressWeightedBackend from './ingress/weighted-backend.ts'
import networkPolicyAllowAllByEmptyRule from './network-policy/allow-all-by-empty-rule.ts'
import networkPolicyAndOrPeers from './network-policy/and-or-peers.ts'
import networkPolicyBlocksDns from './network-policy/blocks-dns.ts'
import networkPolicyDirectionMissing from './network-policy/direction-missing.ts'
import networkPolicyDnsNeedsUdpAndTcp from './network-policy/dns-needs-udp-and-tcp.ts'
import networkPolicyHostNetworkPodSelected from './network-policy/host-network-pod-selected.ts'
import networkPolicyNamespaceLabelAbsent from './network-policy/namespace-label-absent.ts'
import networkPolicyPortIsServicePort from './network-policy/port-is-service-port.ts'
import networkPolicySelectsNoPod from './network-policy/selects-no-pod.ts'
import networkPolicyServiceIpInIpblock from './network-policy/service-ip-in-ipblock.ts'
import serviceExternalNameIsAddress from './service/external-name-is-address.ts'
import serviceNodePortRange from './service/node-port-range.ts'
import serviceSelectorMatchesNoPod from './service/selector-matches-no-pod.ts'
import serviceTargetPortMissing from './service/target-port-missing.ts'

/** Every rule of the project. */
export const rules: readonly Rule[] = [
  apiRemovedVersion,
  endpointSlicePortNameDiffers,
  endpointSliceWithoutServiceLabel,
  gatewayHttpsWithoutCertificate,
  gatewayListenerProtocol,
  httprouteBackendMissing,
  httprouteHostnameMismatch,
  httprouteNotAllowedByGateway,
  httprouteParentMissing,
  httprouteReferenceGrantMissing,
  httprouteSectionNameMissing,
  httprouteWeightsAllZero,
  ingressBackendPortMissing,
  ingressBackendServiceMissing,
  ingressDuplicatePath,
  ingressOldBackendFields,
  ingressRetiredNginxAnnotations,
  ingressTlsHostMismatch,
  ingressWeightedBackend,
  networkPolicyAllowAllByEmptyRule,
  networkPolicyAndOrPeers,
  networkPolicyBlocksDns,
  networkPolicyDirectionMissing,
  networkPolicyDnsNeedsUdpAndTcp,
  networkPolicyHostNetworkPodSelected,
  networkPolicyNamespaceLabelAbsent,
  networkPolicyPortIsServicePort,
  networkPolicySelectsNoPod,
  networkPolicyServiceIpInIpblock,
  serviceExternalNameIsAddress,
  serviceNodePortRange,
  serviceSelectorMatchesNoPod,
  serviceTargetPortMissing
]
