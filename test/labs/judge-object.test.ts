import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { networkOf } from '../../src/net/network.ts'
import { judgeObject, type ObjectJudgement } from '../../src/labs/objects/judge-object.ts'
import type { Comparison, ObjectFacts } from '../../src/labs/objects/object-facts.ts'
import { judgementOf, objectEvidence } from '../../src/labs/objects/object-evidence.ts'
import { dnsObjects, namespace, pod, policy, service, slice } from '../net/example-cluster.ts'

interface Given {
  readonly around?: readonly KubeObject[]
  readonly comparison?: Comparison
  readonly unread?: readonly (readonly [string, string])[]
  readonly simulated?: boolean
}

function judge(live: KubeObject | undefined, given: Given = {}, written = live): ObjectJudgement {
  const facts: ObjectFacts = {
    written: written!,
    ...(live && { live }),
    comparison: given.comparison ?? { kind: 'same' },
    network: networkOf([...(given.around ?? []), ...(live ? [live] : [])]),
    unread: new Map(given.unread),
    simulated: given.simulated ?? false
  }
  return judgeObject(facts)
}

/** What the lens and the notification would say. */
function told({ verdict, state, sentence }: ObjectJudgement): string {
  return `${verdict} | $(${state.icon}) ${state.text} | ${sentence}`
}

function deployment(replicas: number, status: object, more: object = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'backend', generation: 2 },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, ...more },
    status: { observedGeneration: 2, ...status }
  }
}

const configMap: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'page', namespace: 'backend' }
}
const ready = { conditions: [{ type: 'Ready', status: 'True' }] } as const
const notReady = { conditions: [{ type: 'Ready', status: 'False' }] } as const
const web = (status: object = ready): KubeObject =>
  pod('backend/web-1', '10.244.1.5', { labels: { app: 'web' }, status })
const webService = service('backend/web', {
  selector: { app: 'web' },
  clusterIP: '10.96.0.7',
  ports: [{ port: 80, targetPort: 8080 }]
})
const webSlice = (conditions: object = { ready: true, serving: true }): KubeObject =>
  slice('backend/web', [['', 8080]], [{ ip: '10.244.1.5', conditions }])
/** The port of the Service has no name, so that of the slice has none. */
const unnamed = (one: KubeObject): KubeObject => ({
  ...one,
  ports: [{ port: 8080, protocol: 'TCP' }]
})
const denied: Comparison = {
  kind: 'unknown',
  error: { reason: 'forbidden', message: 'you may not patch.' }
}

test('an object that only is there is as its text says, differs, is missing or would be refused', () => {
  const table: readonly (readonly [Comparison, string])[] = [
    [
      { kind: 'same' },
      'pass | $(pass) in sync | ConfigMap backend/page is in the cluster as this text says.'
    ],
    [
      {
        kind: 'differs',
        fields: [
          ['data', 'a'],
          ['data', 'b.c']
        ]
      },
      'fail | $(diff) differs in 2 fields | ConfigMap backend/page differs from this text in 2 fields: data.a, data[b.c].'
    ],
    [
      { kind: 'refused', error: { reason: 'invalid', message: 'data.a: must be a string.' } },
      'fail | $(warning) would be refused | ConfigMap backend/page would be refused. data.a: must be a string.'
    ],
    [
      denied,
      'blocked | $(circle-slash) can’t tell | ConfigMap backend/page can’t be judged. Blocked, because it was not possible to compare it with this text: you may not patch.'
    ],
    [
      { kind: 'unknown', error: { reason: 'timeout', message: 'no answer within 5 s.' } },
      'inconclusive | $(question) can’t tell | ConfigMap backend/page can’t be judged. It was not possible to compare it with this text: no answer within 5 s.'
    ]
  ]
  for (const [comparison, expected] of table)
    assert.equal(told(judge(configMap, { comparison })), expected)
})

