// Written by npm run generate:schemas from the CustomResourceDefinitions of both channels. Do not edit.
import type { ExperimentalParts } from './experimental-report.ts'

export const experimentalParts: Readonly<Record<string, ExperimentalParts>> = {
  "gateway.networking.k8s.io/v1/Gateway": {
    "of": "the Gateway API",
    "fields": [
      "spec.defaultScope"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1beta1/Gateway": {
    "of": "the Gateway API",
    "fields": [
      "spec.defaultScope"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1/GRPCRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.rules[].sessionPersistence",
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1/HTTPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.rules[].backendRefs[].filters[].externalAuth",
      "spec.rules[].filters[].externalAuth",
      "spec.rules[].retry",
      "spec.rules[].sessionPersistence",
      "spec.useDefaultGateways"
    ],
    "values": {
      "spec.rules[].backendRefs[].filters[].type": [
        "ExternalAuth"
      ],
      "spec.rules[].filters[].type": [
        "ExternalAuth"
      ]
    }
  },
  "gateway.networking.k8s.io/v1beta1/HTTPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.rules[].backendRefs[].filters[].externalAuth",
      "spec.rules[].filters[].externalAuth",
      "spec.rules[].retry",
      "spec.rules[].sessionPersistence",
      "spec.useDefaultGateways"
    ],
    "values": {
      "spec.rules[].backendRefs[].filters[].type": [
        "ExternalAuth"
      ],
      "spec.rules[].filters[].type": [
        "ExternalAuth"
      ]
    }
  },
  "gateway.networking.k8s.io/v1/TCPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1alpha2/TCPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1/TLSRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1alpha2/TLSRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1alpha3/TLSRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1/UDPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "gateway.networking.k8s.io/v1alpha2/UDPRoute": {
    "of": "the Gateway API",
    "fields": [
      "spec.useDefaultGateways"
    ],
    "values": {}
  },
  "policy.networking.k8s.io/v1alpha2/ClusterNetworkPolicy": {
    "of": "the Network Policy API",
    "fields": [
      "spec.egress[].protocols[].destinationNamedPort",
      "spec.egress[].to[].domainNames",
      "spec.egress[].to[].nodes",
      "spec.ingress[].protocols[].destinationNamedPort"
    ],
    "values": {}
  },
  "policy.networking.k8s.io/v1beta1/ClusterNetworkPolicy": {
    "of": "the Network Policy API",
    "fields": [
      "spec.egress[].protocols[].destinationNamedPort",
      "spec.egress[].to[].domainNames",
      "spec.egress[].to[].nodes",
      "spec.ingress[].protocols[].destinationNamedPort"
    ],
    "values": {}
  }
}
