/** A cluster whose domain is not cluster.local is asked under its own names. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '../../src/base/result.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import { Playground, provenSteps, referenceLabs } from './playground.ts'

const domain = 'corp.example'

/** The practice cluster under another domain: it knows no name under cluster.local. */
function renamed(cluster: LabCluster): LabCluster {
  const here = (text: string): string => text.replaceAll(`svc.${domain}`, 'svc.cluster.local')
  const there = (text: string): string => text.replaceAll('cluster.local', domain)
  return {
    ...cluster,
    exec: async (pod, container, command, options) => {
      const [program] = command
      if (command.some(word => word.includes('cluster.local')))
        return program === 'curl'
          ? ok({ exitCode: 6, stdout: '', stderr: 'curl: (6) Could not resolve host\n' })
          : ok({ exitCode: 1, stdout: "** server can't find it: NXDOMAIN\n", stderr: '' })
      const answer = await cluster.exec(pod, container, command.map(here), options)
      return answer.ok ? ok({ ...answer.value, stdout: there(answer.value.stdout) }) : answer
    }
  }
}

for (const lab of referenceLabs)
  test(`${lab.id} is proven in a cluster of the domain ${domain}`, async t => {
    const playground = new Playground(t, lab)
    playground.asked = renamed(playground.cluster)
    const urls: string[] = []
    for (const step of provenSteps(lab)) {
      await playground.play(step)
      const { checks } = await playground.verify(step.id)
      urls.push(...checks.flatMap(({ evidence }) => evidence.map(({ to }) => to)))
    }
    assert.ok(urls.some(url => url.includes(`svc.${domain}`)))
    assert.ok(!urls.some(url => url.includes('cluster.local')))
  })

for (const [title, resolv] of [
  ['without a search list', 'nameserver 10.96.0.10\n'],
  ['of a Pod that asks the node’s DNS', 'search example.org\nnameserver 192.0.2.1\n'],
  ['that is empty', '']
] as const)
  test(`a resolv.conf ${title} leaves the names as they are`, async t => {
    const [lab] = referenceLabs
    assert.ok(lab)
    const playground = new Playground(t, lab)
    const { cluster } = playground
    playground.asked = {
      ...cluster,
      exec: (pod, container, command, options) =>
        command[0] === 'cat'
          ? Promise.resolve(ok({ exitCode: 0, stdout: resolv, stderr: '' }))
          : cluster.exec(pod, container, command, options)
    }
    for (const step of provenSteps(lab)) await playground.play(step)
  })
