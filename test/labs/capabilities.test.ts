/** How capabilities are found out, with what a cluster that has them and one that lacks them lists. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed, ok } from '../../src/base/result.ts'
import { detectCapability } from '../../src/labs/capabilities.ts'
import { capabilityWords, clusterFor, howToGet, howToGetAll } from '../../src/labs/how-to-get.ts'
import { neededAnywhere } from '../../src/labs/requirements.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import { labSchema, type Capability } from '../../src/labs/lab-definition.generated.ts'
import { recordOf } from '../../src/base/json.ts'
import { labs, Playground, labCalled } from './playground.ts'
import { clusterWith, verdictOf } from './one-check.ts'

interface Row {
  readonly capability: Capability
  /** What a cluster that has it lists, and how that is told. */
  readonly has: string
  readonly how: RegExp
  /** What a cluster that lacks it lists; nothing unless given. */
  readonly lacks?: string
}

const daemonSet = (name: string, label: string, available: number): string =>
  `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: ${name}, namespace: system, labels: {${label}}}\nstatus: {numberAvailable: ${available}}\n`
const deployment = (name: string, label: string, available: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: system, labels: {${label}}}\nstatus: {availableReplicas: ${available}}\n`
const ciliumWith = (hubble: string): string =>
  `${daemonSet('cilium', 'k8s-app: cilium', 1)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: system}\ndata: {enable-hubble: "${hubble}"}\n`
const gatewayClass = (status: string): string =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: traefik}\nspec: {controllerName: traefik.io/gateway-controller}\nstatus: {conditions: [{type: Accepted, status: "${status}"}]}\n`

const table: readonly Row[] = [
  {
    capability: 'gateway-api',
    has: gatewayClass('True'),
    how: /GatewayClass traefik is accepted/,
    lacks: gatewayClass('False')
  },
  { capability: 'traefik', has: gatewayClass('True'), how: /belongs to Traefik/ },
  {
    capability: 'ingress',
    has: 'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: traefik}\n',
    how: /IngressClass traefik/
  },
  {
    capability: 'metallb',
    has: daemonSet('speaker', 'app: metallb', 1),
    how: /DaemonSet system\/speaker has Pods available/,
    lacks: daemonSet('speaker', 'app: metallb', 0)
  },
  {
    capability: 'multus',
    has: daemonSet('kube-multus-ds', 'app: multus', 1),
    how: /kube-multus-ds/
  },
  { capability: 'cilium', has: daemonSet('cilium', 'k8s-app: cilium', 1), how: /DaemonSet/ },
  {
    capability: 'hubble',
    has: deployment('hubble-relay', 'k8s-app: hubble-relay', 1),
    how: /hubble-relay/
  },
  {
    capability: 'hubble',
    has: ciliumWith('true'),
    how: /cilium-config has enable-hubble: true/,
    lacks: ciliumWith('false')
  },
  { capability: 'istio', has: deployment('istiod', 'app: istiod', 1), how: /istiod/ },
  {
    capability: 'linkerd',
    has: deployment('linkerd-destination', 'linkerd.io/control-plane-component: destination', 1),
    how: /linkerd-destination/
  },
  {
    capability: 'external-dns',
    has: deployment('external-dns', 'app.kubernetes.io/name: external-dns', 1),
    how: /external-dns/
  },
  {
    capability: 'prometheus',
    has: 'apiVersion: v1\nkind: Service\nmetadata: {name: prom, namespace: watch, labels: {app.kubernetes.io/name: prometheus}}\n',
    how: /Service watch\/prom/
  },
  {
    capability: 'load-balancer',
    has: 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\nstatus: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}\n',
    how: /Service a\/web was given an address/,
    lacks:
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\nspec: {type: LoadBalancer}\n'
  }
]

for (const { capability, has, how, lacks = '' } of table)
  test(`${capability} is found by what the cluster lists`, async () => {
    const detect = (manifests: string): ReturnType<typeof detectCapability> =>
      detectCapability(capability, { cluster: clusterWith(manifests, () => undefined) })
    const found = await detect(has)
    assert.equal(found.state, 'yes', found.how)
    assert.match(found.how, how)
    assert.equal((await detect(lacks)).state, 'no')
  })

/** A cluster whose API server answers dry runs so. */
function previewing(answer: 'taken' | 'refused' | 'silent'): LabCluster {
  const reasons = { refused: 'invalid', silent: 'timeout' } as const
  return {
    ...clusterWith('', () => undefined),
    previewOf: () =>
      Promise.resolve(
        answer === 'taken' ? ok(undefined) : failed({ reason: reasons[answer], message: 'No.' })
      )
  }
}

