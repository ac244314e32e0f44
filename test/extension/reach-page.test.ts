import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reachPage } from '../../src/extension/cluster/reach-page.ts'
import type { KubeObject } from '../../src/model/object.ts'
import type { Pod } from '../../src/model/pod.ts'
import { connectEach } from '../../src/net/connect.ts'
import { networkOf } from '../../src/net/network.ts'

function pod(name: string, podIP: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: { containers: [{ name, ports: [{ containerPort: 80 }] }] },
    status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] }
  } as unknown as Pod
}

const closed: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'closed', namespace: 'shop' },
  spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] }
}
const asked = { from: 'shop/client', to: '10.0.0.2:80', context: 'practice' }
const [client, web] = [pod('client', '10.0.0.1'), pod('web', '10.0.0.2')]

function page(...more: readonly KubeObject[]): string {
  const network = networkOf([client, web, ...more])
  return reachPage(asked, connectEach(network, { from: client, host: '10.0.0.2', port: 80 }))
}

test('the page says how it ends, that it is a prediction, and each station on the way', () => {
  const text = page()
  assert.match(text, /^# shop\/client → 10\.0\.0\.2:80 gets through$/m)
  assert.match(text, /Predicted from the objects of `practice`\. No packet was sent/)
  assert.match(text, /^1\. ✓ /m)
})

test('a policy that cuts it off is named with the field that decided', () => {
  const text = page(closed)
  assert.match(text, /gets no answer$/m)
  assert.match(text, /✗ \*\*policy\*\* .+`NetworkPolicy shop\/closed`/)
})
