import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Upgrade } from '../../src/sim/practice-cluster.ts'
import { pod, Practice } from './practice.ts'

const box = '/api/v1/namespaces/default/pods/box'

async function practiceWith(container: object, spec: object = {}): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(pod('default', 'box', 'busybox', { container, spec }))
  await practice.settle()
  return practice
}

function attach(practice: Practice, query = 'stdin=true&stdout=true'): Promise<Upgrade> {
  return practice.cluster.upgrade({ method: 'GET', path: `${box}/attach?${query}`, headers: {} })
}

async function sessionOf(
  upgrade: Promise<Upgrade>
): Promise<Extract<Upgrade, { kind: 'exec' }>['session']> {
  const opened = await upgrade
  assert.ok(opened.kind === 'exec', JSON.stringify(opened))
  return opened.session
}

test('a shell that waits for input runs until it is attached to, and its Pod ends with it', async () => {
  const practice = await practiceWith({ stdin: true }, { restartPolicy: 'Never' })
  assert.equal((await practice.call('GET', box)).at('status.phase'), 'Running')
  const session = await sessionOf(attach(practice))
  session.write('echo here; exit 4\n')
  session.endInput()
  let text = ''
  for await (const part of session.output) text += part.text
  assert.equal(text, 'here\n')
  // Attaching went well; what the command came to stands in the Pod.
  assert.equal((await session.exit).status.status, 'Success')
  await practice.settle()
  const ended = await practice.call('GET', box)
  assert.equal(ended.at('status.phase'), 'Failed')
  assert.equal(ended.at('status.containerStatuses[0].state.terminated.exitCode'), 4)
})

test('who goes away takes the input along, and the shell ends well', async () => {
  const practice = await practiceWith({ stdin: true }, { restartPolicy: 'Never' })
  const session = await sessionOf(attach(practice))
  session.dispose()
  await session.exit
  await practice.settle()
  assert.equal((await practice.call('GET', box)).at('status.phase'), 'Succeeded')
})

test('a container that is to run for good starts anew', async () => {
  const practice = await practiceWith({ stdin: true })
  const session = await sessionOf(attach(practice))
  session.endInput()
  await session.exit
  await practice.settle()
  const again = await practice.call('GET', box)
  assert.equal(again.at('status.phase'), 'Running')
  assert.equal(again.at('status.containerStatuses[0].restartCount'), 1)
})

test('a shell without input ends at once', async () => {
  const practice = await practiceWith({}, { restartPolicy: 'Never' })
  assert.equal((await practice.call('GET', box)).at('status.phase'), 'Succeeded')
})

test('nothing else can be attached to, which is said', async () => {
  const practice = await practiceWith({ command: ['sleep', 'infinity'] })
  const refused = await attach(practice)
  assert.ok(refused.kind === 'response')
  assert.equal(refused.response.status, 501)
  assert.match(JSON.stringify(refused.response), /can only attach to a shell that waits for input/)
})

test('an ephemeral container is added, commands run in it, and it never starts again', async () => {
  const practice = await practiceWith({ command: ['sleep', 'infinity'] })
  const look = { name: 'look', image: 'nicolaka/netshoot', stdin: true }
  const added = await practice.call(
    'PATCH',
    `${box}/ephemeralcontainers`,
    { spec: { ephemeralContainers: [look] } },
    { type: 'application/strategic-merge-patch+json' }
  )
  assert.equal(added.status, 200, JSON.stringify(added.body))
  await practice.settle()
  const session = await sessionOf(attach(practice, 'container=look&stdin=true&stdout=true'))
  session.write('hostname\n')
  session.endInput()
  let text = ''
  for await (const part of session.output) text += part.text
  assert.equal(text, 'box\n')
  await session.exit
  await practice.settle()
  const now = await practice.call('GET', box)
  assert.equal(now.at('status.phase'), 'Running')
  assert.equal(now.at('status.ephemeralContainerStatuses[0].state.terminated.exitCode'), 0)
  const gone = await attach(practice, 'container=look&stdin=true')
  assert.ok(gone.kind === 'response')
  assert.match(JSON.stringify(gone.response), /container not found/)
})
