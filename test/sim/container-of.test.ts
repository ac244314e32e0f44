import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namespace, Practice } from './practice.ts'

const sleeping = { image: 'busybox:1.37', command: ['sleep', 'infinity'] }

function podOf(name: string, containers: readonly string[], spec: object = {}): object {
  const annotations = { 'kubectl.kubernetes.io/default-container': 'b' }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', annotations },
    spec: { ...spec, containers: containers.map(one => ({ name: one, ...sleeping })) }
  }
}

test('several containers: logs, exec and attach have to name one, whatever kubectl takes by itself', async () => {
  const practice = new Practice()
  await practice.apply(
    namespace('shop'),
    podOf('two', ['a', 'b'], {
      initContainers: [{ name: 'first', image: 'busybox:1.37', command: ['true'] }]
    }),
    podOf('one', ['a'])
  )
  const says = 'a container name must be specified for pod two, choose one of: [first a b]'
  const messageOf = async (rest: string): Promise<string> => {
    const path = `/api/v1/namespaces/shop/pods/${rest}`
    if (rest.includes('/log')) {
      const { status, body } = await practice.call('GET', path)
      return status === 200 ? 'ok' : `${status} ${(body as { message: string }).message}`
    }
    const opened = await practice.cluster.upgrade({ method: 'GET', path, headers: {} })
    if (opened.kind !== 'response') return 'ok'
    const { message } = JSON.parse(opened.response.body as string) as { message: string }
    return `${opened.response.status} ${message}`
  }
  const exec = 'exec?command=true&stdout=true'
  const cases: Readonly<Record<string, string>> = {
    'two/log': `400 ${says}`,
    [`two/${exec}`]: `400 ${says}`,
    [`two/${exec}&container=`]: `400 ${says}`,
    'two/attach?stdout=true': `400 ${says}`,
    'two/log?container=b': 'ok',
    [`two/${exec}&container=b`]: 'ok',
    [`two/${exec}&container=c`]: '400 container c is not valid for pod two',
    // It is a container of the Pod, and it has ended.
    [`two/${exec}&container=first`]: '400 container not found ("first")',
    'one/log': 'ok',
    [`one/${exec}`]: 'ok'
  }
  for (const [rest, expected] of Object.entries(cases))
    assert.equal(await messageOf(rest), expected, rest)
})
