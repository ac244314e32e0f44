import type { Schema } from '../../../src/api/schema.ts'

const text: Schema = { type: 'string' }
const texts: Schema = { type: 'array', items: text }
const textMap: Schema = { type: 'object', additionalProperties: text }
const port: Schema = { type: 'integer', minimum: -1, maximum: 65535 }
const boolean: Schema = { type: 'boolean' }

const objectOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties
})
const listOf = (items: Schema): Schema => ({ type: 'array', items })
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values })

const patches = listOf(objectOf({ group: text, version: text, kind: text, patch: text }))

/**
 * What kind reads, by https://kind.sigs.k8s.io/docs/user/configuration/; `npm run test:cluster kind` asks kind itself.
 */
export const kindDefinitions: Readonly<Record<string, Schema>> = {
  'kind.v1alpha4.Cluster': objectOf({
    kind: text,
    apiVersion: text,
    name: { type: 'string', pattern: '^[a-z0-9.-]+$' },
    nodes: listOf({ $ref: 'kind.v1alpha4.Node' }),
    networking: { $ref: 'kind.v1alpha4.Networking' },
    featureGates: { type: 'object', additionalProperties: boolean },
    runtimeConfig: textMap,
    kubeadmConfigPatches: texts,
    kubeadmConfigPatchesJSON6902: patches,
    containerdConfigPatches: texts,
    containerdConfigPatchesJSON6902: texts
  }),
  'kind.v1alpha4.Node': objectOf({
    role: oneOf('control-plane', 'worker'),
    image: text,
    labels: textMap,
    extraMounts: listOf(
      objectOf({
        containerPath: text,
        hostPath: text,
        readOnly: boolean,
        selinuxRelabel: boolean,
        propagation: oneOf('None', 'HostToContainer', 'Bidirectional')
      })
    ),
    extraPortMappings: listOf(
      objectOf({
        containerPort: port,
        hostPort: port,
        listenAddress: text,
        // kind reads it in letters of either size.
        protocol: oneOf('TCP', 'UDP', 'SCTP', 'tcp', 'udp', 'sctp')
      })
    ),
    kubeadmConfigPatches: texts,
    kubeadmConfigPatchesJSON6902: patches
  }),
  'kind.v1alpha4.Networking': objectOf({
    ipFamily: oneOf('ipv4', 'ipv6', 'dual'),
    apiServerPort: port,
    apiServerAddress: text,
    podSubnet: text,
    serviceSubnet: text,
    disableDefaultCNI: boolean,
    kubeProxyMode: oneOf('iptables', 'ipvs', 'nftables', 'none'),
    dnsSearch: texts
  })
}
