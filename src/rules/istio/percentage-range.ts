import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (percentage: number): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - fault: { delay: { percentage: { value: ${percentage} }, fixedDelay: 5s } }
      route: [{ destination: { host: web } }]
`

export default defineRule({
  id: 'istio/percentage-range',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'fault-injection'],
  what: 'A share of requests is less than nothing or more than all.',
  why: 'Istio refuses the object: a percentage is from 0 to 100.',
  todo: 'Write a number from 0 to 100; 0.1 is one request of a thousand.',
  docs: {
    bad: route(150),
    good: route(50),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent']
  },
  labs: ['service-mesh'],

  check({ manifest, report }) {
    for (const route of specOf(manifest).get('http').items) {
      const fields: readonly Field[] = [
        route.get('fault', 'delay', 'percentage', 'value'),
        route.get('fault', 'abort', 'percentage', 'value'),
        route.get('mirrorPercentage', 'value'),
        ...route.get('mirrors').items.map(mirror => mirror.get('percentage', 'value'))
      ]
      for (const { number, at } of fields)
        if (number !== undefined && (number < 0 || number > 100))
          report({ at, part: 'value', message: `${number} % is not from 0 to 100.` })
    }
  }
})
