/** An agent knows what happens on its own node, so a probe may ask for the one that is beside another Pod. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterWith, verdictOf } from './one-check.ts'

const pod = (name: string, app: string, node: string, ready = true): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: system, labels: {app: ${app}}}
spec: {nodeName: ${node}}
status: {conditions: [{type: Ready, status: "${ready ? 'True' : 'False'}"}]}
`
const agents = `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: system}
spec: {selector: {matchLabels: {app: agent}}}
`
const check = `kind: exec
from: {namespace: system, workload: ds/agent, nodeOf: {namespace: system, workload: pod/web}}
command: [hubble, observe]
expect: {stdout: DROPPED}`

/** Asks in a cluster with these Pods, where the agent of node b alone has seen a drop. */
const asked = (...pods: readonly string[]): ReturnType<typeof verdictOf> =>
  verdictOf(
    clusterWith(agents + pods.join(''), (_command, name) => ({
      stdout: name === 'agent-b' ? 'DROPPED\n' : 'FORWARDED\n'
    })),
    check
  )

const both = [pod('agent-a', 'agent', 'a'), pod('agent-b', 'agent', 'b')]

test('the agent on the node of the workload is asked, and no other', async () => {
  const beside = await asked(...both, pod('web', 'web', 'b'))
  assert.equal(beside.verdict, 'pass', beside.sentence)
  const elsewhere = await asked(...both, pod('web', 'web', 'a'))
  assert.equal(elsewhere.verdict, 'fail', elsewhere.sentence)
})

test('without an agent on that node, or without the workload, nothing is told of another node', async () => {
  const noAgent = await asked(pod('agent-a', 'agent', 'a'), pod('web', 'web', 'b'))
  assert.equal(noAgent.verdict, 'inconclusive')
  assert.match(noAgent.sentence, /DaemonSet system\/agent on node b.* no Pod that is Ready/)
  assert.equal((await asked(...both)).verdict, 'blocked')
  assert.equal((await asked(...both, pod('web', 'web', 'b', false))).verdict, 'inconclusive')
})