test('an object that is missing says why, and the next step', () => {
  const absent = judge(
    undefined,
    {
      comparison: {
        kind: 'absent',
        because: 'The Namespace backend does not exist.',
        next: 'Apply the manifest of the Namespace first.'
      }
    },
    configMap
  )
  assert.equal(
    told(absent),
    'fail | $(circle-slash) not in cluster | ConfigMap backend/page is not in the cluster: The Namespace backend does not exist.'
  )
  assert.equal(absent.next, 'Apply the manifest of the Namespace first.')
  const unknown = judge(
    undefined,
    { comparison: { kind: 'not-served', error: { reason: 'not-found', message: '' } } },
    configMap
  )
  assert.match(told(unknown), /^blocked \| \$\(circle-slash\) kind not served/)
})

test('an object that is being deleted is never in sync', () => {
  const ending = { ...configMap, metadata: { ...configMap.metadata, deletionTimestamp: 'now' } }
  assert.match(told(judge(ending)), /^fail \| \$\(warning\) is being deleted/)
})

test('a Deployment is ready when all Pods of its present template are', () => {
  const table: readonly (readonly [KubeObject, string, boolean])[] = [
    [deployment(3, { readyReplicas: 3, updatedReplicas: 3 }), 'pass | $(pass) in sync', false],
    [
      deployment(3, { readyReplicas: 1, updatedReplicas: 3 }),
      'fail | $(warning) 1 of 3 ready',
      true
    ],
    [deployment(3, {}), 'fail | $(warning) 0 of 3 updated', true],
    [
      deployment(3, { readyReplicas: 3, updatedReplicas: 1 }),
      'fail | $(warning) 1 of 3 updated',
      true
    ],
    [
      deployment(3, { readyReplicas: 3, updatedReplicas: 3, observedGeneration: 1 }),
      'fail | $(warning) not acted on yet',
      true
    ],
    [deployment(0, {}), 'pass | $(pass) in sync, 0 replicas', false]
  ]
  for (const [live, expected, settles] of table) {
    const judged = judge(live)
    assert.ok(told(judged).startsWith(expected), told(judged))
    assert.equal(judged.state.settles, settles, expected)
  }
})

test('the next step names the Pod that waits and what it says', () => {
  const waiting = web({
    ...notReady,
    containerStatuses: [{ name: 'main', state: { waiting: { reason: 'ImagePullBackOff' } } }]
  })
  const judged = judge(deployment(1, { updatedReplicas: 1 }), { around: [waiting] })
  assert.equal(judged.next, 'Look at Pod web-1: ImagePullBackOff.')
})

test('StatefulSets that leave old Pods on purpose and DaemonSets count in their own way', () => {
  const set = (spec: object, status: object): KubeObject => ({
    ...deployment(2, status, spec),
    kind: 'StatefulSet'
  })
  const old = { readyReplicas: 2, updatedReplicas: 0 }
  assert.match(told(judge(set({}, old))), /^fail .*0 of 2 updated/)
  assert.match(told(judge(set({ updateStrategy: { type: 'OnDelete' } }, old))), /^pass/)
  const daemon = (status: object): KubeObject => ({ ...deployment(0, status), kind: 'DaemonSet' })
  const counts = { desiredNumberScheduled: 2, updatedNumberScheduled: 2 }
  assert.match(told(judge(daemon({ ...counts, numberReady: 2 }))), /^pass/)
  assert.match(told(judge(daemon({ ...counts, numberReady: 1 }))), /^fail .*1 of 2 ready/)
})

test('a Pod is Ready, has done its work, or says what holds it', () => {
  assert.match(told(judge(web())), /^pass .* is Ready\.$/)
  assert.match(told(judge(web({ phase: 'Succeeded' }))), /^pass .*run to its end/)
  const unschedulable = {
    phase: 'Pending',
    conditions: [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes.' }
    ]
  }
  assert.match(told(judge(web(unschedulable))), /^fail .*not Ready: Unschedulable, 0\/1 nodes\.$/)
})

