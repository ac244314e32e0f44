// Written by npm run generate. Do not edit.
import type { Rule } from './define-rule.ts'
import apiDeprecatedVersion from './api/deprecated-version.ts'
import apiGroupMisspelt from './api/group-misspelt.ts'
import apiNotServedYet from './api/not-served-yet.ts'
import apiRemovedGroup from './api/removed-group.ts'
import apiRemovedVersion from './api/removed-version.ts'
import backendTlsPolicyNoCertificateInConfigMap from './backend-tls-policy/no-certificate-in-config-map.ts'
import backendTlsPolicyTargetMissing from './backend-tls-policy/target-missing.ts'
import calicoFamiliesMixed from './calico/families-mixed.ts'
import calicoNamespaceLabelInSelector from './calico/namespace-label-in-selector.ts'
import calicoNamespaceSelectorMisplaced from './calico/namespace-selector-misplaced.ts'
import calicoOldManifest from './calico/old-manifest.ts'
import calicoPolicyNeverAsked from './calico/policy-never-asked.ts'
import calicoPoolOutsidePods from './calico/pool-outside-pods.ts'
import calicoPoolRange from './calico/pool-range.ts'
import calicoPoolsOverlap from './calico/pools-overlap.ts'
import calicoPortInvalid from './calico/port-invalid.ts'
import calicoPortsWithoutProtocol from './calico/ports-without-protocol.ts'
import calicoPreDnat from './calico/pre-dnat.ts'
import calicoRuleContradictsPolicy from './calico/rule-contradicts-policy.ts'
import calicoSelectorSyntax from './calico/selector-syntax.ts'
import calicoStoredForm from './calico/stored-form.ts'
import calicoTypesLeaveRulesOut from './calico/types-leave-rules-out.ts'
import calicoUnreachableRule from './calico/unreachable-rule.ts'
import calicoValueCase from './calico/value-case.ts'
import ciliumAllowedAndDenied from './cilium/allowed-and-denied.ts'
import ciliumEmptyRuleAllowsNothing from './cilium/empty-rule-allows-nothing.ts'
import ciliumFqdnNameIsPattern from './cilium/fqdn-name-is-pattern.ts'
import ciliumFqdnWithoutDnsRule from './cilium/fqdn-without-dns-rule.ts'
import ciliumL7Protocol from './cilium/l7-protocol.ts'
import ciliumMethodCase from './cilium/method-case.ts'
import ciliumMutualAuthentication from './cilium/mutual-authentication.ts'
import ciliumNamespaceLabel from './cilium/namespace-label.ts'
import ciliumPeerInAnotherNamespace from './cilium/peer-in-another-namespace.ts'
import ciliumPeersCombined from './cilium/peers-combined.ts'
import ciliumPoolRangeReversed from './cilium/pool-range-reversed.ts'
import ciliumRangeOrPortInvalid from './cilium/range-or-port-invalid.ts'
import ciliumSelectorMatchesNoPod from './cilium/selector-matches-no-pod.ts'
import ciliumSelectorOfAnotherNamespace from './cilium/selector-of-another-namespace.ts'
import clusterNetworkPolicyPriorityEqual from './cluster-network-policy/priority-equal.ts'
import clusterNetworkPolicySupersededKind from './cluster-network-policy/superseded-kind.ts'
import clusterNetworkPolicyUnreachableRule from './cluster-network-policy/unreachable-rule.ts'
import cniAddressRange from './cni/address-range.ts'
import cniCapabilityMissing from './cni/capability-missing.ts'
import cniHostPortWithoutPortmap from './cni/host-port-without-portmap.ts'
import cniNameMissing from './cni/name-missing.ts'
import cniNameRepeated from './cni/name-repeated.ts'
import cniNotAList from './cni/not-a-list.ts'
import cniOldVersion from './cni/old-version.ts'
import cniOneFamilyOnly from './cni/one-family-only.ts'
import cniReservedField from './cni/reserved-field.ts'
import cniSubnetOfServices from './cni/subnet-of-services.ts'
import cniTypeMisspelt from './cni/type-misspelt.ts'
import cniValueInvalid from './cni/value-invalid.ts'
import cniVersionUnknown from './cni/version-unknown.ts'
import configMapFlannelConfiguration from './config-map/flannel-configuration.ts'
import configMapOverlayMtu from './config-map/overlay-mtu.ts'
import corefileArgumentInvalid from './corefile/argument-invalid.ts'
import corefileClusterZoneCached from './corefile/cluster-zone-cached.ts'
import corefileClusterZoneShadowed from './corefile/cluster-zone-shadowed.ts'
import corefileCustomKeySuffix from './corefile/custom-key-suffix.ts'
import corefileDuplicatePlugin from './corefile/duplicate-plugin.ts'
import corefileDuplicateZone from './corefile/duplicate-zone.ts'
import corefileFallthroughElsewhere from './corefile/fallthrough-elsewhere.ts'
import corefileForwardTarget from './corefile/forward-target.ts'
import corefileForwardToItself from './corefile/forward-to-itself.ts'
import corefileHostsWithoutFallthrough from './corefile/hosts-without-fallthrough.ts'
import corefileKubernetesPluginMissing from './corefile/kubernetes-plugin-missing.ts'
import corefileOrderOfPlugins from './corefile/order-of-plugins.ts'
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
import endpointsTargetPortElsewhere from './endpoints/target-port-elsewhere.ts'
import externalDnsAnnotationOnWrongKind from './external-dns/annotation-on-wrong-kind.ts'
import externalDnsAnnotationPrefix from './external-dns/annotation-prefix.ts'
import externalDnsEtcdAddressWithoutScheme from './external-dns/etcd-address-without-scheme.ts'
import externalDnsHostnameInvalid from './external-dns/hostname-invalid.ts'
import externalDnsImageRetired from './external-dns/image-retired.ts'
import externalDnsPolicyMissing from './external-dns/policy-missing.ts'
import externalDnsReachesTooFar from './external-dns/reaches-too-far.ts'
import externalDnsRecordRepeated from './external-dns/record-repeated.ts'
import externalDnsRecordTypeUnknown from './external-dns/record-type-unknown.ts'
import externalDnsServiceNotPublished from './external-dns/service-not-published.ts'
import externalDnsTargetOfOtherType from './external-dns/target-of-other-type.ts'
import externalDnsTransferMissing from './external-dns/transfer-missing.ts'
import externalDnsTtlInvalid from './external-dns/ttl-invalid.ts'
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
import helmValuesCiliumSettings from './helm-values/cilium-settings.ts'
import helmValuesExternalDnsReach from './helm-values/external-dns-reach.ts'
import helmValuesHubbleMetricsWithoutRequests from './helm-values/hubble-metrics-without-requests.ts'
import helmValuesRemovedKey from './helm-values/removed-key.ts'
import helmValuesWrongType from './helm-values/wrong-type.ts'
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
import httprouteWeightsNot100 from './httproute/weights-not-100.ts'
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
import ingressHttpsBackend from './ingress/https-backend.ts'
import ingressIssuerWithoutSecret from './ingress/issuer-without-secret.ts'
import ingressOldBackendFields from './ingress/old-backend-fields.ts'
import ingressPassthroughWithPaths from './ingress/passthrough-with-paths.ts'
import ingressPatternInPlainPath from './ingress/pattern-in-plain-path.ts'
import ingressRetiredNginxAnnotations from './ingress/retired-nginx-annotations.ts'
import ingressRewriteGroupMissing from './ingress/rewrite-group-missing.ts'
import ingressSnippetAnnotation from './ingress/snippet-annotation.ts'
import ingressTlsHostMismatch from './ingress/tls-host-mismatch.ts'
import ingressTlsItemSplit from './ingress/tls-item-split.ts'
import ingressTlsSecretUnusable from './ingress/tls-secret-unusable.ts'
import ingressTlsWithoutRuleHost from './ingress/tls-without-rule-host.ts'
import ingressWeightedBackend from './ingress/weighted-backend.ts'
import istioAddressInvalid from './istio/address-invalid.ts'
import istioAuthorizationAllowsNothing from './istio/authorization-allows-nothing.ts'
import istioAuthorizationDenyNothing from './istio/authorization-deny-nothing.ts'
import istioAuthorizationEmptyList from './istio/authorization-empty-list.ts'
import istioAuthorizationNeedsMtls from './istio/authorization-needs-mtls.ts'
import istioConditionKeyUnknown from './istio/condition-key-unknown.ts'
import istioDestinationHostMisspelt from './istio/destination-host-misspelt.ts'
import istioDestinationPortMissing from './istio/destination-port-missing.ts'
import istioDuplicateHost from './istio/duplicate-host.ts'
import istioEastWestNetworkLabel from './istio/east-west-network-label.ts'
import istioEastWestPort from './istio/east-west-port.ts'
import istioEnvoyApiV2 from './istio/envoy-api-v2.ts'
import istioEnvoyFilterIncomplete from './istio/envoy-filter-incomplete.ts'
import istioEnvoyFilterValue from './istio/envoy-filter-value.ts'
import istioGatewayHostMismatch from './istio/gateway-host-mismatch.ts'
import istioGatewayMissing from './istio/gateway-missing.ts'
import istioGatewayPortNameRepeated from './istio/gateway-port-name-repeated.ts'
import istioGatewayTlsMissing from './istio/gateway-tls-missing.ts'
import istioGatewaysMissing from './istio/gateways-missing.ts'
import istioHostIncomplete from './istio/host-incomplete.ts'
import istioHostInvalid from './istio/host-invalid.ts'
import istioInjectionLabelConflict from './istio/injection-label-conflict.ts'
import istioInjectionMissing from './istio/injection-missing.ts'
import istioJwtKeys from './istio/jwt-keys.ts'
import istioJwtNotRequired from './istio/jwt-not-required.ts'
import istioMethodCase from './istio/method-case.ts'
import istioMtlsConflict from './istio/mtls-conflict.ts'
import istioMutualWithoutCertificate from './istio/mutual-without-certificate.ts'
import istioNameInvalid from './istio/name-invalid.ts'
import istioNoRouteForTheRest from './istio/no-route-for-the-rest.ts'
import istioNothingToDo from './istio/nothing-to-do.ts'
import istioOldVersion from './istio/old-version.ts'
import istioPartsConflict from './istio/parts-conflict.ts'
import istioPassthroughForAll from './istio/passthrough-for-all.ts'
import istioPathWithoutSlash from './istio/path-without-slash.ts'
import istioPatternInvalid from './istio/pattern-invalid.ts'
import istioPercentageRange from './istio/percentage-range.ts'
import istioPortNumberInvalid from './istio/port-number-invalid.ts'
import istioPortProtocolUnknown from './istio/port-protocol-unknown.ts'
import istioPortProtocolUnset from './istio/port-protocol-unset.ts'
import istioPrincipalWithScheme from './istio/principal-with-scheme.ts'
import istioRequestPrincipalForm from './istio/request-principal-form.ts'
import istioRequestRulesWithoutWaypoint from './istio/request-rules-without-waypoint.ts'
import istioRetiredRegistry from './istio/retired-registry.ts'
import istioRouteAndRedirect from './istio/route-and-redirect.ts'
import istioRouteWithoutWaypoint from './istio/route-without-waypoint.ts'
import istioRoutedTwice from './istio/routed-twice.ts'
import istioSelectorMatchesNoPod from './istio/selector-matches-no-pod.ts'
import istioServiceEntryPorts from './istio/service-entry-ports.ts'
import istioServiceEntryResolution from './istio/service-entry-resolution.ts'
import istioShortHostElsewhere from './istio/short-host-elsewhere.ts'
import istioSidecarEgressHost from './istio/sidecar-egress-host.ts'
import istioSidecarRefused from './istio/sidecar-refused.ts'
import istioStarInPath from './istio/star-in-path.ts'
import istioSubsetMissing from './istio/subset-missing.ts'
import istioSubsetRepeated from './istio/subset-repeated.ts'
import istioSubsetSelectsNoPod from './istio/subset-selects-no-pod.ts'
import istioTlsNotStarted from './istio/tls-not-started.ts'
import istioTryLongerThanTimeout from './istio/try-longer-than-timeout.ts'
import istioUnreachableRoute from './istio/unreachable-route.ts'
import istioValueRefused from './istio/value-refused.ts'
import istioVirtualServiceOnWaypoint from './istio/virtual-service-on-waypoint.ts'
import istioWeightMissing from './istio/weight-missing.ts'
import istioWeightsNot100 from './istio/weights-not-100.ts'
import istioWildcardHostInMesh from './istio/wildcard-host-in-mesh.ts'
import k3sDisabledName from './k3s/disabled-name.ts'
import k3sDnsOutsideServices from './k3s/dns-outside-services.ts'
import k3sFirstFamilyWithoutNodeIp from './k3s/first-family-without-node-ip.ts'
import k3sFlannelBackend from './k3s/flannel-backend.ts'
import k3sKubeconfigMode from './k3s/kubeconfig-mode.ts'
import k3sLocalAddressesWithoutMasquerade from './k3s/local-addresses-without-masquerade.ts'
import k3sRanges from './k3s/ranges.ts'
import k3sServersDiffer from './k3s/servers-differ.ts'
import kindFamilyMismatch from './kind/family-mismatch.ts'
import kindHostPortRepeated from './kind/host-port-repeated.ts'
import kindListenAddress from './kind/listen-address.ts'
import kindMappingWithoutNodePort from './kind/mapping-without-node-port.ts'
import kindNoControlPlane from './kind/no-control-plane.ts'
import kindOldVersion from './kind/old-version.ts'
import kindPatchOfOtherRole from './kind/patch-of-other-role.ts'
import kindRangesOverlap from './kind/ranges-overlap.ts'
import kubeadmDnsOutsideServices from './kubeadm/dns-outside-services.ts'
import kubeadmDocumentationRange from './kubeadm/documentation-range.ts'
import kubeadmDomainDiffers from './kubeadm/domain-differs.ts'
import kubeadmDualStackGate from './kubeadm/dual-stack-gate.ts'
import kubeadmEndpointOrTaintInvalid from './kubeadm/endpoint-or-taint-invalid.ts'
import kubeadmExtraArgsMap from './kubeadm/extra-args-map.ts'
import kubeadmFamilyOrder from './kubeadm/family-order.ts'
import kubeadmOldVersion from './kubeadm/old-version.ts'
import kubeadmPodSubnetMissing from './kubeadm/pod-subnet-missing.ts'
import kubeadmProxyMode from './kubeadm/proxy-mode.ts'
import kubeadmProxyModeUnset from './kubeadm/proxy-mode-unset.ts'
import kubeadmProxyRangeDiffers from './kubeadm/proxy-range-differs.ts'
import kubeadmRangeInvalid from './kubeadm/range-invalid.ts'
import kubeadmRangesOverlap from './kubeadm/ranges-overlap.ts'
import kustomizeChartUnpinned from './kustomize/chart-unpinned.ts'
import kustomizeLabelInSelectors from './kustomize/label-in-selectors.ts'
import kustomizePatchTargetMissing from './kustomize/patch-target-missing.ts'
import kustomizeRemoteUnpinned from './kustomize/remote-unpinned.ts'
import linkerdInjectOnWorkload from './linkerd/inject-on-workload.ts'
import linkerdProxyProtocol from './linkerd/proxy-protocol.ts'
import linkerdServerPortMissing from './linkerd/server-port-missing.ts'
import linkerdServerRepeated from './linkerd/server-repeated.ts'
import linkerdTargetKind from './linkerd/target-kind.ts'
import linkerdTargetMissing from './linkerd/target-missing.ts'
import linkerdTrafficSplitDeprecated from './linkerd/traffic-split-deprecated.ts'
import metallbAddressOutsidePools from './metallb/address-outside-pools.ts'
import metallbAdvertisedPoolMissing from './metallb/advertised-pool-missing.ts'
import metallbAggregationLength from './metallb/aggregation-length.ts'
import metallbBgpPeerConflict from './metallb/bgp-peer-conflict.ts'
import metallbCommunityInvalid from './metallb/community-invalid.ts'
import metallbContainsNode from './metallb/contains-node.ts'
import metallbInAnotherNamespace from './metallb/in-another-namespace.ts'
import metallbNamespaceDiffers from './metallb/namespace-differs.ts'
import metallbNoPoolGivenUnasked from './metallb/no-pool-given-unasked.ts'
import metallbOldAnnotationPrefix from './metallb/old-annotation-prefix.ts'
import metallbOldConfigMap from './metallb/old-config-map.ts'
import metallbPoolHasOneFamily from './metallb/pool-has-one-family.ts'
import metallbPoolNotAdvertised from './metallb/pool-not-advertised.ts'
import metallbRangeInvalid from './metallb/range-invalid.ts'
import metallbRangeReversed from './metallb/range-reversed.ts'
import metallbRangesOverlap from './metallb/ranges-overlap.ts'
import metallbRequestedAddressInvalid from './metallb/requested-address-invalid.ts'
import metallbRequestedPoolMissing from './metallb/requested-pool-missing.ts'
import metallbSharedAddress from './metallb/shared-address.ts'
import metallbSharedBesideSelectors from './metallb/shared-beside-selectors.ts'
import multiclusterExportWithoutService from './multicluster/export-without-service.ts'
import multiclusterExportsExternalName from './multicluster/exports-external-name.ts'
import multiclusterFederationRetired from './multicluster/federation-retired.ts'
import multiclusterImportByHand from './multicluster/import-by-hand.ts'
import multiclusterRangesOverlap from './multicluster/ranges-overlap.ts'
import multiclusterServiceDiffers from './multicluster/service-differs.ts'
import multusAddressesNotTaken from './multus/addresses-not-taken.ts'
import multusAnnotationMisspelt from './multus/annotation-misspelt.ts'
import multusAnnotationOnWorkload from './multus/annotation-on-workload.ts'
import multusCniVersion from './multus/cni-version.ts'
import multusConfigNotJson from './multus/config-not-json.ts'
import multusDefaultRouteTaken from './multus/default-route-taken.ts'
import multusFloatingImage from './multus/floating-image.ts'
import multusHostLocalOnSharedWire from './multus/host-local-on-shared-wire.ts'
import multusHostLocalRange from './multus/host-local-range.ts'
import multusInterfaceNotThere from './multus/interface-not-there.ts'
import multusInterfaceRepeated from './multus/interface-repeated.ts'
import multusMacvlanOnWireless from './multus/macvlan-on-wireless.ts'
import multusMemoryLimitSmall from './multus/memory-limit-small.ts'
import multusModeUnknown from './multus/mode-unknown.ts'
import multusNameDiffers from './multus/name-differs.ts'
import multusNameWithDot from './multus/name-with-dot.ts'
import multusNetworkMissing from './multus/network-missing.ts'
import multusNetworksUnreadable from './multus/networks-unreadable.ts'
import multusReservedField from './multus/reserved-field.ts'
import multusServiceOnMainNetwork from './multus/service-on-main-network.ts'
import multusStaticAddress from './multus/static-address.ts'
import multusSubnetOfTheCluster from './multus/subnet-of-the-cluster.ts'
import multusTypeMissing from './multus/type-missing.ts'
import multusTypeMisspelt from './multus/type-misspelt.ts'
import multusValueInvalid from './multus/value-invalid.ts'
import namespaceEnforceWithoutWarning from './namespace/enforce-without-warning.ts'
import namespaceForbidsItsPods from './namespace/forbids-its-pods.ts'
import namespaceNameLabelWrong from './namespace/name-label-wrong.ts'
import networkPolicyAllowAllByEmptyRule from './network-policy/allow-all-by-empty-rule.ts'
import networkPolicyAmbientPortMissing from './network-policy/ambient-port-missing.ts'
import networkPolicyAndOrPeers from './network-policy/and-or-peers.ts'
import networkPolicyApiServerServiceAddress from './network-policy/api-server-service-address.ts'
import networkPolicyBlockOfTheCluster from './network-policy/block-of-the-cluster.ts'
import networkPolicyBlocksDns from './network-policy/blocks-dns.ts'
import networkPolicyDenyUndone from './network-policy/deny-undone.ts'
import networkPolicyDirectionMissing from './network-policy/direction-missing.ts'
import networkPolicyDnsNeedsUdpAndTcp from './network-policy/dns-needs-udp-and-tcp.ts'
import networkPolicyExceptionUndone from './network-policy/exception-undone.ts'
import networkPolicyGatewayBlocked from './network-policy/gateway-blocked.ts'
import networkPolicyHostNetworkPodSelected from './network-policy/host-network-pod-selected.ts'
import networkPolicyIcmpExpected from './network-policy/icmp-expected.ts'
import networkPolicyInDefaultNamespace from './network-policy/in-default-namespace.ts'
import networkPolicyIngressIsolatedUnasked from './network-policy/ingress-isolated-unasked.ts'
import networkPolicyInternetIncludesPrivate from './network-policy/internet-includes-private.ts'
import networkPolicyLabelsOfAnotherKind from './network-policy/labels-of-another-kind.ts'
import networkPolicyLoopbackBlock from './network-policy/loopback-block.ts'
import networkPolicyMetadataServiceOpen from './network-policy/metadata-service-open.ts'
import networkPolicyNameSaysAllow from './network-policy/name-says-allow.ts'
import networkPolicyNamedPortMissing from './network-policy/named-port-missing.ts'
import networkPolicyNamespaceAbsent from './network-policy/namespace-absent.ts'
import networkPolicyNamespaceLabelAbsent from './network-policy/namespace-label-absent.ts'
import networkPolicyNamespaceLabelOfTenant from './network-policy/namespace-label-of-tenant.ts'
import networkPolicyNotEnforced from './network-policy/not-enforced.ts'
import networkPolicyOneFamilyOnly from './network-policy/one-family-only.ts'
import networkPolicyOneSided from './network-policy/one-sided.ts'
import networkPolicyOutsideClientsBlocked from './network-policy/outside-clients-blocked.ts'
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
import podBenchmarkWithoutLimit from './pod/benchmark-without-limit.ts'
import podBindsIpv4Only from './pod/binds-ipv4-only.ts'
import podBindsLoopback from './pod/binds-loopback.ts'
import podClusterDomainDiffers from './pod/cluster-domain-differs.ts'
import podContainerPortTwice from './pod/container-port-twice.ts'
import podDnsNoneLosesClusterNames from './pod/dns-none-loses-cluster-names.ts'
import podDnsOptionValue from './pod/dns-option-value.ts'
import podGraceShorterThanPreStop from './pod/grace-shorter-than-pre-stop.ts'
import podHostAliasTwice from './pod/host-alias-twice.ts'
import podHostNetworkLosesClusterDns from './pod/host-network-loses-cluster-dns.ts'
import podHostPort from './pod/host-port.ts'
import podHostPortConflict from './pod/host-port-conflict.ts'
import podNetworkCapability from './pod/network-capability.ts'
import podNoReadinessProbe from './pod/no-readiness-probe.ts'
import podNodeLocalDnsWithIpvs from './pod/node-local-dns-with-ipvs.ts'
import podOnHostNetwork from './pod/on-host-network.ts'
import podProbeOfTheNode from './pod/probe-of-the-node.ts'
import podProbePortMissing from './pod/probe-port-missing.ts'
import podRelativeServiceName from './pod/relative-service-name.ts'
import podRequestWithoutTimeout from './pod/request-without-timeout.ts'
import podServiceAddressWrong from './pod/service-address-wrong.ts'
import podServiceLinkAsPort from './pod/service-link-as-port.ts'
import podSubdomainWithoutNames from './pod/subdomain-without-names.ts'
import podTagThatIsNotThere from './pod/tag-that-is-not-there.ts'
import podToolNotInImage from './pod/tool-not-in-image.ts'
import podUnsafeSysctl from './pod/unsafe-sysctl.ts'
import podUrlWithoutBrackets from './pod/url-without-brackets.ts'
import prometheusAlertOrRecord from './prometheus/alert-or-record.ts'
import prometheusAllNamespacesSummed from './prometheus/all-namespaces-summed.ts'
import prometheusExpressionUnreadable from './prometheus/expression-unreadable.ts'
import prometheusGrafanaDefaultPassword from './prometheus/grafana-default-password.ts'
import prometheusHistogramWithoutRate from './prometheus/histogram-without-rate.ts'
import prometheusMetallbOverHttp from './prometheus/metallb-over-http.ts'
import prometheusMonitorNotSelected from './prometheus/monitor-not-selected.ts'
import prometheusNameInvalid from './prometheus/name-invalid.ts'
import prometheusNamespaceNotSelected from './prometheus/namespace-not-selected.ts'
import prometheusPodPortMissing from './prometheus/pod-port-missing.ts'
import prometheusPortIsNumber from './prometheus/port-is-number.ts'
import prometheusPortMissing from './prometheus/port-missing.ts'
import prometheusProbeWithoutProber from './prometheus/probe-without-prober.ts'
import prometheusProberAskedDirectly from './prometheus/prober-asked-directly.ts'
import prometheusRangeTooShort from './prometheus/range-too-short.ts'
import prometheusRateOfGauge from './prometheus/rate-of-gauge.ts'
import prometheusSelectorMatchesNoService from './prometheus/selector-matches-no-service.ts'
import prometheusTemplateUnclosed from './prometheus/template-unclosed.ts'
import prometheusTimeoutLongerThanInterval from './prometheus/timeout-longer-than-interval.ts'
import rbacNodesProxy from './rbac/nodes-proxy.ts'
import rbacResourceOfOldGroup from './rbac/resource-of-old-group.ts'
import referenceGrantCoreGroupName from './reference-grant/core-group-name.ts'
import referenceGrantInTheWrongNamespace from './reference-grant/in-the-wrong-namespace.ts'
import referenceGrantTargetMissing from './reference-grant/target-missing.ts'
import referenceGrantTooWide from './reference-grant/too-wide.ts'
import routeBackendIsParent from './route/backend-is-parent.ts'
import routeGrpcPortWithoutProtocol from './route/grpc-port-without-protocol.ts'
import routeKindNotForListener from './route/kind-not-for-listener.ts'
import routeListenerSharedWithoutAName from './route/listener-shared-without-a-name.ts'
import routeParentPortMissing from './route/parent-port-missing.ts'
import routeReplicasLikeWeights from './route/replicas-like-weights.ts'
import routeSectionNameAbsent from './route/section-name-absent.ts'
import routeWebsocketPortWithoutProtocol from './route/websocket-port-without-protocol.ts'
import serviceAppProtocolUnprefixed from './service/app-protocol-unprefixed.ts'
import serviceClusterIpLiteral from './service/cluster-ip-literal.ts'
import serviceDeadAnnotation from './service/dead-annotation.ts'
import serviceDuplicateNodePort from './service/duplicate-node-port.ts'
import serviceExternalIps from './service/external-ips.ts'
import serviceExternalNameIncomplete from './service/external-name-incomplete.ts'
import serviceExternalNameIsAddress from './service/external-name-is-address.ts'
import serviceExternalNameOfItself from './service/external-name-of-itself.ts'
import serviceExternalNameWithSelector from './service/external-name-with-selector.ts'
import serviceHeadlessOfOnePod from './service/headless-of-one-pod.ts'
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
import traefikAnnotationMiddleware from './traefik/annotation-middleware.ts'
import traefikEntryPointMissing from './traefik/entry-point-missing.ts'
import traefikEntryPointMisspelt from './traefik/entry-point-misspelt.ts'
import traefikExperimentalRoute from './traefik/experimental-route.ts'
import traefikListenerPort from './traefik/listener-port.ts'
import traefikMatchOfVersion2 from './traefik/match-of-version-2.ts'
import traefikMatchSyntax from './traefik/match-syntax.ts'
import traefikMatchUnknown from './traefik/match-unknown.ts'
import traefikMatchValue from './traefik/match-value.ts'
import traefikMiddlewareMissing from './traefik/middleware-missing.ts'
import traefikMiddlewareTypes from './traefik/middleware-types.ts'
import traefikOldApiGroup from './traefik/old-api-group.ts'
import traefikPatternInPlainMatch from './traefik/pattern-in-plain-match.ts'
import traefikServiceMissing from './traefik/service-missing.ts'
import traefikSniWithoutTls from './traefik/sni-without-tls.ts'
import traefikTraefikServiceMissing from './traefik/traefik-service-missing.ts'
import traefikWeightsAllZero from './traefik/weights-all-zero.ts'

