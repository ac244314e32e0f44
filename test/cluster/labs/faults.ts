import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { LabCheck } from '../../../src/labs/lab-definition.generated.ts'
import { runInNode, startInNode } from '../machine/node-namespaces.ts'
import { until } from '../machine/until.ts'
import { corePrograms } from '../parts/control-plane.ts'
import { netpolCommand } from '../parts/node-parts.ts'
import { applyAll, untilAvailable } from '../parts/objects.ts'
import { proveEnforcement } from '../parts/canary.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import { goPrograms } from '../programs/go-programs.ts'

/** Something that a whole cluster can lack for a while. */
export interface Fault {
  readonly title: string
  /** Whether a check could be proven by mistake while the cluster is broken in this way. */
  touches(check: LabCheck): boolean
  begin(cluster: Cluster, plan: ClusterPlan): Promise<void>
  end(cluster: Cluster, plan: ClusterPlan): Promise<void>
}

const policyTable = 'netlabs-policies'

/** Nobody enforces policies any more, on any node, while all of them stand in the API as before. */
const enforcerOff: Fault = {
  title: 'nobody enforces policies',
  touches: check => check.kind === 'blocked' || (check.kind === 'tcp' && check.expect === 'silent'),
  async begin(_cluster, { nodes }) {
    const stop = `for one in /proc/[0-9]*; do
      if [ "$(cat $one/comm 2>/dev/null)" = netpol ]; then kill "\${one#/proc/}"; fi
    done
    while grep -qx netpol /proc/[0-9]*/comm 2>/dev/null; do sleep 0.1; done
    nft delete table inet ${policyTable}`
    for (const node of nodes) await runInNode(node, ['sh', '-c', stop])
  },
  async end(cluster, plan) {
    const programs = goPrograms(corePrograms)
    for (const node of plan.nodes) startInNode(node, 'netpol', netpolCommand(plan, node, programs))
    await proveEnforcement(cluster)
  }
}

const corednsRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'kube-system',
  name: 'coredns'
}

/** No name resolves any more, in any Pod. */
const dnsDown: Fault = {
  title: 'the cluster DNS is down',
  touches: check =>
    // A lab may ask a DNS server of its own, which goes on answering.
    (check.kind === 'dns' && check.server === undefined) ||
    (check.kind === 'blocked' && check.dns !== undefined) ||
    (['http', 'tcp', 'udp', 'split'].includes(check.kind) &&
      isAskedByPod(check) &&
      !('via' in check)),
  async begin(cluster) {
    await scaleDns(cluster, 0)
    const type = { apiVersion: 'v1', kind: 'Pod' }
    const which = { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' }
    await until('the Pods of CoreDNS are gone', 180_000, async () => {
      const pods = await cluster.list(type, which)
      return pods.ok && pods.value.items.length === 0
    })
  },
  async end(cluster) {
    await scaleDns(cluster, 1)
    await untilAvailable(cluster, 'kube-system', 'coredns', 180_000)
  }
}

async function scaleDns(cluster: Cluster, replicas: number): Promise<void> {
  const patched = await cluster.patch(corednsRef, { spec: { replicas } }, { type: 'merge' })
  if (!patched.ok) throw new Error(patched.error.message)
}

/** Refuses every command in a Pod. The API server asks it before it looks at how the connection is to be upgraded. */
const noExec = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'netlabs-no-exec' },
  spec: {
    failurePolicy: 'Fail',
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [''],
          apiVersions: ['v1'],
          operations: ['CONNECT'],
          resources: ['pods/exec']
        }
      ]
    },
    validations: [
      { expression: 'false', message: 'commands are switched off', reason: 'Forbidden' }
    ]
  }
}

const noExecBinding = {
  ...noExec,
  kind: 'ValidatingAdmissionPolicyBinding',
  spec: { policyName: noExec.metadata.name, validationActions: ['Deny'] }
}

/** Nobody may run a command in any Pod. */
const execForbidden: Fault = {
  title: 'no command may be run in a Pod',
  touches: isAskedByPod,
  async begin(cluster) {
    await applyAll(cluster, [noExec, noExecBinding])
    await untilExec(cluster, true)
  },
  async end(cluster) {
    const { apiVersion, metadata } = noExec
    for (const { kind } of [noExecBinding, noExec])
      await cluster.delete({ apiVersion, kind, name: metadata.name })
    await untilExec(cluster, false)
  }
}

function isAskedByPod(check: LabCheck): boolean {
  return 'from' in check && check.from !== 'host'
}

/** Admission takes hold of a policy a moment after it is written. */
async function untilExec(cluster: Cluster, isRefused: boolean): Promise<void> {
  const what = { namespace: 'kube-system', labelSelector: 'k8s-app=kube-dns' }
  await until(`commands are ${isRefused ? 'refused' : 'taken'}`, 180_000, async () => {
    const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, what)
    if (!pods.ok) throw new Error(pods.error.message)
    const name = pods.value.items[0]?.metadata.name ?? ''
    // The image has no such program, which is another answer than a refusal.
    const answer = await cluster.exec({ namespace: 'kube-system', name }, undefined, ['true'])
    return (!answer.ok && answer.error.message.includes('switched off')) === isRefused
  })
}

/** Faults of the whole cluster. Servers at rest are a fault of each lab's own play. */
export const faults: readonly Fault[] = [enforcerOff, dnsDown, execForbidden]
