// Written by npm run generate. Do not edit.
import type { Rule } from './define-rule.ts'
import apiRemovedVersion from './api/removed-version.ts'
import backendTlsPolicyNoCertificateInConfigMap from './backend-tls-policy/no-certificate-in-config-map.ts'
import backendTlsPolicyTargetMissing from './backend-tls-policy/target-missing.ts'
import corefileClusterZoneShadowed from './corefile/cluster-zone-shadowed.ts'
import corefileCustomKeySuffix from './corefile/custom-key-suffix.ts'
import corefileDuplicatePlugin from './corefile/duplicate-plugin.ts'
import corefileDuplicateZone from './corefile/duplicate-zone.ts'
import corefileForwardTarget from './corefile/forward-target.ts'
import corefileForwardToItself from './corefile/forward-to-itself.ts'
import corefileHostsWithoutFallthrough from './corefile/hosts-without-fallthrough.ts'
import corefileKubernetesPluginMissing from './corefile/kubernetes-plugin-missing.ts'
import corefilePlaceholderLeft from './corefile/placeholder-left.ts'
import corefileRewriteWithoutAnswer from './corefile/rewrite-without-answer.ts'
import corefileSyntax from './corefile/syntax.ts'
import corefileTlsWithoutServername from './corefile/tls-without-servername.ts'
import corefileUnknownPlugin from './corefile/unknown-plugin.ts'
import corefileUsualPluginMissing from './corefile/usual-plugin-missing.ts'
import corefileZoneDotLocal from './corefile/zone-dot-local.ts'
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
import gatewayAllowsAllNamespaces from './gateway/allows-all-namespaces.ts'
import gatewayCertificateGrantMissing from './gateway/certificate-grant-missing.ts'
import gatewayCertificateMissing from './gateway/certificate-missing.ts'
import gatewayClassMissing from './gateway/class-missing.ts'
import gatewayHttpsWithoutCertificate from './gateway/https-without-certificate.ts'
import gatewayListenerProtocol from './gateway/listener-protocol.ts'
import gatewayListenerProtocolConflict from './gateway/listener-protocol-conflict.ts'
import gatewayPassthroughWithCertificate from './gateway/passthrough-with-certificate.ts'
import gatewayPortOfAnotherProtocol from './gateway/port-of-another-protocol.ts'
import gatewayRouteKindNotForProtocol from './gateway/route-kind-not-for-protocol.ts'
import gatewaySelectorAndFromDisagree from './gateway/selector-and-from-disagree.ts'
import gatewaySelectsNoNamespace from './gateway/selects-no-namespace.ts'
import httprouteBackendExternalName from './httproute/backend-external-name.ts'
import httprouteBackendMissing from './httproute/backend-missing.ts'
import httprouteDuplicateMatch from './httproute/duplicate-match.ts'
import httprouteGrpcBackend from './httproute/grpc-backend.ts'
import httprouteHostnameMismatch from './httproute/hostname-mismatch.ts'
import httprouteMirrorToBackend from './httproute/mirror-to-backend.ts'
import httprouteNoBackend from './httproute/no-backend.ts'
import httprouteNoHostnameOnSharedGateway from './httproute/no-hostname-on-shared-gateway.ts'
import httprouteNotAllowedByGateway from './httproute/not-allowed-by-gateway.ts'
import httprouteParentMissing from './httproute/parent-missing.ts'
import httproutePatternInPlainPath from './httproute/pattern-in-plain-path.ts'
import httprouteRedirectLoop from './httproute/redirect-loop.ts'
import httprouteReferenceGrantMissing from './httproute/reference-grant-missing.ts'
import httprouteSameRequestsAsAnother from './httproute/same-requests-as-another.ts'
import httprouteSectionNameMissing from './httproute/section-name-missing.ts'
import httprouteWeightsAllZero from './httproute/weights-all-zero.ts'
import httprouteWeightsPartlyGiven from './httproute/weights-partly-given.ts'
import ingressClassTwoDefaults from './ingress-class/two-defaults.ts'
import ingressAnnotationsOfAnotherController from './ingress/annotations-of-another-controller.ts'
import ingressBackendPortMissing from './ingress/backend-port-missing.ts'
import ingressBackendServiceMissing from './ingress/backend-service-missing.ts'
import ingressCanaryWeightRange from './ingress/canary-weight-range.ts'
import ingressCanaryWithoutMain from './ingress/canary-without-main.ts'
import ingressCanaryWithoutShare from './ingress/canary-without-share.ts'
import ingressClassAbsent from './ingress/class-absent.ts'
import ingressClassAnnotation from './ingress/class-annotation.ts'
import ingressClassMissing from './ingress/class-missing.ts'
import ingressDefaultBackendUnreachable from './ingress/default-backend-unreachable.ts'
import ingressDuplicatePath from './ingress/duplicate-path.ts'
import ingressIssuerWithoutSecret from './ingress/issuer-without-secret.ts'
import ingressOldBackendFields from './ingress/old-backend-fields.ts'
import ingressPassthroughWithPaths from './ingress/passthrough-with-paths.ts'
import ingressPatternInPlainPath from './ingress/pattern-in-plain-path.ts'
import ingressRetiredNginxAnnotations from './ingress/retired-nginx-annotations.ts'
import ingressRewriteGroupMissing from './ingress/rewrite-group-missing.ts'
import ingressSnippetAnnotation from './ingress/snippet-annotation.ts'
import ingressTlsHostMismatch from './ingress/tls-host-mismatch.ts'
import ingressTlsSecretUnusable from './ingress/tls-secret-unusable.ts'
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
import podBindsLoopback from './pod/binds-loopback.ts'
import podContainerPortTwice from './pod/container-port-twice.ts'
import podDnsNoneLosesClusterNames from './pod/dns-none-loses-cluster-names.ts'
import podDnsOptionValue from './pod/dns-option-value.ts'
import podGraceShorterThanPreStop from './pod/grace-shorter-than-pre-stop.ts'
import podHostAliasTwice from './pod/host-alias-twice.ts'
import podHostNetworkLosesClusterDns from './pod/host-network-loses-cluster-dns.ts'
import podProbeOfTheNode from './pod/probe-of-the-node.ts'
import podProbePortMissing from './pod/probe-port-missing.ts'
import podServiceAddressWrong from './pod/service-address-wrong.ts'
import podToolNotInImage from './pod/tool-not-in-image.ts'
import podUnsafeSysctl from './pod/unsafe-sysctl.ts'
import podUrlWithoutBrackets from './pod/url-without-brackets.ts'
import referenceGrantCoreGroupName from './reference-grant/core-group-name.ts'
import referenceGrantInTheWrongNamespace from './reference-grant/in-the-wrong-namespace.ts'
import referenceGrantTargetMissing from './reference-grant/target-missing.ts'
import referenceGrantTooWide from './reference-grant/too-wide.ts'
import routeKindNotForListener from './route/kind-not-for-listener.ts'
import routeListenerSharedWithoutAName from './route/listener-shared-without-a-name.ts'
import routeParentPortMissing from './route/parent-port-missing.ts'
import routeSectionNameAbsent from './route/section-name-absent.ts'
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
  backendTlsPolicyNoCertificateInConfigMap,
  backendTlsPolicyTargetMissing,
  corefileClusterZoneShadowed,
  corefileCustomKeySuffix,
  corefileDuplicatePlugin,
  corefileDuplicateZone,
  corefileForwardTarget,
  corefileForwardToItself,
  corefileHostsWithoutFallthrough,
  corefileKubernetesPluginMissing,
  corefilePlaceholderLeft,
  corefileRewriteWithoutAnswer,
  corefileSyntax,
  corefileTlsWithoutServername,
  corefileUnknownPlugin,
  corefileUsualPluginMissing,
  corefileZoneDotLocal,
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
  gatewayAllowsAllNamespaces,
  gatewayCertificateGrantMissing,
  gatewayCertificateMissing,
  gatewayClassMissing,
  gatewayHttpsWithoutCertificate,
  gatewayListenerProtocol,
  gatewayListenerProtocolConflict,
  gatewayPassthroughWithCertificate,
  gatewayPortOfAnotherProtocol,
  gatewayRouteKindNotForProtocol,
  gatewaySelectorAndFromDisagree,
  gatewaySelectsNoNamespace,
  httprouteBackendExternalName,
  httprouteBackendMissing,
  httprouteDuplicateMatch,
  httprouteGrpcBackend,
  httprouteHostnameMismatch,
  httprouteMirrorToBackend,
  httprouteNoBackend,
  httprouteNoHostnameOnSharedGateway,
  httprouteNotAllowedByGateway,
  httprouteParentMissing,
  httproutePatternInPlainPath,
  httprouteRedirectLoop,
  httprouteReferenceGrantMissing,
  httprouteSameRequestsAsAnother,
  httprouteSectionNameMissing,
  httprouteWeightsAllZero,
  httprouteWeightsPartlyGiven,
  ingressClassTwoDefaults,
  ingressAnnotationsOfAnotherController,
  ingressBackendPortMissing,
  ingressBackendServiceMissing,
  ingressCanaryWeightRange,
  ingressCanaryWithoutMain,
  ingressCanaryWithoutShare,
  ingressClassAbsent,
  ingressClassAnnotation,
  ingressClassMissing,
  ingressDefaultBackendUnreachable,
  ingressDuplicatePath,
  ingressIssuerWithoutSecret,
  ingressOldBackendFields,
  ingressPassthroughWithPaths,
  ingressPatternInPlainPath,
  ingressRetiredNginxAnnotations,
  ingressRewriteGroupMissing,
  ingressSnippetAnnotation,
  ingressTlsHostMismatch,
  ingressTlsSecretUnusable,
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
  podBindsLoopback,
  podContainerPortTwice,
  podDnsNoneLosesClusterNames,
  podDnsOptionValue,
  podGraceShorterThanPreStop,
  podHostAliasTwice,
  podHostNetworkLosesClusterDns,
  podProbeOfTheNode,
  podProbePortMissing,
  podServiceAddressWrong,
  podToolNotInImage,
  podUnsafeSysctl,
  podUrlWithoutBrackets,
  referenceGrantCoreGroupName,
  referenceGrantInTheWrongNamespace,
  referenceGrantTargetMissing,
  referenceGrantTooWide,
  routeKindNotForListener,
  routeListenerSharedWithoutAName,
  routeParentPortMissing,
  routeSectionNameAbsent,
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
