import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintText } from '../support/service.ts'

const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  type: LoadBalancer\n'
const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  dnsPolicy: None\n'
const ingress = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a }\nspec:\n'
const backend = '  defaultBackend: { service: { name: a, port: { number: 80 } } }\n'

// The API server reads a null item as an empty one; rules that read texts have to find a text there.
const cases: Readonly<Record<string, readonly [text: string, path: string]>> = {
  'source ranges': [
    `${service}  loadBalancerSourceRanges: [10.0.0.0/8, null]\n  ports: [{ port: 80 }]\n`,
    'spec.loadBalancerSourceRanges[1]'
  ],
  'the only source range': [
    `${service}  loadBalancerSourceRanges: [null]\n  ports: [{ port: 80 }]\n`,
    'spec.loadBalancerSourceRanges[0]'
  ],
  'name servers': [
    `${pod}  dnsConfig: { nameservers: [null] }\n  containers: [{ name: a, image: a }]\n`,
    'spec.dnsConfig.nameservers[0]'
  ],
  'hosts of TLS': [
    `${ingress}${backend}  tls: [{ hosts: [a.example.com, null], secretName: a }]\n`,
    'spec.tls[0].hosts[1]'
  ]
}
for (const [title, [text, path]] of Object.entries(cases))
  test(`a null among ${title} is told and throws nowhere`, () => {
    const errors = lintText(text).filter(({ severity }) => severity === 'error')
    assert.ok(
      errors.some(error => error.path === path),
      JSON.stringify(errors.map(error => [error.rule, error.path]))
    )
  })
