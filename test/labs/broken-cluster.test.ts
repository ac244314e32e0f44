/** Clusters that are broken in one way or another: no step that the damage touches is ever proven. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { solutionOf } from '../../src/labs/play-lab.ts'
import type { Verdict } from '../../src/labs/verdict.ts'
import {
  answering,
  curlAnswer,
  curlTimeout,
  hiding,
  nslookupSilent,
  refusing,
  refusingExec,
  terminating
} from './faults.ts'
import { Playground, provenSteps, referenceLabs } from './playground.ts'

/** Where the server and the client of each lab are. */
const places: Readonly<Record<string, { readonly server: string; readonly client: string }>> = {
  'get-started': {
    server: 'netlabs-get-started-server',
    client: 'netlabs-get-started-client'
  },
  'pod-to-pod-across-namespaces': { server: 'backend', client: 'frontend' }
}

interface Broken {
  readonly title: string
  /** Called when the step's own solution is applied, and before it is verified. */
  readonly breaks: (playground: Playground, place: { server: string; client: string }) => unknown
  /** Kinds of checks that the damage touches. None of them may pass. */
  readonly touches: readonly string[]
  /** What the blocked check says then. */
  readonly blocked?: Verdict
}

const everything = ['object', 'dns', 'http', 'blocked']
const probes = ['dns', 'http', 'blocked']
const requests = ['http', 'blocked']
const deployment = (namespace: string, name: string) =>
  ({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }) as const
const dnsService = {
  apiVersion: 'v1',
  kind: 'Service',
  namespace: 'kube-system',
  name: 'kube-dns'
}
const waitsForEver = {
  spec: {
    template: {
      spec: { volumes: [{ name: 'none', configMap: { name: 'none' } }] }
    }
  }
}