/** Every rule of the project. */
export const rules: readonly Rule[] = [
  apiDeprecatedVersion,
  apiGroupMisspelt,
  apiNotServedYet,
  apiRemovedGroup,
  apiRemovedVersion,
  backendTlsPolicyNoCertificateInConfigMap,
  backendTlsPolicyTargetMissing,
  calicoFamiliesMixed,
  calicoNamespaceLabelInSelector,
  calicoNamespaceSelectorMisplaced,
  calicoOldManifest,
  calicoPolicyNeverAsked,
  calicoPoolOutsidePods,
  calicoPoolRange,
  calicoPoolsOverlap,
  calicoPortInvalid,
  calicoPortsWithoutProtocol,
  calicoPreDnat,
  calicoRuleContradictsPolicy,
  calicoSelectorSyntax,
  calicoStoredForm,
  calicoTypesLeaveRulesOut,
  calicoUnreachableRule,
  calicoValueCase,
  ciliumAllowedAndDenied,
  ciliumEmptyRuleAllowsNothing,
  ciliumFqdnNameIsPattern,
  ciliumFqdnWithoutDnsRule,
  ciliumL7Protocol,
  ciliumMethodCase,
  ciliumMutualAuthentication,
  ciliumNamespaceLabel,
  ciliumPeerInAnotherNamespace,
  ciliumPeersCombined,
  ciliumPoolRangeReversed,
  ciliumRangeOrPortInvalid,
  ciliumSelectorMatchesNoPod,
  ciliumSelectorOfAnotherNamespace,
  clusterNetworkPolicyPriorityEqual,
  clusterNetworkPolicySupersededKind,
  clusterNetworkPolicyUnreachableRule,
  cniAddressRange,
  cniCapabilityMissing,
  cniHostPortWithoutPortmap,
  cniNameMissing,
  cniNameRepeated,
  cniNotAList,
  cniOldVersion,
  cniOneFamilyOnly,
  cniReservedField,
  cniSubnetOfServices,
  cniTypeMisspelt,
  cniValueInvalid,
  cniVersionUnknown,
  configMapFlannelConfiguration,
  configMapOverlayMtu,
  corefileArgumentInvalid,
  corefileClusterZoneCached,
  corefileClusterZoneShadowed,
  corefileCustomKeySuffix,
  corefileDuplicatePlugin,
  corefileDuplicateZone,
  corefileFallthroughElsewhere,
  corefileForwardTarget,
  corefileForwardToItself,
  corefileHostsWithoutFallthrough,
  corefileKubernetesPluginMissing,
  corefileOrderOfPlugins,
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
  endpointsTargetPortElsewhere,
  externalDnsAnnotationOnWrongKind,
  externalDnsAnnotationPrefix,
  externalDnsEtcdAddressWithoutScheme,
  externalDnsHostnameInvalid,
  externalDnsImageRetired,
  externalDnsPolicyMissing,
  externalDnsReachesTooFar,
  externalDnsRecordRepeated,
  externalDnsRecordTypeUnknown,
  externalDnsServiceNotPublished,
  externalDnsTargetOfOtherType,
  externalDnsTransferMissing,
  externalDnsTtlInvalid,
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
  helmValuesCiliumSettings,
  helmValuesExternalDnsReach,
  helmValuesHubbleMetricsWithoutRequests,
  helmValuesRemovedKey,
  helmValuesWrongType,
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
  httprouteWeightsNot100,
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
  ingressHttpsBackend,
  ingressIssuerWithoutSecret,
  ingressOldBackendFields,
  ingressPassthroughWithPaths,
  ingressPatternInPlainPath,
  ingressRetiredNginxAnnotations,
  ingressRewriteGroupMissing,
  ingressSnippetAnnotation,
  ingressTlsHostMismatch,
  ingressTlsItemSplit,
  ingressTlsSecretUnusable,
  ingressTlsWithoutRuleHost,
  ingressWeightedBackend,
  istioAddressInvalid,
  istioAuthorizationAllowsNothing,
  istioAuthorizationDenyNothing,
  istioAuthorizationEmptyList,
  istioAuthorizationNeedsMtls,
  istioConditionKeyUnknown,
  istioDestinationHostMisspelt,
  istioDestinationPortMissing,
  istioDuplicateHost,
  istioEastWestNetworkLabel,
  istioEastWestPort,
  istioEnvoyApiV2,
  istioEnvoyFilterIncomplete,
  istioEnvoyFilterValue,
  istioGatewayHostMismatch,
  istioGatewayMissing,
  istioGatewayPortNameRepeated,
  istioGatewayTlsMissing,
  istioGatewaysMissing,
  istioHostIncomplete,
  istioHostInvalid,
  istioInjectionLabelConflict,
  istioInjectionMissing,
  istioJwtKeys,
  istioJwtNotRequired,
  istioMethodCase,
  istioMtlsConflict,
  istioMutualWithoutCertificate,
  istioNameInvalid,
  istioNoRouteForTheRest,
  istioNothingToDo,
  istioOldVersion,
  istioPartsConflict,
  istioPassthroughForAll,
  istioPathWithoutSlash,
  istioPatternInvalid,
  istioPercentageRange,
  istioPortNumberInvalid,
  istioPortProtocolUnknown,
  istioPortProtocolUnset,
  istioPrincipalWithScheme,
  istioRequestPrincipalForm,
  istioRequestRulesWithoutWaypoint,
  istioRetiredRegistry,
  istioRouteAndRedirect,
  istioRouteWithoutWaypoint,
  istioRoutedTwice,
  istioSelectorMatchesNoPod,
  istioServiceEntryPorts,
  istioServiceEntryResolution,
  istioShortHostElsewhere,
  istioSidecarEgressHost,
  istioSidecarRefused,
  istioStarInPath,
  istioSubsetMissing,
  istioSubsetRepeated,
  istioSubsetSelectsNoPod,
  istioTlsNotStarted,
  istioTryLongerThanTimeout,
  istioUnreachableRoute,
  istioValueRefused,
  istioVirtualServiceOnWaypoint,
  istioWeightMissing,
  istioWeightsNot100,
  istioWildcardHostInMesh,
  k3sDisabledName,
  k3sDnsOutsideServices,
  k3sFirstFamilyWithoutNodeIp,
  k3sFlannelBackend,
  k3sKubeconfigMode,
  k3sLocalAddressesWithoutMasquerade,
  k3sRanges,
  k3sServersDiffer,
  kindFamilyMismatch,
  kindHostPortRepeated,
  kindListenAddress,
  kindMappingWithoutNodePort,
  kindNoControlPlane,
  kindOldVersion,
  kindPatchOfOtherRole,
  kindRangesOverlap,
  kubeadmDnsOutsideServices,
  kubeadmDocumentationRange,
  kubeadmDomainDiffers,
  kubeadmDualStackGate,
  kubeadmEndpointOrTaintInvalid,
  kubeadmExtraArgsMap,
  kubeadmFamilyOrder,
  kubeadmOldVersion,
  kubeadmPodSubnetMissing,
  kubeadmProxyMode,
  kubeadmProxyModeUnset,
  kubeadmProxyRangeDiffers,
  kubeadmRangeInvalid,
  kubeadmRangesOverlap,
  kustomizeChartUnpinned,
  kustomizeLabelInSelectors,
  kustomizePatchTargetMissing,
  kustomizeRemoteUnpinned,
  linkerdInjectOnWorkload,
  linkerdProxyProtocol,
  linkerdServerPortMissing,
  linkerdServerRepeated,
  linkerdTargetKind,
  linkerdTargetMissing,
  linkerdTrafficSplitDeprecated,
  metallbAddressOutsidePools,
  metallbAdvertisedPoolMissing,
  metallbAggregationLength,
  metallbBgpPeerConflict,
  metallbCommunityInvalid,
  metallbContainsNode,
  metallbInAnotherNamespace,
  metallbNamespaceDiffers,
  metallbNoPoolGivenUnasked,
  metallbOldAnnotationPrefix,
  metallbOldConfigMap,
  metallbPoolHasOneFamily,
  metallbPoolNotAdvertised,
  metallbRangeInvalid,
  metallbRangeReversed,
  metallbRangesOverlap,
  metallbRequestedAddressInvalid,
  metallbRequestedPoolMissing,
  metallbSharedAddress,
  metallbSharedBesideSelectors,
  multiclusterExportWithoutService,
  multiclusterExportsExternalName,
  multiclusterFederationRetired,
  multiclusterImportByHand,
  multiclusterRangesOverlap,
  multiclusterServiceDiffers,
  multusAddressesNotTaken,
  multusAnnotationMisspelt,
  multusAnnotationOnWorkload,
  multusCniVersion,
  multusConfigNotJson,
  multusDefaultRouteTaken,
  multusFloatingImage,
  multusHostLocalOnSharedWire,
  multusHostLocalRange,
  multusInterfaceNotThere,
  multusInterfaceRepeated,
  multusMacvlanOnWireless,
  multusMemoryLimitSmall,
  multusModeUnknown,
  multusNameDiffers,
  multusNameWithDot,
  multusNetworkMissing,
  multusNetworksUnreadable,
  multusReservedField,
  multusServiceOnMainNetwork,
  multusStaticAddress,
  multusSubnetOfTheCluster,
  multusTypeMissing,
  multusTypeMisspelt,
  multusValueInvalid,
  namespaceEnforceWithoutWarning,
  namespaceForbidsItsPods,
  namespaceNameLabelWrong,
  networkPolicyAllowAllByEmptyRule,
  networkPolicyAmbientPortMissing,
  networkPolicyAndOrPeers,
  networkPolicyApiServerServiceAddress,
  networkPolicyBlockOfTheCluster,
  networkPolicyBlocksDns,
  networkPolicyDenyUndone,
  networkPolicyDirectionMissing,
  networkPolicyDnsNeedsUdpAndTcp,
  networkPolicyExceptionUndone,
  networkPolicyGatewayBlocked,
  networkPolicyHostNetworkPodSelected,
  networkPolicyIcmpExpected,
  networkPolicyInDefaultNamespace,
  networkPolicyIngressIsolatedUnasked,
  networkPolicyInternetIncludesPrivate,
  networkPolicyLabelsOfAnotherKind,
  networkPolicyLoopbackBlock,
  networkPolicyMetadataServiceOpen,
  networkPolicyNameSaysAllow,
  networkPolicyNamedPortMissing,
  networkPolicyNamespaceAbsent,
  networkPolicyNamespaceLabelAbsent,
  networkPolicyNamespaceLabelOfTenant,
  networkPolicyNotEnforced,
  networkPolicyOneFamilyOnly,
  networkPolicyOneSided,
  networkPolicyOutsideClientsBlocked,
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
  podBenchmarkWithoutLimit,
  podBindsIpv4Only,
  podBindsLoopback,
  podClusterDomainDiffers,
  podContainerPortTwice,
  podDnsNoneLosesClusterNames,
  podDnsOptionValue,
  podGraceShorterThanPreStop,
  podHostAliasTwice,
  podHostNetworkLosesClusterDns,
  podHostPort,
  podHostPortConflict,
  podNetworkCapability,
  podNoReadinessProbe,
  podNodeLocalDnsWithIpvs,
  podOnHostNetwork,
  podProbeOfTheNode,
  podProbePortMissing,
  podRelativeServiceName,
  podRequestWithoutTimeout,
  podServiceAddressWrong,
  podServiceLinkAsPort,
  podSubdomainWithoutNames,
  podTagThatIsNotThere,
  podToolNotInImage,
  podUnsafeSysctl,
  podUrlWithoutBrackets,
  prometheusAlertOrRecord,
  prometheusAllNamespacesSummed,
  prometheusExpressionUnreadable,
  prometheusGrafanaDefaultPassword,
  prometheusHistogramWithoutRate,
  prometheusMetallbOverHttp,
  prometheusMonitorNotSelected,
  prometheusNameInvalid,
  prometheusNamespaceNotSelected,
  prometheusPodPortMissing,
  prometheusPortIsNumber,
  prometheusPortMissing,
  prometheusProbeWithoutProber,
  prometheusProberAskedDirectly,
  prometheusRangeTooShort,
  prometheusRateOfGauge,
  prometheusSelectorMatchesNoService,
  prometheusTemplateUnclosed,
  prometheusTimeoutLongerThanInterval,
  rbacNodesProxy,
  rbacResourceOfOldGroup,
  referenceGrantCoreGroupName,
  referenceGrantInTheWrongNamespace,
  referenceGrantTargetMissing,
  referenceGrantTooWide,
  routeBackendIsParent,
  routeGrpcPortWithoutProtocol,
  routeKindNotForListener,
  routeListenerSharedWithoutAName,
  routeParentPortMissing,
  routeReplicasLikeWeights,
  routeSectionNameAbsent,
  routeWebsocketPortWithoutProtocol,
  serviceAppProtocolUnprefixed,
  serviceClusterIpLiteral,
  serviceDeadAnnotation,
  serviceDuplicateNodePort,
  serviceExternalIps,
  serviceExternalNameIncomplete,
  serviceExternalNameIsAddress,
  serviceExternalNameOfItself,
  serviceExternalNameWithSelector,
  serviceHeadlessOfOnePod,
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
  statefulSetServiceSelectsOtherPods,
  traefikAnnotationMiddleware,
  traefikEntryPointMissing,
  traefikEntryPointMisspelt,
  traefikExperimentalRoute,
  traefikListenerPort,
  traefikMatchOfVersion2,
  traefikMatchSyntax,
  traefikMatchUnknown,
  traefikMatchValue,
  traefikMiddlewareMissing,
  traefikMiddlewareTypes,
  traefikOldApiGroup,
  traefikPatternInPlainMatch,
  traefikServiceMissing,
  traefikSniWithoutTls,
  traefikTraefikServiceMissing,
  traefikWeightsAllZero
]
