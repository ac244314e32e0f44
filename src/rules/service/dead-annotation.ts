import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { FixPlan } from '../report.ts'

interface Dead {
  /** What became of it. */
  readonly fate: string
  readonly deprecated?: true
  readonly fix?: (value: string) => FixPlan | undefined
}

const annotations: Readonly<Record<string, Dead>> = {
  'service.alpha.kubernetes.io/tolerate-unready-endpoints': {
    fate: 'the field publishNotReadyAddresses took its place',
    deprecated: true,
    fix: value =>
      instead('tolerate-unready-endpoints', ['publishNotReadyAddresses'], value === 'true')
  },
  'service.beta.kubernetes.io/external-traffic': {
    fate: 'the field externalTrafficPolicy took its place',
    fix: value =>
      instead(
        'external-traffic',
        ['externalTrafficPolicy'],
        value === 'OnlyLocal' ? 'Local' : 'Cluster'
      )
  },
  'service.alpha.kubernetes.io/external-traffic': {
    fate: 'the field externalTrafficPolicy took its place'
  },
  'service.beta.kubernetes.io/healthcheck-nodeport': {
    fate: 'the field healthCheckNodePort took its place'
  },
  'service.kubernetes.io/topology-aware-hints': {
    fate: 'the field trafficDistribution took its place',
    deprecated: true
  },
  'service.kubernetes.io/topology-mode': {
    fate: 'the field trafficDistribution took its place',
    deprecated: true
  }
}

export default defineRule<Service>({
  id: 'service/dead-annotation',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'deprecation'],
  what: 'The annotation is one that Kubernetes reads no more, or soon will not.',
  why: 'An annotation that nothing reads is accepted and does nothing, so the Service behaves as if it were not there.',
  todo: 'Use the field that took its place.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: shop
  annotations: { service.beta.kubernetes.io/external-traffic: OnlyLocal }
spec:
  type: LoadBalancer
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: [
      'https://kubernetes.io/docs/reference/labels-annotations-taints/',
      'https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution'
    ]
  },

  check({ manifest, report }) {
    for (const [key, value] of Object.entries(manifest.object.metadata.annotations ?? {})) {
      const dead = Object.hasOwn(annotations, key) ? annotations[key] : undefined
      if (!dead) continue
      const fix = dead.fix?.(value)
      report({
        at: ['metadata', 'annotations', key],
        part: 'key',
        message: `\`${key}\` is ${dead.deprecated === true ? 'deprecated' : 'read no more'}: ${dead.fate}.`,
        ...(dead.deprecated === true && {
          severity: 'hint',
          why: 'Deprecated settings go away, and newer ones win where both are given.'
        }),
        fixes: fix ? [fix] : []
      })
    }
  }
})

function instead(
  annotation: string,
  [field]: readonly [string],
  value: string | boolean
): FixPlan | undefined {
  const key = Object.keys(annotations).find(one => one.endsWith(`/${annotation}`))
  if (key === undefined || value === false) return undefined
  return {
    title: `Use ${field}: ${String(value)}`,
    safe: false,
    preferred: true,
    change: edit => [
      ...edit.remove(['metadata', 'annotations', key]),
      ...edit.set(['spec', field], value)
    ]
  }
}
