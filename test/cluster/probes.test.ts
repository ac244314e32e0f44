/** Where probes are sent from, on the real cluster: from the client, beside it, in its stead, and through a tunnel. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { failed } from '../../src/base/result.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import { readPcap } from '../../src/labs/pcap.ts'
import type { CheckResult } from '../../src/labs/step-result.ts'
import { hostProbes } from '../../src/node/host-probes.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import type { VerifyOptions } from '../../src/labs/verify-step.ts'
import { verdictOf } from '../labs/one-check.ts'
import { until } from './machine/until.ts'
import { applyAll, readObjects, untilAvailable } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { testKubeconfig } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = 'netlabs-probes'

const deployment = (name: string, container: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}, netlabs/lab: sample}}
    spec:
      securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
      terminationGracePeriodSeconds: 0
      containers: [${container}]
---`

const whoami =
  '{name: app, image: "traefik/whoami:v1.11.0", env: [{name: WHOAMI_PORT_NUMBER, value: "8080"}], securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}'

const service = (name: string): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: 8080}]}
---`

/** The client is a server without a shell, and the only one that may ask web. */
const objects = `
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}, labels: {netlabs/lab: sample}}
---${deployment('client', whoami)}${service('client')}${deployment('web', whoami)}${service('web')}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: only-client, namespace: ${namespace}}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: client}}}]}]
`

const from = `from: {namespace: ${namespace}, workload: deploy/client}`
const expected = 'expect: {status: 200, bodyMatches: "Hostname: web-"}'
const request = `kind: http\n${from}\nto: http://web.${namespace}\n${expected}`
const during = `during: {${from}, to: "http://web.${namespace}"}`
const at = `at: {namespace: ${namespace}, workload: deploy/web}`

async function verify(
  check: string | readonly string[],
  options: Partial<VerifyOptions> = {},
  asked: LabCluster = cluster
): Promise<CheckResult> {
  return await verdictOf(asked, check, {
    clock: systemClock,
    host: hostProbes,
    consent: () => Promise.resolve(true),
    ...options
  })
}

async function podNames(): Promise<readonly string[]> {
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace })
  assert.ok(pods.ok)
  return pods.value.items.map(({ metadata }) => metadata.name ?? '')
}

describe('probes on the real cluster', { concurrency: 1, timeout: 1_200_000 }, () => {
  before(async () => {
    await applyAll(cluster, readObjects(objects))
    for (const name of ['client', 'web']) await untilAvailable(cluster, namespace, name, 240_000)
  })
  after(async () => {
    const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace }
    await cluster.delete(ref)
    await until('the Namespace is gone', 240_000, async () => !(await cluster.get(ref)).ok)
  })

  test('a client without programs gets none that nobody agreed to', async () => {
    const { verdict, sentence } = await verify(request, { consent: () => Promise.resolve(false) })
    assert.equal(verdict, 'blocked', sentence)
    assert.equal((await podNames()).length, 2)
  })

  test('where no container may be added, a Pod of its likeness asks, and goes again', async () => {
    const without: LabCluster = {
      ...cluster,
      addContainer: () => Promise.resolve(failed({ reason: 'forbidden', message: 'It may not.' }))
    }
    const { verdict, sentence, evidence } = await verify(request, {}, without)
    assert.equal(verdict, 'pass', sentence)
    assert.match(evidence.at(-1)?.from ?? '', /netlabs-probe-\w+ \(stands in for client-/)
    await until('the Pod is gone', 180_000, async () => (await podNames()).length === 2)
  })

  test('a container that is added to the Pod asks for it, by HTTP, by its port and for names', async () => {
    const tcp = `kind: tcp\n${from}\nto: tcp://web.${namespace}:80\nexpect: open`
    const dns = `kind: dns\n${from}\nname: web.${namespace}.svc.cluster.local\nexpect: {service: {namespace: ${namespace}, name: web}}`
    for (const check of [request, tcp, dns]) {
      const { verdict, sentence, evidence } = await verify(check)
      assert.equal(verdict, 'pass', sentence)
      assert.match(evidence.at(-1)?.from ?? '', /added container netlabs-probe-0/)
    }
  })

  test('packets of a request are captured at the server, and the file is one', async () => {
    const files: Uint8Array[] = []
    const seen = `kind: capture\n${at}\nfilter: tcp port 8080\n${during}\nexpect: {atLeast: 4, matches: "8080: Flags \\\\[S\\\\]"}`
    const result = await verify([request, seen], {
      keepFile: (name, bytes) => {
        files.push(bytes)
        return Promise.resolve(name)
      }
    })
    assert.equal(result.verdict, 'pass', result.sentence)
    assert.ok((result.packets?.flows.length ?? 0) >= 2)
    const packets = readPcap(files.at(-1) ?? new Uint8Array())
    assert.ok(!('problem' in packets) && packets.length >= 4)
  })

  test('no packet is seen at a port that nobody uses, while others are', async () => {
    const none = `kind: capture\n${at}\nfilter: port 9\ncontrol: tcp port 8080\n${during}\nexpect: {atMost: 0}`
    const { verdict, sentence } = await verify([request, none])
    assert.equal(verdict, 'pass', sentence)
    assert.match(sentence, /0 packets .* Meanwhile \d+ packets fit the control/)
  })

  test('a wire that the request does not pass says nothing', async () => {
    const none = `kind: capture\n${at}\ninterface: lo\nfilter: port 9\ncontrol: tcp port 8080\n${during}\nexpect: {atMost: 0}`
    const { verdict, sentence } = await verify([request, none])
    assert.equal(verdict, 'inconclusive', sentence)
  })

  for (const [what, via] of [
    [
      'a Pod',
      `{pod: {namespace: ${namespace}, workload: deploy/web}, address: forward, port: 8080}`
    ],
    ['a Service', `{service: {namespace: ${namespace}, name: web}, address: forward}`]
  ] as const)
    test(`a tunnel leads to ${what}`, async () => {
      const check = `kind: http\nfrom: host\nto: http://web.test\nvia: ${via}\n${expected}`
      const { verdict, sentence, evidence } = await verify(check)
      assert.equal(verdict, 'pass', sentence)
      assert.match(evidence.at(-1)?.to ?? '', /a tunnel to port 8080 of Pod netlabs-probes\/web-/)
    })

  test('a tunnel to a port where nobody listens is no answer, and says why', async () => {
    const check = `kind: http\nfrom: host\nto: http://web.test\nvia: {pod: {namespace: ${namespace}, workload: deploy/web}, address: forward, port: 9}\n${expected}\ntiming: {real: {limit: 0}}`
    const { verdict, sentence } = await verify(check)
    assert.notEqual(verdict, 'pass', sentence)
    assert.match(sentence, /refused|failed to connect/i)
  })
})