test('a Service says who is behind it, or why nobody is', () => {
  const served = [web(), unnamed(webSlice())]
  assert.equal(
    told(judge(webService, { around: served })),
    'pass | $(pass) in sync | Service backend/web is in the cluster as this text says and has 1 ready endpoint.'
  )
  const waiting = [web(notReady), unnamed(webSlice({ ready: false, serving: false }))]
  assert.equal(
    told(judge(webService, { around: waiting })),
    'fail | $(warning) no ready endpoints | Service backend/web has no ready endpoint. Its selector app=web matches 1 Pod, and none is Ready.'
  )
  assert.match(told(judge(webService)), /^fail .*matches no running Pod in namespace backend\.$/)
  const unread = [['EndpointSlice', 'forbidden.']] as const
  assert.match(told(judge(webService, { unread })), /^inconclusive .*can’t read EndpointSlices/)
})

test('a load balancer’s address needs a controller, which the practice cluster lacks', () => {
  const spec = { ...(webService.spec as object), type: 'LoadBalancer' }
  const around = [web(), unnamed(webSlice())]
  const balanced = { ...webService, spec }
  assert.match(told(judge(balanced, { around })), /^blocked .*no outside address/)
  assert.match(told(judge(balanced, { around, simulated: true })), /^not-here /)
  const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }
  assert.match(told(judge({ ...balanced, status }, { around })), /^pass .*192\.0\.2\.1/)
})

const egressTo = (ports: readonly object[]): KubeObject =>
  policy('backend/web', {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Egress'],
    egress: [{ ports: ports }]
  })

test('a policy says whom it selects, and what the model predicts for DNS', () => {
  const around = [...dnsObjects, namespace('backend'), web()]
  const open = judge(egressTo([{ protocol: 'UDP', port: 53 }]), { around })
  assert.equal(
    told(open),
    'pass | $(pass) selects 1 Pod | NetworkPolicy backend/web is in the cluster as this text says and selects 1 Pod for egress.'
  )
  const cut = judge(egressTo([{ protocol: 'TCP', port: 443 }]), { around })
  assert.equal(cut.verdict, 'pass')
  assert.equal(cut.state.text, 'selects 1 Pod · blocks DNS (predicted)')
  assert.match(cut.sentence, /Predicted: it selects Pods that can’t ask cluster DNS \(1 of 1 Pod\)/)
  const blind = judge(egressTo([]), { around, unread: [['NetworkPolicy', 'forbidden.']] })
  assert.equal(blind.findings.at(-1)?.verdict, 'inconclusive')
})

test('a policy that selects nobody is never proven', () => {
  const ingress = policy('backend/web', { podSelector: { matchLabels: { app: 'wbe' } } })
  assert.equal(
    told(judge(ingress, { around: [web()] })),
    'fail | $(warning) selects no Pod | NetworkPolicy backend/web selects no Pod: no running Pod of namespace backend has the labels app=wbe.'
  )
  assert.match(told(judge(ingress)), /^blocked .*none runs in namespace backend/)
  assert.match(told(judge(ingress, { unread: [['Pod', 'forbidden.']] })), /^inconclusive /)
})

const ingressClass: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'traefik' },
  spec: { controller: 'traefik.io/ingress-controller' }
}
const ingress = (port: number, ingressClassName?: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'backend' },
  spec: {
    ...(ingressClassName !== undefined && { ingressClassName }),
    rules: [
      {
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'web', port: { number: port } } }
            }
          ]
        }
      }
    ]
  }
})

test('an Ingress needs its class and backends that answer', () => {
  const served = [web(), webService, unnamed(webSlice())]
  const around = [...served, ingressClass]
  assert.match(
    told(judge(ingress(80, 'traefik'), { around })),
    /^pass .*IngressClass traefik of traefik\.io\/ingress-controller and sends to 1 backend with ready endpoints\.$/
  )
  assert.match(told(judge(ingress(81, 'traefik'), { around })), /^fail .*no such port/)
  assert.match(
    told(judge(ingress(80, 'traefik'), { around: [webService, ingressClass] })),
    /^fail .*no ready endpoint/
  )
  assert.match(
    told(judge(ingress(80, 'traefik'), { around: [ingressClass] })),
    /^fail .*not in the cluster/
  )
  assert.match(told(judge(ingress(80, 'nginx'), { around })), /^blocked .*IngressClass nginx/)
  assert.match(told(judge(ingress(80), { around })), /^blocked .*names no class/)
  assert.match(
    told(judge(ingress(80, 'nginx'), { around: served, simulated: true })),
    /^not-here \| \$\(telescope\) no Ingress controller here/
  )
})

