import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { recordOf } from '../../src/base/json.ts'
import { withCustomKinds } from '../../src/api/custom-kinds.ts'
import type { BundleIndex } from '../../src/api/schema-set.ts'
import type { Schema } from '../../src/api/schema.ts'
import { validateObject } from '../../src/api/validate.ts'
import { formatFieldPath } from '../../src/base/field-path.ts'
import { gvkKey, gvkOf, type KubeObject } from '../../src/model/object.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { lintText, manifestSchemas, productSchemas, projectRoot } from '../support/service.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(projectRoot, `schemas/${name}.json`), 'utf8'))
const index = read('custom-kinds') as BundleIndex

/** A correct manifest of each project, and the same with a mistake at one place. */
const manifests: Readonly<Record<string, { good: string; bad: [string, string]; at: string }>> = {
  istio: {
    good: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http:
    - route:
        - {destination: {host: web, subset: v1}, weight: 90}
        - {destination: {host: web, subset: v2}, weight: 10}
`,
    bad: ['weight: 90', 'weight: ninety'],
    at: 'spec.http[0].route[0].weight'
  },
  traefik: {
    good: `
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: split}
spec:
  weighted:
    services:
      - {name: v1, port: 80, weight: 3}
      - {name: v2, port: 80, weight: 1}
`,
    bad: ['port: 80, weight: 3', 'ports: 80, weight: 3'],
    at: 'spec.weighted.services[0].ports'
  },
  metallb: {
    good: `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: {name: pool, namespace: metallb-system}
spec: {addresses: [192.0.2.0/28, '2001:db8::/124'], avoidBuggyIPs: true}
`,
    bad: ['avoidBuggyIPs', 'avoidBuggyIPS'],
    at: 'spec.avoidBuggyIPS'
  },
  multus: {
    good: `
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: second}
spec: {config: '{"cniVersion": "0.3.1", "type": "bridge"}'}
`,
    bad: [`config: '{"cniVersion": "0.3.1", "type": "bridge"}'`, 'config: {type: bridge}'],
    at: 'spec.config'
  },
  cilium: {
    good: `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: web}
spec:
  endpointSelector: {matchLabels: {app: web}}
  ingress:
    - fromEndpoints: [{matchLabels: {app: client}}]
      toPorts: [{ports: [{port: '80', protocol: TCP}]}]
`,
    bad: ['protocol: TCP', 'protocol: HTTP'],
    at: 'spec.ingress[0].toPorts[0].ports[0].protocol'
  },
  calico: {
    good: `
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: web}
spec:
  selector: app == 'web'
  types: [Ingress]
  ingress: [{action: Allow, protocol: TCP, destination: {ports: [80]}}]
  aFieldOfALaterVersion: 1
`,
    bad: ['types: [Ingress]', 'types: Ingress'],
    at: 'spec.types'
  },
  'prometheus-operator': {
    good: `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  endpoints: [{port: metrics, interval: 15s}]
`,
    bad: ['interval: 15s', 'interval: 15 seconds'],
    at: 'spec.endpoints[0].interval'
  },
  'external-dns': {
    good: `
apiVersion: externaldns.k8s.io/v1alpha1
kind: DNSEndpoint
metadata: {name: web}
spec:
  endpoints: [{dnsName: web.example.com, recordType: A, recordTTL: 60, targets: [192.0.2.1]}]
`,
    bad: ['recordTTL: 60', 'recordTTL: 1m'],
    at: 'spec.endpoints[0].recordTTL'
  },
  'multi-cluster-services': {
    good: `
apiVersion: multicluster.x-k8s.io/v1alpha1
kind: ServiceImport
metadata: {name: web}
spec: {type: ClusterSetIP, ports: [{port: 80, protocol: TCP}]}
`,
    bad: ['ClusterSetIP', 'ClusterIP'],
    at: 'spec.type'
  },
  'network-policy-api': {
    good: `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: deny}
spec:
  tier: Admin
  priority: 10
  subject: {namespaces: {}}
  ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: other}}}]}]
`,
    bad: ['action: Deny', 'action: Drop'],
    at: 'spec.ingress[0].action'
  },
  'admin-network-policy': {
    good: `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: deny}
spec:
  priority: 10
  subject: {namespaces: {}}
  ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: other}}}]}]
