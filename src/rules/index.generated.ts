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
import serviceAppProtocolUnprefixed from './service/app-protocol-unprefixed.ts'
import serviceClusterIpLiteral from './service/cluster-ip-literal.ts'
import serviceDeadAnnotation from './service/dead-annotation.ts'
import serviceDuplicateNodePort from './service/duplicate-node-port.ts'
import serviceExternalIps from './service/external-ips.ts'
import serviceExternalNameIncomplete from './service/external-name-incomplete.ts'
import serviceExternalNameIsAddress from './service/external-name-is-address.ts'
import serviceExternalNameOfItself from './service/external-name-of-itself.ts'
import serviceExternalNameWithSelector from './service/external-name-with-selector.ts'
import serviceHeadlessPortNotTranslated from './service/headless-port-not-translated.ts'
import serviceHeadlessSessionAffinity from './service/headless-session-affinity.ts'
import serviceLoadBalancerIp from './service/load-balancer-ip.ts'
import serviceLocalTrafficToOnePod from './service/local-traffic-to-one-pod.ts'
import serviceMixedProtocols from './service/mixed-protocols.ts'
import serviceNodePortRange from './service/node-port-range.ts'
import serviceOpenSourceRange from './service/open-source-range.ts'
import servicePublishNotReady from './service/publish-not-ready.ts'
import serviceRequireDualStack from './service/require-dual-stack.ts'
import serviceReservedName from './service/reserved-name.ts'
import serviceScrapePortNotANumber from './service/scrape-port-not-a-number.ts'
import serviceSelectorBesideOwnSlice from './service/selector-beside-own-slice.ts'
import serviceSelectorMatchesNoPod from './service/selector-matches-no-pod.ts'
import serviceSelectsByHash from './service/selects-by-hash.ts'
import serviceSelectsUnrelatedPods from './service/selects-unrelated-pods.ts'
import serviceSessionAffinityUnset from './service/session-affinity-unset.ts'
import serviceTargetPortAmbiguous from './service/target-port-ambiguous.ts'
import serviceTargetPortMissing from './service/target-port-missing.ts'
import serviceTrafficDistributionOverruled from './service/traffic-distribution-overruled.ts'

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
  serviceAppProtocolUnprefixed,
  serviceClusterIpLiteral,
  serviceDeadAnnotation,
  serviceDuplicateNodePort,
  serviceExternalIps,
  serviceExternalNameIncomplete,
  serviceExternalNameIsAddress,
  serviceExternalNameOfItself,
  serviceExternalNameWithSelector,
  serviceHeadlessPortNotTranslated,
  serviceHeadlessSessionAffinity,
  serviceLoadBalancerIp,
  serviceLocalTrafficToOnePod,
  serviceMixedProtocols,
  serviceNodePortRange,
  serviceOpenSourceRange,
  servicePublishNotReady,
  serviceRequireDualStack,
  serviceReservedName,
  serviceScrapePortNotANumber,
  serviceSelectorBesideOwnSlice,
  serviceSelectorMatchesNoPod,
  serviceSelectsByHash,
  serviceSelectsUnrelatedPods,
  serviceSessionAffinityUnset,
  serviceTargetPortAmbiguous,
  serviceTargetPortMissing,
  serviceTrafficDistributionOverruled
]
