import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pod, Practice, service } from './practice.ts'

interface Kept {
  readonly title: string
  readonly image?: string
  readonly container: object
  readonly runs: boolean
}

const containers: readonly Kept[] = [
  { title: 'a shell that nobody types to', container: {}, runs: false },
  { title: 'a command that ends', container: { command: ['echo', 'hi'] }, runs: false },
  { title: 'a request that fails', container: { command: ['wget', 'http://none'] }, runs: false },
  { title: 'a shell that waits for input', container: { stdin: true }, runs: true },
  { title: 'sleep', container: { command: ['sleep', '3600'] }, runs: true },
  { title: 'tail -f', container: { args: ['tail', '-f', '/dev/null'] }, runs: true },
  { title: 'exec sleep', container: { args: ['sh', '-c', 'exec sleep 1d'] }, runs: true },
  { title: 'a loop', container: { args: ['sh', '-c', 'while :; do date; done'] }, runs: true },
  { title: 'a program of its own', image: 'a/b:1', container: { command: ['/app'] }, runs: true },
  { title: 'an image of its own', image: 'a/b:1', container: {}, runs: true },
  { title: 'a web server', image: 'nginx', container: {}, runs: true },
  { title: 'a listener', container: { args: ['nc', '-lk', '-p', '8080'] }, runs: true }
]

for (const { title, image = 'busybox', container, runs } of containers)
  test(`${title} ${runs ? 'keeps its Pod running' : 'ends in CrashLoopBackOff'}`, async () => {
    const practice = new Practice()
    await practice.apply(pod('default', 'box', image, { container }), service('default', 'box'))
    await practice.settle()
    const box = await practice.call('GET', '/api/v1/namespaces/default/pods/box')
    const reason = box.at('status.containerStatuses[0].state.waiting.reason')
    assert.equal(reason, runs ? undefined : 'CrashLoopBackOff')
    assert.equal(box.at('status.containerStatuses[0].ready'), runs)
    const ran = await practice.cluster.exec({ namespace: 'default', pod: 'box', command: ['true'] })
    assert.equal(ran.ok, runs)
    practice.cluster.dispose()
  })
