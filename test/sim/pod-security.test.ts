/** Pod Security Admission: who is let in, who is warned, and what workloads say when their Pods are refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, pod, Practice } from './practice.ts'

const prefix = 'pod-security.kubernetes.io/'
const pods = '/api/v1/namespaces/safe/pods'
const merge = { type: 'application/merge-patch+json' }

async function safe(labels: Readonly<Record<string, string>>): Promise<Practice> {
  const practice = new Practice()
  await practice.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'safe', labels } })
  return practice
}

const restricted = {
  container: {
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' }
    }
  }
}

test('a Pod that does not fit is refused, and one that fits is let in', async () => {
  const practice = await safe({ [`${prefix}enforce`]: 'restricted' })
  const refused = await practice.call('POST', pods, pod('safe', 'web', 'nginx'))
  assert.equal(refused.status, 403)
  assert.match(
    String(refused.at('message')),
    /^pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false \(container "web" must set /
  )
  const dry = await practice.call('POST', `${pods}?dryRun=All`, pod('safe', 'web', 'nginx'))
  assert.equal(dry.status, 403)
  const admitted = await practice.call('POST', pods, pod('safe', 'web', 'nginx', restricted))
  assert.equal(admitted.status, 201, JSON.stringify(admitted.body))
  assert.equal(admitted.headers.warning, undefined)
})

test('warn lets a Pod in and says what is wrong; audit says nothing', async () => {
  const practice = await safe({ [`${prefix}warn`]: 'baseline', [`${prefix}warn-version`]: 'v1.30' })
  const spec = { hostNetwork: true }
  const warned = await practice.call('POST', pods, pod('safe', 'web', 'nginx', { spec }))
  assert.equal(warned.status, 201)
  assert.equal(
    warned.headers.warning,
    '299 - "would violate PodSecurity \\"baseline:v1.30\\": host namespaces (hostNetwork=true)"'
  )
  const audited = await safe({ [`${prefix}audit`]: 'restricted' })
  const quiet = await audited.call('POST', pods, pod('safe', 'web', 'nginx'))
  assert.equal(quiet.status, 201)
  assert.equal(quiet.headers.warning, undefined)
})

test('a Deployment is taken with a warning, and says why it has no Pods', async () => {
  const practice = await safe({ [`${prefix}enforce`]: 'restricted' })
  const url = '/apis/apps/v1/namespaces/safe/deployments'
  const answer = await practice.call('POST', url, deployment('safe', 'web', 'nginx'))
  assert.equal(answer.status, 201)
  assert.match(String(answer.headers.warning), /would violate PodSecurity \\"restricted:latest\\"/)
  await practice.settle()
  const read = await practice.call('GET', `${url}/web`)
  const conditions = read.at('status.conditions') as readonly Readonly<Record<string, string>>[]
  const failure = conditions.find(one => one.type === 'ReplicaFailure')
  assert.equal(failure?.reason, 'FailedCreate')
  assert.match(failure.message ?? '', /^pods "web-[^"]+" is forbidden: violates PodSecurity/)
  const events = await practice.call('GET', '/api/v1/namespaces/safe/events')
  const told = (events.at('items') as readonly Readonly<Record<string, string>>[]).filter(
    one => one.reason === 'FailedCreate'
  )
  assert.equal(told.length, 1)
  assert.match(told[0]?.message ?? '', /^Error creating: pods "web-/)

  await practice.apply(deployment('safe', 'web', 'nginx', restricted))
  const fixed = await practice.call('GET', `${url}/web`)
  assert.equal(fixed.at('status.readyReplicas'), 1)
  const left = fixed.at('status.conditions') as readonly Readonly<Record<string, string>>[]
  assert.equal(
    left.some(one => one.type === 'ReplicaFailure'),
    false
  )
})

test('a stricter label warns of the Pods that are there, and lets them run', async () => {
  const practice = await safe({})
  await practice.apply(
    deployment('safe', 'web', 'nginx', { replicas: 3 }),
    pod('safe', 'own', 'nginx', { spec: { hostNetwork: true } })
  )
  const labels = { [`${prefix}enforce`]: 'restricted' }
  const url = '/api/v1/namespaces/safe'
  const answer = await practice.call('PATCH', `${url}?dryRun=All`, { metadata: { labels } }, merge)
  const warning = String(answer.headers.warning)
  assert.match(
    warning,
    /existing pods in namespace \\"safe\\" violate the new PodSecurity enforce level \\"restricted:latest\\"/
  )
  assert.match(warning, /own: host namespaces, allowPrivilegeEscalation != false/)
  assert.match(warning, /web-[a-z0-9-]+ \(and 2 other pods\): allowPrivilegeEscalation != false/)
  await practice.call('PATCH', url, { metadata: { labels } }, merge)
  await practice.settle()
  assert.equal((await practice.call('GET', `${pods}/own`)).at('status.phase'), 'Running')
  const relaxed = { [`${prefix}enforce`]: 'baseline' }
  const again = await practice.call('PATCH', url, { metadata: { labels: relaxed } }, merge)
  assert.equal(again.headers.warning, undefined)
})

test('a label that cannot be understood is refused', async () => {
  const practice = new Practice()
  const answer = await practice.call('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'safe', labels: { [`${prefix}enforce`]: 'strict' } }
  })
  assert.equal(answer.status, 422)
  assert.match(String(answer.at('message')), /must be one of privileged, baseline, restricted/)
})

test('an ephemeral container has to fit too', async () => {
  const practice = await safe({ [`${prefix}enforce`]: 'baseline' })
  await practice.apply(pod('safe', 'web', 'nginx'))
  const add = (securityContext: object): object => ({
    spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox', securityContext }] }
  })
  const url = `${pods}/web/ephemeralcontainers`
  const strategic = { type: 'application/strategic-merge-patch+json' }
  const refused = await practice.call('PATCH', url, add({ privileged: true }), strategic)
  assert.equal(refused.status, 403)
  assert.match(
    String(refused.at('message')),
    /container "debug" must not set securityContext\.privileged=true/
  )
  assert.equal((await practice.call('PATCH', url, add({}), strategic)).status, 200)
})
