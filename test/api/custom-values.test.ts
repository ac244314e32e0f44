import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFieldError } from '../../src/api/field-error.ts'
import { validateObject } from '../../src/api/validate.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { lintText, manifestSchemas } from '../support/service.ts'

const manifest =
  (apiVersion: string, kind: string) =>
  (spec: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\nspec: ${spec}\n`
const imported = manifest('multicluster.x-k8s.io/v1alpha1', 'ServiceImport')
const rule = manifest('monitoring.coreos.com/v1', 'PrometheusRule')
const record = manifest('externaldns.k8s.io/v1alpha1', 'DNSEndpoint')
const service = manifest('traefik.io/v1alpha1', 'TraefikService')
const prometheus = manifest('monitoring.coreos.com/v1', 'Prometheus')
const policy = manifest('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy')
const node = manifest('cilium.io/v2', 'CiliumBGPNodeConfigOverride')
const entry = manifest('networking.istio.io/v1', 'ServiceEntry')
const state = manifest('metallb.io/v1beta1', 'ServiceL2Status')

const wasm = manifest('extensions.istio.io/v1alpha1', 'WasmPlugin')
const silence = manifest('monitoring.coreos.com/v1alpha1', 'AlertmanagerConfig')
const days = (day: string): string =>
  silence(`{ muteTimeIntervals: [{ name: a, timeIntervals: [{ weekdays: [${day}] }] }] }`)

const backend = (name: string): string =>
  manifest(
    'gateway.networking.x-k8s.io/v1alpha1',
    'XBackend'
  )(
    `{ type: ExternalHostname, externalHostname: { hostname: a.example }, port: { port: 443, name: ${name} } }`
  )

const port = (number: string): string =>
  imported(`{ type: ClusterSetIP, ports: [{ port: ${number}, protocol: TCP }] }`)
const limit = (number: string): string =>
  rule(`{ groups: [{ name: a, limit: ${number}, rules: [] }] }`)
const ttl = (number: string): string => record(`{ endpoints: [{ recordTTL: ${number} }] }`)
const weighted = (number: string): string =>
  service(`{ weighted: { services: [{ name: a, port: ${number} }] } }`)
const subject = (of: string): string => policy(`{ priority: 1, tier: Admin, subject: ${of} }`)
const router = (id: string): string => node(`{ bgpInstances: [{ name: a, routerID: ${id} }] }`)
const endpoint = (number: string): string =>
  entry(
    `{ hosts: [a.example], resolution: STATIC, ports: [{ number: 80, name: http }], endpoints: [{ address: 192.0.2.1, ports: { http: ${number} } }] }`
  )

/** What the server refuses of values of custom kinds, in its words, and the text that is marked. */
const table: Readonly<Record<string, readonly [text: string, marked?: string, said?: string]>> = {
  'a port of 32 bits': [port('2147483647')],
  'a port of more than 32 bits': [
    port('2147483648'),
    '2147483648',
    '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.ports[0].port'
  ],
  'a limit of 64 bits': [limit('9223372036854775807')],
  'a limit of more than 64 bits': [
    limit('1000000000000000000000'),
    '1000000000000000000000',
    'spec.groups[0].limit: Invalid value: "number": spec.groups[0].limit in body must be of type integer: "number"'
  ],
  'a lifetime of more than 64 bits': [
    ttl('1000000000000000000000'),
    '1000000000000000000000',
    'spec.endpoints[0].recordTTL: Invalid value: "float64": spec.endpoints[0].recordTTL in body must be of type int64: "float64"'
  ],
  'a number in place of a text of more than 32 bits': [weighted('2147483648')],
  'a number of shards': [prometheus('{ shards: 0 }')],
  'a negative number of shards': [
    prometheus('{ shards: -1 }'),
    '-1',
    '.spec.shards: Invalid value: -1: should be a non-negative integer'
  ],
  'one field and a null': [subject('{ namespaces: {}, pods: null }')],
  'no field but a null': [
    subject('{ namespaces: null }'),
    '{ namespaces: null }',
    'spec.subject: Invalid value: 0: spec.subject in body should have at least 1 properties'
  ],
  'a null in a map': [endpoint('null')],
  'an address with zeros before a number': [router('192.0.2.001')],
  'a name where an address has to be': [
    router('a.example'),
    'a.example',
    'spec.bgpInstances[0].routerID: Invalid value: "a.example": spec.bgpInstances[0].routerID in body must be of type ipv4: "a.example"'
  ],
  'a day of the week in any case': [days("'Saturday:sunday'")],
  'no day of the week': [
    days("'Sonntag'"),
    "'Sonntag'",
    `spec.muteTimeIntervals[0].timeIntervals[0].weekdays[0]: Invalid value: "Sonntag": spec.muteTimeIntervals[0].timeIntervals[0].weekdays[0] in body should match '^((?i)sun|mon|tues|wednes|thurs|fri|satur)day(?:((:(sun|mon|tues|wednes|thurs|fri|satur)day)$)|$)'`
  ],
  'an image without a scheme': [wasm('{ url: ghcr.example/a:1 }')],
  'a URL that begins with a blank': [
    wasm("{ url: ' a' }"),
    "' a'",
    'spec.url: Invalid value: " a": url must have schema one of [http, https, file, oci]'
  ],
  'an empty name of a port': [backend("''")],
  // The rule of its definition is never met by a name that is not empty.
  'a name of a port': [
    backend('https'),
    'https',
    'spec.port.name: Invalid value: "https": Name must be a valid DNS label'
  ],
  'a map without fields': [state('{}')],
  'a field in a map without fields': [state('{ node: a }'), 'node: a', 'unknown field "spec.node"']
}

for (const [name, [text, marked, said]] of Object.entries(table))
  test(name, () => {
    const [document] = parseYamlFile(text).documents
    const errors = validateObject(document?.value, manifestSchemas())
    assert.deepEqual(errors.map(formatFieldError), said === undefined ? [] : [said])
    const told = lintText(text).filter(({ severity }) => severity === 'error')
    assert.deepEqual(
      told.map(({ range: { start, end } }) => text.slice(start, end)),
      marked === undefined ? [] : [marked]
    )
  })
