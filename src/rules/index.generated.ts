// Written by npm run generate. Do not edit.
import type { Rule } from './define-rule.ts'
import apiRemovedVersion from './api/removed-version.ts'
import endpointSliceAddressTwice from './endpoint-slice/address-twice.ts'
import endpointSliceFamilyNotOfService from './endpoint-slice/family-not-of-service.ts'
import endpointSliceFqdnAddresses from './endpoint-slice/fqdn-addresses.ts'
import endpointSliceIgnoredAddresses from './endpoint-slice/ignored-addresses.ts'
import endpointSliceManagedByController from './endpoint-slice/managed-by-controller.ts'
import endpointSlicePortNameDiffers from './endpoint-slice/port-name-differs.ts'
import endpointSliceServiceAddress from './endpoint-slice/service-address.ts'
import endpointSliceServiceMissing from './endpoint-slice/service-missing.ts'
import endpointSliceTargetPortElsewhere from './endpoint-slice/target-port-elsewhere.ts'
import endpointSliceWithoutServiceLabel from './endpoint-slice/without-service-label.ts'
import endpointsDeprecated from './endpoints/deprecated.ts'
import endpointsServiceMissing from './endpoints/service-missing.ts'
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
import networkPolicyDenyUndone from './network-policy/deny-undone.ts'
import networkPolicyDirectionMissing from './network-policy/direction-missing.ts'
import networkPolicyDnsNeedsUdpAndTcp from './network-policy/dns-needs-udp-and-tcp.ts'
import networkPolicyHostNetworkPodSelected from './network-policy/host-network-pod-selected.ts'
import networkPolicyIcmpExpected from './network-policy/icmp-expected.ts'
import networkPolicyIngressIsolatedUnasked from './network-policy/ingress-isolated-unasked.ts'
import networkPolicyInternetIncludesPrivate from './network-policy/internet-includes-private.ts'
import networkPolicyLabelsOfAnotherKind from './network-policy/labels-of-another-kind.ts'
import networkPolicyLoopbackBlock from './network-policy/loopback-block.ts'
import networkPolicyMetadataServiceOpen from './network-policy/metadata-service-open.ts'
import networkPolicyNamedPortMissing from './network-policy/named-port-missing.ts'
import networkPolicyNamespaceLabelAbsent from './network-policy/namespace-label-absent.ts'
import networkPolicyPeerInAnotherNamespace from './network-policy/peer-in-another-namespace.ts'
import networkPolicyPeerMatchesNoPod from './network-policy/peer-matches-no-pod.ts'
import networkPolicyPortIsServicePort from './network-policy/port-is-service-port.ts'
import networkPolicyProtocolDiffers from './network-policy/protocol-differs.ts'
import networkPolicyReplyPorts from './network-policy/reply-ports.ts'
import networkPolicyRuleRepeated from './network-policy/rule-repeated.ts'
import networkPolicySelectorContradicts from './network-policy/selector-contradicts.ts'
import networkPolicySelectsApiServer from './network-policy/selects-api-server.ts'
import networkPolicySelectsByHash from './network-policy/selects-by-hash.ts'
import networkPolicySelectsNoPod from './network-policy/selects-no-pod.ts'
import networkPolicyServiceIpInIpblock from './network-policy/service-ip-in-ipblock.ts'
import networkPolicyUdpPortWithoutProtocol from './network-policy/udp-port-without-protocol.ts'
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
import statefulSetServiceMissing from './stateful-set/service-missing.ts'
import statefulSetServiceNotHeadless from './stateful-set/service-not-headless.ts'
import statefulSetServiceSelectsOtherPods from './stateful-set/service-selects-other-pods.ts'

/** Every rule of the project. */
export const rules: readonly Rule[] = [
  apiRemovedVersion,
  endpointSliceAddressTwice,
  endpointSliceFamilyNotOfService,
  endpointSliceFqdnAddresses,
  endpointSliceIgnoredAddresses,
  endpointSliceManagedByController,
  endpointSlicePortNameDiffers,
  endpointSliceServiceAddress,
  endpointSliceServiceMissing,
  endpointSliceTargetPortElsewhere,
  endpointSliceWithoutServiceLabel,
  endpointsDeprecated,
  endpointsServiceMissing,
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
  networkPolicyDenyUndone,
  networkPolicyDirectionMissing,
  networkPolicyDnsNeedsUdpAndTcp,
  networkPolicyHostNetworkPodSelected,
  networkPolicyIcmpExpected,
  networkPolicyIngressIsolatedUnasked,
  networkPolicyInternetIncludesPrivate,
  networkPolicyLabelsOfAnotherKind,
  networkPolicyLoopbackBlock,
  networkPolicyMetadataServiceOpen,
  networkPolicyNamedPortMissing,
  networkPolicyNamespaceLabelAbsent,
  networkPolicyPeerInAnotherNamespace,
  networkPolicyPeerMatchesNoPod,
  networkPolicyPortIsServicePort,
  networkPolicyProtocolDiffers,
  networkPolicyReplyPorts,
  networkPolicyRuleRepeated,
  networkPolicySelectorContradicts,
  networkPolicySelectsApiServer,
  networkPolicySelectsByHash,
  networkPolicySelectsNoPod,
  networkPolicyServiceIpInIpblock,
  networkPolicyUdpPortWithoutProtocol,
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
  serviceTrafficDistributionOverruled,
  statefulSetServiceMissing,
  statefulSetServiceNotHeadless,
  statefulSetServiceSelectsOtherPods
]