const byDryRun = [
  ['dual-stack', 'yes', 'no'],
  ['node-access', 'yes', 'no'],
  // The dry run asks for a level that there is not, so taking it shows that nobody looks.
  ['pod-security', 'no', 'yes']
] as const

for (const [capability, taken, refused] of byDryRun)
  test(`${capability} is found by a dry run`, async () => {
    const state = async (answer: Parameters<typeof previewing>[0]): Promise<string> =>
      (await detectCapability(capability, { cluster: previewing(answer) })).state
    assert.equal(await state('taken'), taken)
    assert.equal(await state('refused'), refused)
    assert.equal(await state('silent'), 'unknown')
  })

test('rights are asked for', async () => {
  const allowing = (allowed: boolean): LabCluster => ({
    ...clusterWith('', () => undefined),
    canI: () => Promise.resolve(ok({ allowed }))
  })
  for (const capability of ['exec', 'ephemeral-containers'] as const) {
    assert.equal((await detectCapability(capability, { cluster: allowing(true) })).state, 'yes')
    assert.equal((await detectCapability(capability, { cluster: allowing(false) })).state, 'no')
    const cluster = clusterWith('', () => undefined)
    assert.equal((await detectCapability(capability, { cluster })).state, 'unknown')
  }
})

test('an unknown enforcer blocks nothing: what the check sees decides', async () => {
  const cluster = clusterWith('', () => undefined)
  assert.equal((await detectCapability('network-policy', { cluster })).state, 'unknown')
})

test('a check that needs what the cluster lacks is blocked and says how to get it', async () => {
  const check = 'kind: attest\nlook: A line.\nrequires: [gateway-api]'
  const { verdict, sentence, next } = await verdictOf(
    clusterWith('', () => undefined),
    check
  )
  assert.equal(verdict, 'blocked')
  assert.match(sentence, /needs the Gateway API.*no GatewayClass/)
  assert.match(next ?? '', /`kubectl apply .*standard-install\.yaml` `helm install traefik/)
})

test('what only packets show is out of sight in the practice cluster', async t => {
  const { cluster } = new Playground(t, labCalled('get-started'))
  const check =
    'kind: path-mtu\nfrom: {namespace: shop, workload: pod/client}\nto: 10.0.0.1\nexpect: {atLeast: 1}'
  const { verdict, sentence } = await verdictOf(cluster, check)
  assert.equal(verdict, 'not-here')
  assert.match(sentence, /packets that are really sent/)
})

test('every capability of the schema has its words', () => {
  const names = recordOf(recordOf(recordOf(labSchema).$defs).capability).enum
  assert.deepEqual(Object.keys(capabilityWords).sort(), [...(names as string[])].sort())
  for (const name of Object.keys(capabilityWords) as Capability[])
    assert.ok(howToGet(name).length > 10)
})

test('what only another cluster has is answered with a cluster for all that the lab needs', () => {
  const single = howToGetAll('lab', ['exec', 'dual-stack', 'load-balancer', 'real-network'])
  assert.match(single, /ipFamily: dual/)
  assert.match(single, /metallb-native\.yaml/)
  assert.doesNotMatch(single, /k3d cluster|minikube start|netlabs-two/)
  const two = clusterFor(['two-clusters', 'istio', 'real-network'])
  assert.match(two[0] ?? '', /podSubnet: "10\.245\.0\.0\/16".*--name netlabs-two/)
  assert.match(two[1] ?? '', /^kind create cluster --name netlabs$/)
  assert.match(two[2] ?? '', /^istioctl install/)
  const [make, install, enable] = clusterFor(['cilium', 'hubble', 'exec'])
  assert.match(make ?? '', /disableDefaultCNI: true/)
  assert.match(install ?? '', /^cilium install/)
  assert.match(enable ?? '', /^cilium hubble enable/)
  const programs = clusterFor(['traefik', 'gateway-api', 'ingress'])
  assert.equal(new Set(programs).size, programs.length)
})

test('the configuration that kind is piped is YAML that says what the lab needs', () => {
  for (const lab of labs)
    for (const command of clusterFor(neededAnywhere(lab))) {
      const config = /^printf '([^']*)' \| kind create cluster/.exec(command)?.[1]
      if (config === undefined) continue
      const [document] = parseYamlFile(config.replaceAll('\\n', '\n')).documents
      assert.ok(document, lab.id)
      assert.deepEqual(document.problems, [], lab.id)
      const { kind, networking } = recordOf(document.value)
      assert.equal(kind, 'Cluster')
      assert.equal(
        recordOf(networking).ipFamily === 'dual',
        neededAnywhere(lab).includes('dual-stack'),
        lab.id
      )
    }
})
