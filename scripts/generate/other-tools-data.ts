/**
 * The checks of other programs that concern the network, by the names that their own lists give them, with our checks
 * that say the same or why there is none.
 */
export interface OtherTool {
  readonly tool: string
  readonly source: string
  readonly checks: readonly OtherCheck[]
}

/** Name, and the ids of our checks or a sentence. */
export type OtherCheck = readonly [name: string, ours: readonly string[] | string]

const live = 'Needs a running cluster: files do not say it.'
const opinion = 'A question of taste or policy of an organisation, not a mistake.'
const noPolicy =
  'A workspace rarely holds every policy of a cluster; the view of the cluster and the labs show who is isolated.'

export const otherTools: readonly OtherTool[] = [
  {
    tool: 'kube-linter',
    source: 'https://docs.kubelinter.io/#/generated/checks',
    checks: [
      ['dangling-service', ['service/selector-matches-no-pod']],
      ['dangling-ingress', ['ingress/backend-service-missing', 'ingress/backend-port-missing']],
      ['dangling-networkpolicy', ['network-policy/selects-no-pod']],
      ['dangling-networkpolicypeer-podselector', ['network-policy/peer-matches-no-pod']],
      ['dangling-servicemonitor', ['prometheus/selector-matches-no-service']],
      ['invalid-target-ports', ['schema/invalid-value']],
      ['mismatching-selector', ['schema/invalid-value']],
      ['no-extensions-v1beta', ['api/removed-version']],
      ['host-network', ['pod/on-host-network']],
      ['exposed-services', opinion],
      ['non-isolated-pod', noPolicy],
      ['ssh-port', opinion],
      ['privileged-ports', opinion],
      ['unsafe-sysctls', ['pod/unsafe-sysctl']],
      ['no-readiness-probe', ['pod/no-readiness-probe']],
      ['readiness-port, liveness-port, startup-port', ['pod/probe-port-missing']],
      ['dnsconfig-options', ['pod/dns-option-value']],
      ['drop-net-raw-capability', ['pod/network-capability']]
    ]
  },
  {
    tool: 'kube-score',
    source: 'https://github.com/zegl/kube-score/blob/master/README_CHECKS.md',
    checks: [
      ['service-targets-pod', ['service/selector-matches-no-pod']],
      ['service-type', opinion],
      [
        'ingress-targets-service',
        ['ingress/backend-service-missing', 'ingress/backend-port-missing']
      ],
      ['networkpolicy-targets-pod', ['network-policy/selects-no-pod']],
      ['pod-networkpolicy', noPolicy],
      ['pod-probes', ['pod/no-readiness-probe']],
      ['container-ports-check', ['pod/container-port-twice']],
      [
        'statefulset-has-servicename',
        ['stateful-set/service-missing', 'stateful-set/service-not-headless']
      ],
      [
        'statefulset-pod-selector-labels-match-template-metadata-labels',
        ['schema/invalid-value', 'stateful-set/service-selects-other-pods']
      ],
      ['stable-version', ['api/deprecated-version', 'api/removed-version']]
    ]
  },
  {
    tool: 'istioctl analyze',
    source: 'https://istio.io/latest/docs/reference/config/analysis/',
    checks: [
      [
        'ReferencedResourceNotFound',
        ['istio/gateway-missing', 'istio/subset-missing', 'istio/destination-port-missing']
      ],
      ['SchemaValidationError', ['schema/invalid-value', 'schema/unknown-field']],
      ['ConflictingMeshGatewayVirtualServiceHosts', ['istio/duplicate-host']],
      ['VirtualServiceDestinationPortSelectorRequired', ['istio/destination-port-missing']],
      ['VirtualServiceUnreachableRule', ['istio/unreachable-route']],
      ['VirtualServiceIneffectiveMatch', ['istio/unreachable-route']],
      ['VirtualServiceHostNotFoundInGateway', ['istio/gateway-host-mismatch']],
      ['NoMatchingWorkloadsFound', ['istio/selector-matches-no-pod']],
      ['PortNameIsNotUnderNamingConvention', ['istio/port-protocol-unset']],
      ['NamespaceMultipleInjectionLabels', ['istio/injection-label-conflict']],
      ['ServiceEntryAddressesRequired', ['istio/service-entry-resolution']],
      ['LocalhostListener', ['pod/binds-loopback']],
      ['DeploymentConflictingPorts', 'Not there yet.'],
      ['InvalidRegexp', 'Not there yet.'],
      ['NoServerCertificateVerification', opinion],
      [
        'ConflictingSidecarWorkloadSelectors, MultipleSidecarsWithoutWorkloadSelectors',
        'Not there yet: only the hosts of a Sidecar are looked at.'
      ],
      ['ConflictingGateways, GatewayDuplicateCertificate', 'Not there yet.'],
      ['NamespaceNotInjected, PodMissingProxy, GatewayPortNotOnWorkload', live],
      ['InvalidWebhook, MultiClusterInconsistentService', live],
      [
        'IneffectivePolicy',
        ['istio/request-rules-without-waypoint', 'istio/route-without-waypoint']
      ],
      ['DeprecatedAnnotation, AlphaAnnotation', 'Not there yet.']
    ]
  },
  {
    tool: 'cyclonus lint',
    source: 'https://github.com/mattfenwick/cyclonus',
    checks: [
      ['CheckSourceMissingNamespace', opinion],
      ['CheckSourcePortMissingProtocol', ['network-policy/udp-port-without-protocol']],
      ['CheckSourceMissingPolicyTypes', ['network-policy/ingress-isolated-unasked']],
      [
        'CheckSourceMissingPolicyTypeIngress, CheckSourceMissingPolicyTypeEgress',
        ['network-policy/direction-missing']
      ],
      [
        'CheckSourceDuplicatePolicyName',
        'Two files may be of two clusters; kubectl apply tells it otherwise.'
      ],
      [
        'CheckDNSBlockedOnTCP, CheckDNSBlockedOnUDP',
        ['network-policy/blocks-dns', 'network-policy/dns-needs-udp-and-tcp']
      ],
      [
        'CheckTargetAllIngressBlocked, CheckTargetAllEgressBlocked',
        'A default deny is what most policies begin with.'
      ],
      [
        'CheckTargetAllIngressAllowed, CheckTargetAllEgressAllowed',
        ['network-policy/allow-all-by-empty-rule', 'network-policy/deny-undone']
      ]
    ]
  },
  {
    tool: 'Monokle',
    source: 'https://docs.monokle.com/validation/',
    checks: [
      [
        'resource-links/no-missing-reference',
        [
          'ingress/backend-service-missing',
          'httproute/backend-missing',
          'httproute/parent-missing',
          'service/selector-matches-no-pod',
          'multus/network-missing',
          'traefik/service-missing'
        ]
      ],
      [
        'kubernetes-schema/schema-violated',
        ['schema/unknown-field', 'schema/wrong-type', 'schema/missing-field']
      ],
      [
        'kubernetes-schema/deprecation-violated',
        ['api/removed-version', 'api/deprecated-version', 'api/not-served-yet']
      ],
      ['yaml-syntax', ['yaml/syntax', 'yaml/duplicate-key']],
      ['open-policy-agent: host network, host port', ['pod/on-host-network', 'pod/host-port']]
    ]
  },
  {
    tool: "kubescape's network controls",
    source: 'https://kubescape.io/docs/controls/',
    checks: [
      ['C-0030 Ingress and Egress blocked', noPolicy],
      ['C-0260 Missing network policy', noPolicy],
      ['C-0054 Cluster internal networking, C-0049 Network mapping', noPolicy],
      ['C-0041 HostNetwork access', ['pod/on-host-network']],
      ['C-0044 Container hostPort', ['pod/host-port', 'pod/host-port-conflict']],
      ['C-0046 Insecure capabilities', ['pod/network-capability']],
      ['C-0052 Instance Metadata API', ['network-policy/metadata-service-open']],
      ['C-0018 Configured readiness probe', ['pod/no-readiness-probe']],
      ['C-0263 Ingress uses TLS', opinion],
      [
        'C-0256 External facing',
        'The view of the cluster shows it; being reached is what such a Service is for.'
      ],
      ['C-0266 Exposure to internet via Gateway API or Istio Ingress', opinion],
      ['C-0021 Exposed sensitive interfaces, C-0042 SSH server in a container', opinion]
    ]
  }
]
