import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { portPoliciesOf } from '../shared/istio-parts.ts'

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
  appliesTo: ['VirtualService', 'DestinationRule'].flatMap(networkingKeys),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'fault-injection'],
  what: 'A share of requests or of endpoints is less than nothing or more than all.',
  why: 'Istio refuses the object: a percentage is from 0 to 100.',
  todo: 'Write a number from 0 to 100; 0.1 is one request of a thousand.',
  docs: {
    bad: route(150),
    good: route(50),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent']
  },
  labs: ['service-mesh'],

  check({ manifest, report }) {
    const spec = specOf(manifest)
    const fields =
      manifest.object.kind === 'VirtualService'
        ? spec.get('http').items.flatMap(sharesOf)
        : portPoliciesOf(spec).flatMap(policy =>
            ['maxEjectionPercent', 'minHealthPercent'].map(key =>
              policy.get('outlierDetection', key)
            )
          )
    for (const { number, at } of fields)
      if (number !== undefined && (number < 0 || number > 100))
        report({ at, part: 'value', message: `${number} % is not from 0 to 100.` })
  }
})

/** Below zero `mirrorPercent` is refused by the definition itself. */
function sharesOf(route: Field): readonly Field[] {
  return [
    route.get('fault', 'delay', 'percentage', 'value'),
    route.get('fault', 'abort', 'percentage', 'value'),
    route.get('mirrorPercentage', 'value'),
    ...['mirrorPercent', 'mirror_percent']
      .map(key => route.get(key))
      .filter(({ number }) => (number ?? 0) > 100),
    ...route.get('mirrors').items.map(mirror => mirror.get('percentage', 'value'))
  ]
}