const gateway: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'backend', generation: 1 },
  spec: { gatewayClassName: 'istio' }
}
const route = (conditions: readonly object[] | undefined): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'backend', generation: 1 },
  spec: {
    parentRefs: [{ name: 'edge' }],
    rules: [
      {
        backendRefs: [
          { name: 'web', port: 80 },
          { name: 'none', port: 80, weight: 0 }
        ]
      }
    ]
  },
  ...(conditions && { status: { parents: [{ parentRef: { name: 'edge' }, conditions }] } })
})
const accepted = [
  { type: 'Accepted', status: 'True', observedGeneration: 1 },
  { type: 'ResolvedRefs', status: 'True', observedGeneration: 1 }
]

test('a route needs its parent’s consent and backends that answer', () => {
  const around = [web(), webService, unnamed(webSlice()), gateway]
  assert.match(
    told(judge(route(accepted), { around })),
    /^pass .*is Accepted and ResolvedRefs by Gateway backend\/edge/
  )
  assert.match(
    told(judge(route(accepted), { around: [gateway] })),
    /^fail .*Service backend\/web, which is not/
  )
  assert.match(
    told(judge(route(accepted), { around: [] })),
    /^fail .*hangs on Gateway backend\/edge, which is not/
  )
  assert.match(told(judge(route(undefined), { around })), /^blocked .*no controller has answered/)
  assert.match(told(judge(route(undefined), { around, simulated: true })), /^not-here /)
  const refused = [{ type: 'Accepted', status: 'False', reason: 'NotAllowedByListeners' }]
  assert.match(
    told(judge(route(refused), { around })),
    /^fail .*not Accepted .*NotAllowedByListeners/
  )
  const old = accepted.map(one => ({ ...one, observedGeneration: 0 }))
  assert.match(told(judge(route(old), { around })), /^blocked /)
})

test('a Gateway needs its class and the word of its controller', () => {
  const known: KubeObject = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name: 'istio' }
  }
  assert.match(told(judge(gateway)), /^blocked .*GatewayClass istio/)
  assert.match(told(judge(gateway, { around: [known] })), /^blocked .*waits for a controller/)
  const conditions = ['Accepted', 'Programmed'].map(type => ({
    type,
    status: 'True',
    observedGeneration: 1
  }))
  const listener = {
    name: 'http',
    attachedRoutes: 1,
    conditions: [{ type: 'ResolvedRefs', status: 'False', reason: 'RefNotPermitted' }]
  }
  const programmed = { ...gateway, status: { conditions } }
  assert.match(told(judge(programmed, { around: [known] })), /^pass /)
  const half = { ...gateway, status: { conditions, listeners: [listener] } }
  assert.match(told(judge(half, { around: [known] })), /^fail .*RefNotPermitted/)
})

test('kinds of other groups with the same name are not taken for Kubernetes’ own', () => {
  const knative = { ...webService, apiVersion: 'serving.knative.dev/v1' }
  assert.match(told(judge(knative)), /^pass \| \$\(pass\) in sync \| .*as this text says\.$/)
})

test('the evidence shows what was looked at, marks predictions, and says what is left open', () => {
  const around = [...dnsObjects, namespace('backend'), web()]
  const judged = judge(egressTo([{ protocol: 'TCP', port: 443 }]), { around })
  const times = { startedAt: 0, finishedAt: 100 }
  const page = objectEvidence(
    judgementOf([judged], { simulated: true, context: 'practice', ...times }),
    'egress.yaml'
  )
  assert.match(page, /^# Proven \(simulated\): NetworkPolicy backend\/web$/m)
  assert.match(page, /^\| as written \| Proven \|/m)
  assert.match(page, /^\| DNS \| Predicted: no \|/m)
  assert.match(page, /Whether packets get through is another question/)
})
