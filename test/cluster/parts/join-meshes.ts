import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster, ObjectRef } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { pick } from '../scene/pick.ts'
import { Authority } from './certificates.ts'
import { applyAll, readObjects, untilAvailable } from './objects.ts'
import { openCluster } from './open-cluster.ts'
import { apiPort, type ClusterPlan } from './plan.ts'

const namespace = 'istio-system'
const gatewayName = 'istio-eastwestgateway'

/** By which istiod of another cluster reads Services and endpoints; Istio's own charts bring the account. */
const reader = 'istio-reader-service-account'
const readerToken = 'istio-reader-token'

interface Member {
  readonly plan: ClusterPlan
  readonly cluster: Cluster
}

/**
 * Makes one mesh of the Istio of several clusters, as Istio's page about several primary clusters on different
 * networks has it: a root certificate of all with an authority below it for each, a gateway to each network, and for
 * each istiod the right to read the other clusters. Where that is done already, nothing changes.
 * https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export async function joinMeshes(plans: readonly ClusterPlan[]): Promise<void> {
  const members: Member[] = []
  for (const plan of plans)
    members.push({ plan, cluster: (await openCluster(plan.kubeconfig)).cluster })
  await trustOneRoot(members)
  for (const member of members) await openGateway(member)
  for (const one of members)
    for (const other of members) if (other !== one) await letRead(one, other)
}

/** istiod reads its authority when it starts, so it starts anew. */
async function trustOneRoot(members: readonly Member[]): Promise<void> {
  const roots = await Promise.all(members.map(({ cluster }) => rootIn(cluster)))
  if (roots[0] !== undefined && roots.every(root => root === roots[0])) return
  const root = await Authority.named('netlabs-mesh')
  for (const { plan, cluster } of members) {
    const own = await root.intermediate(`${plan.name}-mesh`)
    const stringData = {
      'root-cert.pem': root.certificate,
      'ca-cert.pem': own.certificate,
      'ca-key.pem': await own.key(),
      'cert-chain.pem': `${own.certificate}\n${root.certificate}`
    }
    await applyAll(cluster, [{ ...secret('cacerts'), stringData }])
    await sayNetwork(cluster, plan.name)
    await startAnew(cluster, root.certificate)
  }
  for (const { cluster } of members) await untilTrusted(cluster, root.certificate)
}

/** The namespace of Istio says in which network Pods are that don't say it themselves. */
async function sayNetwork(cluster: Cluster, network: string): Promise<void> {
  const labels = { 'topology.istio.io/network': network }
  await change(
    cluster,
    { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    { metadata: { labels } }
  )
}

/** A merge: what others have written stays. */
async function change(cluster: Cluster, ref: ObjectRef, patch: object): Promise<void> {
  const patched = await cluster.patch(ref, patch, { type: 'merge' })
  if (!patched.ok) throw new ClusterFailure(patched.error.message)
}

/** The root of the authority that istiod was given. */
async function rootIn(cluster: Cluster): Promise<string | undefined> {
  const read = await cluster.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: 'cacerts' })
  return read.ok ? String(pick(read.value, 'data.root-cert.pem')) : undefined
}

async function startAnew(cluster: Cluster, root: string): Promise<void> {
  const istiod = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'istiod' }
  const annotations = { 'netlabs/root': createHash('sha256').update(root).digest('hex') }
  await change(cluster, istiod, { spec: { template: { metadata: { annotations } } } })
}

/** What proxies trust comes from this ConfigMap, which istiod keeps in every namespace. */
async function untilTrusted(cluster: Cluster, root: string): Promise<void> {
  await untilAvailable(cluster, namespace, 'istiod', 300_000)
  const trusted = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'istio-ca-root-cert' }
  await until('proxies trust the common root certificate', 120_000, async () => {
    const read = await cluster.get(trusted)
    return read.ok && String(pick(read.value, 'data.root-cert.pem')).trim() === root.trim()
  })
}

async function openGateway({ plan, cluster }: Member): Promise<void> {
  const file = path.join(projectRoot, 'test/cluster/manifests/istio-east-west.yaml')
  const text = readFileSync(file, 'utf8').replaceAll('@NETWORK@', plan.name)
  // Its webhook puts Envoy into the Pod, and answers a moment after istiod is ready.
  await until('Istio takes its gateway', 120_000, async () => {
    await applyAll(cluster, readObjects(text))
    return true
  })
  await untilAvailable(cluster, namespace, gatewayName, 300_000)
  await until(`${gatewayName} of ${plan.name} has an address`, 120_000, async () => {
    const service = { apiVersion: 'v1', kind: 'Service', namespace, name: gatewayName }
    const read = await cluster.get(service)
    return read.ok && pick(read.value, 'status.loadBalancer.ingress.0.ip') !== undefined
  })
}

/** Gives istiod of one cluster a kubeconfig for the other, as `istioctl create-remote-secret` writes it. */
async function letRead(one: Member, other: Member): Promise<void> {
  const token = await tokenOf(other)
  const { name, nodes } = other.plan
  const server = `https://${nodes[0]?.address.v4 ?? ''}:${apiPort}`
  const authority = readFileSync(path.join(other.plan.folder, 'ca.crt')).toString('base64')
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name
  }
  await applyAll(one.cluster, [
    {
      ...secret(`istio-remote-secret-${name}`, {
        labels: { 'istio/multiCluster': 'true' },
        annotations: { 'networking.istio.io/cluster': name }
      }),
      stringData: { [name]: JSON.stringify(kubeconfig) }
    }
  ])
}

/** The token of the account with which istiod of others reads this cluster. */
async function tokenOf({ cluster }: Member): Promise<string> {
  const annotations = { 'kubernetes.io/service-account.name': reader }
  const type = 'kubernetes.io/service-account-token'
  await applyAll(cluster, [{ ...secret(readerToken, { annotations }), type }])
  let token = ''
  await until(`${reader} has a token`, 60_000, async () => {
    const read = await cluster.get({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace,
      name: readerToken
    })
    const given = read.ok ? pick(read.value, 'data.token') : undefined
    if (typeof given === 'string') token = given
    return token !== ''
  })
  return Buffer.from(token, 'base64').toString()
}

function secret(name: string, more: Omit<KubeObject['metadata'], 'name'> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, ...more } }
}