`,
    bad: ['priority: 10', 'priority: 2000'],
    at: 'spec.priority'
  },
  linkerd: {
    good: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: web}
spec: {podSelector: {matchLabels: {app: web}}, port: http, proxyProtocol: HTTP/2}
`,
    bad: [', port: http', ''],
    at: 'spec.port'
  },
  configuration: {
    good: `
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.1
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12}
scheduler: null
controllerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: '24'}]}
`,
    bad: ['podSubnet', 'podSubnets'],
    at: 'networking.podSubnets'
  },
  'gateway-api-experimental': {
    good: `
apiVersion: gateway.networking.x-k8s.io/v1alpha1
kind: XBackendTrafficPolicy
metadata: {name: retry}
spec:
  targetRefs: [{group: '', kind: Service, name: web}]
  retryConstraint: {budget: {percent: 20, interval: 10s}}
`,
    bad: ['percent: 20', 'percent: 120'],
    at: 'spec.retryConstraint.budget.percent'
  }
}

function mistakes(text: string): string[] {
  const object = parse(text) as KubeObject
  const schemas = manifestSchemas()
  const errors = validateObject(object, schemas, {
    unknownFields: schemas.isPartial(gvkOf(object)) ? 'ignore' : 'report'
  })
  return [...new Set(errors.map(error => formatFieldPath(error.path)))]
}

test('every project has a manifest here', () => {
  assert.deepEqual(Object.keys(manifests).sort(), Object.keys(index).sort())
})

for (const [name, { good, bad, at }] of Object.entries(manifests))
  describe(name, () => {
    test('a correct manifest has nothing to be told', () => {
      assert.deepEqual(mistakes(good), [])
      // A hint is no mistake.
      assert.deepEqual(
        lintText(good).filter(({ severity }) => isAtLeast(severity, 'info')),
        []
      )
    })
    test('a mistake is told at its place, and only there', () => {
      const text = good.replace(...bad)
      assert.notEqual(text, good)
      assert.deepEqual(mistakes(text), [at])
    })
    test('the definitions refer to nothing that is missing', () => {
      const definitions = read(name) as Readonly<Record<string, Schema>>
      const refs = [...JSON.stringify(definitions).matchAll(/"\$ref":"([^"]+)"/g)]
      for (const [, ref = ''] of refs)
        assert.ok(productSchemas().resolve(ref) ?? definitions[ref], ref)
      for (const definition of Object.values(index[name]?.kinds ?? {}))
        assert.ok(definitions[definition], definition)
    })
  })

test('a project is read when a kind of it is asked for, and once', () => {
  const loaded: string[] = []
  const schemas = withCustomKinds(productSchemas(), index, name => {
    loaded.push(name)
    return read(name) as Readonly<Record<string, Schema>>
  })
  const gvk = gvkOf(parse(manifests.istio?.good ?? '') as KubeObject)
  assert.equal(schemas.kinds().length > productSchemas().kinds().length, true)
  assert.equal(schemas.resourceOf(gvk)?.plural, 'virtualservices')
  assert.equal(schemas.isCustom(gvk), true)
  assert.ok(schemas.schemaOf({ group: '', version: 'v1', kind: 'Service' }))
  assert.deepEqual(loaded, [])
  assert.ok(schemas.schemaOf(gvk))
  assert.ok(schemas.schemaOf({ ...gvk, version: 'v1beta1' }))
  assert.deepEqual(loaded, ['istio'])
  const { properties } = schemas.schemaOf(gvk) ?? {}
  const metadata = schemas.resolve(properties?.metadata?.$ref ?? '')
  assert.ok(recordOf(metadata).properties)
})

test('no kind is in two files, nor of Kubernetes itself', () => {
  const keys = Object.values(index).flatMap(({ kinds }) => Object.keys(kinds))
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    []
  )
  const own = new Set(
    productSchemas()
      .kinds()
      .map(({ gvk }) => gvkKey(gvk))
  )
  assert.deepEqual(
    keys.filter(key => own.has(key)),
    []
  )
})

test('a version that another release of the project serves is no mistake', () => {
  for (const [apiVersion, kind] of [
    ['cilium.io/v2alpha1', 'CiliumLoadBalancerIPPool'],
    ['policy.linkerd.io/v1beta3', 'HTTPRoute'],
    ['projectcalico.org/v3', 'Tier']
  ])
    assert.deepEqual(
      lintText(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`)
        .map(({ rule }) => rule)
        .filter(rule => rule === 'schema/unknown-kind'),
      []
    )
})
