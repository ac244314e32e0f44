/** What only real clusters do: Pods of several containers, images that can't be pulled, two families. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterWith, shop, verdictOf } from './one-check.ts'

const from = 'from: {namespace: shop, workload: pod/client}'

for (const [annotations, expected] of [
  ['', 'curl'],
  ['annotations: {kubectl.kubernetes.io/default-container: web}, ', 'web'],
  ['annotations: {kubectl.kubernetes.io/default-container: gone}, ', 'curl']
] as const)
  test(`a command runs in ${expected} with ${annotations === '' ? 'no annotation' : annotations}`, async () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop, ${annotations}labels: {app: client}}
spec: {containers: [{name: curl}, {name: web}]}
status: {conditions: [{type: Ready, status: "True"}]}
`
    const asked: (string | undefined)[] = []
    const cluster = clusterWith(pod, () => ({ stdout: 'yes' }))
    await verdictOf(
      {
        ...cluster,
        exec: (place, container, command, options) => {
          asked.push(container)
          return cluster.exec(place, container, command, options)
        }
      },
      `kind: exec\n${from}\ncommand: [true]\nexpect: {stdout: "yes"}`.replace('[true]', '["true"]')
    )
    assert.deepEqual([...new Set(asked)], [expected])
  })

test('the family of a port check is that of the address it asks', async () => {
  const cluster = clusterWith(shop, command =>
    command.join(' ').includes('fd10::7') ? { stderr: 'open' } : { exitCode: 1, stderr: 'refused' }
  )
  const { evidence } = await verdictOf(
    cluster,
    `kind: tcp\n${from}\nto: tcp://web.shop:80\nvia: {service: {namespace: shop, name: web}}\nfamily: IPv6\nexpect: open`
  )
  assert.match(evidence[0]?.to ?? '', /fd10::7/)
})

const waiting = `
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, labels: {app: web}}
status: {containerStatuses: [{image: "example.org/web:1", state: {waiting: {reason: ImagePullBackOff}}}]}
`
const refused = { exitCode: 7, stderr: 'curl: (7) Failed to connect: Connection refused' }

test('a server whose image can’t be pulled blocks the check, and nobody else’s does', async () => {
  const request = `kind: http\n${from}\nto: http://web.shop\nexpect: {status: 200}`
  const cluster = clusterWith(`${shop}---${waiting}`, () => refused)
  const { verdict, sentence, next } = await verdictOf(cluster, request)
  assert.equal(verdict, 'blocked')
  assert.match(sentence, /image example\.org\/web:1 of Pod shop\/web-1 can’t be pulled/)
  assert.ok(next)
  const other = clusterWith(
    `${shop}---${waiting.replace('app: web', 'app: other').replace('web-1', 'other-1')}`,
    () => refused
  )
  assert.equal((await verdictOf(other, request)).verdict, 'fail')
})

test('a name is looked up before the kernel is asked for its route', async () => {
  const asked: string[] = []
  const cluster = clusterWith(shop, command => {
    asked.push(command.join(' '))
    return command[0] === 'nslookup'
      ? {
          stdout:
            'Server: 10.96.0.10\nAddress: 10.96.0.10:53\n\nName: web.shop\nAddress: 10.96.0.7\n'
        }
      : { stdout: '10.96.0.7 via 10.1.0.1 dev eth0 src 10.1.0.5 uid 0' }
  })
  const check = `kind: routes\n${from}\nto: web.shop\nexpect: {interface: eth0}`
  assert.equal((await verdictOf(cluster, check)).verdict, 'pass')
  assert.deepEqual(asked.slice(-2), ['nslookup web.shop', 'ip route get 10.96.0.7'])
  const silent = clusterWith(shop, command => ({
    exitCode: 1,
    stdout: command[0] === 'nslookup' ? ';; connection timed out; no servers could be reached' : ''
  }))
  assert.equal((await verdictOf(silent, check)).verdict, 'inconclusive')
})

test('a ping that gets no socket is no answer about the network', async () => {
  const stderr = 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n'
  const cluster = clusterWith(shop, () => ({ exitCode: 2, stderr }))
  for (const check of [
    `kind: ping\n${from}\nto: 10.1.0.7\nexpect: silent\ncontrol: {${from}}`,
    `kind: path-mtu\n${from}\nto: 10.1.0.7\nexpect: {atLeast: 1400}`
  ])
    assert.equal((await verdictOf(cluster, check)).verdict, 'blocked', check)
})

test('a program that a shell does not find is named, and the shell is not taken for it', async () => {
  const check = (words: string): string =>
    `kind: exec\n${from}\ncommand: [sh, -c, "${words}"]\nexpect: {stdout: "yes"}`
  const cluster = clusterWith(shop, command =>
    command.join(' ').includes('jq')
      ? { exitCode: 127, stderr: 'sh: 1: jq: not found' }
      : { stdout: 'yes' }
  )
  const { verdict, sentence } = await verdictOf(cluster, check('echo {} | jq .'))
  assert.equal(verdict, 'blocked')
  assert.match(sentence, /^Blocked, because the image of Pod \S+ has no program jq\.$/)
  assert.equal((await verdictOf(cluster, check('echo yes'))).verdict, 'pass')
})
