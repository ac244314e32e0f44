import { itemsOf, recordOf, type UnknownRecord } from '../base/json.ts'
import { gvkKey, gvkOf, type KubeObject } from '../model/object.ts'
import { fillDefaults } from './fill-defaults.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * The object as the API server stores it: schema defaults first, then what the built-in kinds fill in
 * by rule (pkg/apis/…/defaults.go).
 */
export function withDefaults(object: KubeObject, schemas: SchemaSet): KubeObject {
  const schema = schemas.schemaOf(gvkOf(object))
  const filled = (
    schema ? fillDefaults(object, schema, schemas, schemas.isCustom(gvkOf(object))) : object
  ) as KubeObject
  const rule = ruleOfKind[gvkKey(gvkOf(object))]
  return rule ? { ...filled, spec: rule(recordOf(filled.spec)) } : filled
}

type SpecRule = (spec: UnknownRecord) => UnknownRecord

const deployment: SpecRule = spec => ({
  replicas: 1,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
  ...spec,
  strategy: rolling(spec.strategy, { maxSurge: '25%', maxUnavailable: '25%' }),
  template: podTemplate(spec.template)
})

const ruleOfKind: Readonly<Record<string, SpecRule>> = {
  'v1/Service': service,
  'v1/Pod': podSpec,
  'apps/v1/Deployment': deployment,
  'apps/v1/ReplicaSet': spec => ({ replicas: 1, ...spec, template: podTemplate(spec.template) }),
  'apps/v1/StatefulSet': spec => ({
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: rolling(spec.updateStrategy, { partition: 0 }),
    template: podTemplate(spec.template)
  }),
  'apps/v1/DaemonSet': spec => ({
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: rolling(spec.updateStrategy, { maxSurge: 0, maxUnavailable: 1 }),
    template: podTemplate(spec.template)
  }),
  'batch/v1/Job': spec => ({
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    completionMode: 'NonIndexed',
    suspend: false,
    ...spec,
    template: podTemplate(spec.template)
  }),
  'networking.k8s.io/v1/NetworkPolicy': networkPolicy
}

/** How a workload replaces its Pods; what a client leaves out of it is filled in one by one. */
function rolling(strategy: unknown, rollingUpdate: UnknownRecord): UnknownRecord {
  const own = recordOf(strategy)
  const type = own.type ?? 'RollingUpdate'
  if (type !== 'RollingUpdate') return own
  return { ...own, type, rollingUpdate: { ...rollingUpdate, ...recordOf(own.rollingUpdate) } }
}

function service(spec: UnknownRecord): UnknownRecord {
  const type = spec.type ?? 'ClusterIP'
  const external = type === 'NodePort' || type === 'LoadBalancer'
  return {
    type,
    sessionAffinity: 'None',
    ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: 'Cluster' }),
    ...(external ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
    ...spec,
    ...(spec.ports === undefined
      ? {}
      : {
          ports: itemsOf(spec.ports).map(port => {
            const own = recordOf(port)
            return { protocol: 'TCP', ...own, targetPort: own.targetPort ?? own.port }
          })
        })
  }
}

function networkPolicy(spec: UnknownRecord): UnknownRecord {
  const types = itemsOf(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  const withPorts = (rules: unknown): unknown =>
    itemsOf(rules).map(rule => {
      const own = recordOf(rule)
      return own.ports === undefined
        ? own
        : {
            ...own,
            ports: itemsOf(own.ports).map(port => ({ protocol: 'TCP', ...recordOf(port) }))
          }
    })
  return {
    podSelector: {},
    policyTypes: types,
    ...spec,
    ...(spec.ingress === undefined ? {} : { ingress: withPorts(spec.ingress) }),
    ...(spec.egress === undefined ? {} : { egress: withPorts(spec.egress) })
  }
}

function podTemplate(template: unknown): UnknownRecord {
  const own = recordOf(template)
  return { ...own, spec: podSpec(recordOf(own.spec)) }
}

function podSpec(spec: UnknownRecord): UnknownRecord {
  const containers = (list: unknown): unknown =>
    itemsOf(list).map(item => container(recordOf(item)))
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...(spec.containers === undefined ? {} : { containers: containers(spec.containers) }),
    ...(spec.initContainers === undefined
      ? {}
      : { initContainers: containers(spec.initContainers) })
  }
}

function container(own: UnknownRecord): UnknownRecord {
  const image = typeof own.image === 'string' ? own.image : ''
  const latest = !image.includes('@') && (image.endsWith(':latest') || !/:[^/]+$/.test(image))
  return {
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...own,
    ...(own.ports === undefined
      ? {}
      : { ports: itemsOf(own.ports).map(port => ({ protocol: 'TCP', ...recordOf(port) })) })
  }
}