const table: readonly Broken[] = [
  {
    title: 'the server is scaled to zero',
    breaks: (playground, { server }) => playground.scale(server, 'web', 0),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'the client is scaled to zero',
    breaks: (playground, { client }) => playground.scale(client, 'client', 0),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'the client is missing',
    breaks: (playground, { client }) => playground.remove(deployment(client, 'client')),
    touches: probes,
    blocked: 'blocked'
  },
  {
    title: 'the Pods of server and client are pending',
    breaks: async (playground, { server, client }) => {
      for (const one of [deployment(server, 'web'), deployment(client, 'client')]) {
        await playground.scale(one.namespace, one.name, 0)
        await playground.patch(one, waitsForEver)
        await playground.scale(one.namespace, one.name, 1)
      }
    },
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'the Service is missing',
    breaks: (playground, { server }) =>
      playground.remove({
        apiVersion: 'v1',
        kind: 'Service',
        namespace: server,
        name: 'web'
      }),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'the Service of cluster DNS is missing',
    breaks: playground => playground.remove(dnsService),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'cluster DNS has no endpoint',
    breaks: playground => playground.scale('kube-system', 'coredns', 0),
    touches: probes,
    blocked: 'inconclusive'
  },
  ...['forbidden', 'unauthorized', 'timeout', 'unreachable', 'server-error', 'not-found'].map(
    (reason): Broken => ({
      title: `every request ends with ${reason}`,
      breaks: playground => (playground.asked = refusing(playground.cluster, reason)),
      touches: everything,
      blocked: ['timeout', 'unreachable', 'server-error'].includes(reason)
        ? 'inconclusive'
        : 'blocked'
    })
  ),
  ...['forbidden', 'timeout', 'server-error', 'invalid'].map((reason): Broken => ({
    title: `exec ends with ${reason}`,
    breaks: playground => (playground.asked = refusingExec(playground.cluster, reason)),
    touches: probes,
    blocked: reason === 'forbidden' ? 'blocked' : 'inconclusive'
  })),
  {
    title: 'commands end well and say nothing',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, () => ({
        exitCode: 0,
        stdout: '',
        stderr: ''
      }))),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'commands are killed',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, () => ({
        exitCode: 137,
        stdout: '',
        stderr: ''
      }))),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'the images have no program to ask with',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, program => ({
        exitCode: 127,
        stdout: '',
        stderr: `sh: ${program}: not found\n`
      }))),
    touches: probes,
    blocked: 'blocked'
  },
  {
    title: 'somebody else answers, with an empty page',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, (program, _asked, outcome) =>
        program === 'curl' ? curlAnswer('') : outcome
      )),
    touches: requests,
    blocked: 'fail'
  },
  {
    title: 'somebody else answers in the server’s place',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, (program, _asked, outcome) =>
        program === 'curl' ? curlAnswer('Hostname: web-of-another-cluster\n') : outcome
      )),
    touches: requests,
    blocked: 'fail'
  },
  {
    title: 'somebody else answers the control alone',
    breaks: (playground, { client }) =>
      (playground.asked = answering(playground.cluster, (program, _asked, outcome, pod) =>
        program === 'curl' && !pod.startsWith(`${client}/`) ? curlAnswer('Hello\n') : outcome
      )),
    touches: ['blocked'],
    blocked: 'inconclusive'
  },
  {
    title: 'no request is ever answered',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, (program, _asked, outcome) =>
        program === 'curl' ? curlTimeout : outcome
      )),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'the client’s requests end in a way that says nothing',
    breaks: (playground, { client }) =>
      (playground.asked = answering(playground.cluster, (program, asked, outcome, pod) =>
        program === 'curl' && pod.startsWith(`${client}/`) && !asked.includes('portal')
          ? {
              exitCode: 52,
              stdout: '',
              stderr: 'curl: (52) Empty reply from server\n'
            }
          : outcome
      )),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'the server takes connections and never answers the client',
    breaks: (playground, { client }) =>
      (playground.asked = answering(playground.cluster, (program, asked, outcome, pod) =>
        program === 'curl' && pod.startsWith(`${client}/`) && !asked.includes('portal')
          ? { ...curlTimeout, stdout: '\n000 0.002 5.001 10.96.1.1' }
          : outcome
      )),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'the client’s own resolver is silent',
    breaks: (playground, { client }) =>
      (playground.asked = answering(playground.cluster, (program, asked, outcome, pod) =>
        program === 'curl' && pod.startsWith(`${client}/`) && asked.includes('//web')
          ? {
              ...curlTimeout,
              stderr: 'curl: (28) Resolving timed out after 3001 milliseconds\n'
            }
          : outcome
      )),
    touches: requests,
    blocked: 'inconclusive'
  },
  {
    title: 'all Pods are on their way out',
    breaks: playground => (playground.asked = terminating(playground.cluster)),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'the DNS server is silent',
    breaks: playground =>
      (playground.asked = answering(playground.cluster, (program, _asked, outcome) =>
        program === 'nslookup' ? nslookupSilent : outcome
      )),
    touches: ['dns', 'blocked'],
    blocked: 'inconclusive'
  },
  {
    title: 'the server’s Pods can’t be listed, so nobody knows who should answer',
    breaks: playground => (playground.asked = hiding(playground.cluster, 'Pod')),
    touches: probes,
    blocked: 'inconclusive'
  },
  {
    title: 'NetworkPolicies are stored and not enforced',
    breaks: playground => (playground.asked = withoutEnforcement(playground)),
    touches: ['blocked'],
    blocked: 'fail'
  },
  {
    title: 'NetworkPolicies are enforced for the name alone, not for addresses',
    breaks: playground => (playground.asked = withoutEnforcement(playground, /^http:\/\/\d/)),
    touches: ['blocked'],
    blocked: 'fail'
  },
  {
    title: 'every second request gets through',
    breaks: playground => {
      let asked = 0
      const open = withoutEnforcement(playground)
      playground.asked = {
        ...open,
        exec: (pod, container, command, options) =>
          (asked++ % 8 < 4 ? open : playground.cluster).exec(pod, container, command, options)
      }
    },
    touches: ['blocked'],
    blocked: 'fail'
  }
]

for (const lab of referenceLabs)
  for (const { title, breaks, touches, blocked } of table)
    test(`${lab.id}: ${title}`, async t => {
      const place = places[lab.id]
      assert.ok(place, 'say where server and client are')
      const steps = provenSteps(lab).filter(({ checks }) =>
        checks.some(({ kind }) => touches.includes(kind))
      )
      assert.ok(steps.length > 0, 'no step of this lab is touched')
      for (const step of steps) {
        const playground = new Playground(t, lab)
        await playground.playBefore(step)
        await playground.apply(...solutionOf(step))
        await breaks(playground, place)
        const { verdict, sentence } = await playground.verify(step.id)
        assert.notEqual(verdict, 'pass', `${step.id}: ${sentence}`)
        if (step.checks.some(({ kind }) => kind === 'blocked'))
          assert.equal(verdict, blocked, `${step.id}: ${sentence}`)
      }
    })

/** A data path without policies: what they would cut off is answered by a Pod of the server. */
function withoutEnforcement(playground: Playground, urls = /./): Playground['asked'] {
  const answer = (): ReturnType<typeof curlAnswer> => {
    const server = playground.practice
      .objects()
      .find(({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'web')
    return curlAnswer(`Hostname: ${server?.metadata.name ?? ''}\n`)
  }
  return answering(playground.cluster, (program, asked, outcome) =>
    program === 'curl' && outcome.exitCode === 28 && urls.test(asked) ? answer() : outcome
  )
}
