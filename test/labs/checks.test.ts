/**
 * Each check of each lab has to notice something. Here stands, for every one of them, what is broken so that
 * this very check is no longer proven, and what it says then.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LabCheck, LabStep } from '../../src/labs/lab-definition.generated.ts'
import type { Verdict } from '../../src/labs/verdict.ts'
import { answering, hiding, unobserved } from './faults.ts'
import { labCalled, Playground, provenSteps, referenceLabs } from './playground.ts'

interface Mutation {
  readonly what: string
  readonly does: (playground: Playground) => unknown
  readonly verdict: Verdict
  /** Words of its sentence. */
  readonly says: RegExp
}

const remove =
  (apiVersion: string, kind: string, namespace: string, name: string) => (playground: Playground) =>
    playground.remove({ apiVersion, kind, namespace, name })

const scale = (namespace: string, name: string, replicas: number) => (playground: Playground) =>
  playground.scale(namespace, name, replicas)

const nslookupSays =
  (stdout: string, exitCode = 0) =>
  (playground: Playground) =>
    (playground.asked = answering(playground.cluster, (program, _asked, outcome) =>
      program === 'nslookup' ? { exitCode, stdout, stderr: '' } : outcome
    ))

const otherAddress = 'Server:\t10.96.0.10\n\nName:\tweb\nAddress: 198.51.100.7\n'
const noSuchName = "** server can't find web: NXDOMAIN\n"

/** The Service sends its traffic to Pods that serve something else. */
const swapServer = (namespace: string) => async (playground: Playground) => {
  const labels = { app: 'impostor' }
  await playground.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'impostor', namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'nginxinc/nginx-unprivileged',
              ports: [{ name: 'http', containerPort: 8080 }]
            }
          ]
        }
      }
    }
  })
  await playground.patch(
    { apiVersion: 'v1', kind: 'Service', namespace, name: 'web' },
    { spec: { selector: labels } }
  )
}

const server = 'netlabs-get-started-server'
const client = 'netlabs-get-started-client'
const isolation = (namespace: string): ((playground: Playground) => unknown) =>
  remove('networking.k8s.io/v1', 'NetworkPolicy', namespace, 'same-namespace-only')

const table: Readonly<Record<string, readonly Mutation[]>> = {
  'get-started/server-runs': [
    {
      what: 'the server is scaled to zero',
      does: scale(server, 'web', 0),
      verdict: 'fail',
      says: /has 0 of 0 Pods available/
    }
  ],
  'get-started/server-has-endpoints': [
    {
      what: 'the Service is missing',
      does: remove('v1', 'Service', server, 'web'),
      verdict: 'fail',
      says: /is not in the cluster/
    }
  ],
  'get-started/client-runs': [
    {
      what: 'the client is missing',
      does: remove('apps/v1', 'Deployment', client, 'client'),
      verdict: 'fail',
      says: /is not in the cluster/
    }
  ],
  'get-started/neighbour-runs': [
    {
      what: 'the neighbour is scaled to zero',
      does: scale(server, 'neighbour', 0),
      verdict: 'fail',
      says: /has 0 of 0/
    }
  ],
  'get-started/client-reaches-server': [
    {
      what: 'another server answers',
      does: swapServer(server),
      verdict: 'fail',
      says: /somebody else/
    },
    {
      what: 'nobody serves',
      does: scale(server, 'web', 0),
      verdict: 'fail',
      says: /was refused/
    }
  ],
  'get-started/client-is-cut-off': [
    {
      what: 'the policy is gone',
      does: isolation(server),
      verdict: 'fail',
      says: /still gets an answer/
    },
    {
      what: 'the neighbour is missing',
      does: remove('apps/v1', 'Deployment', server, 'neighbour'),
      verdict: 'blocked',
      says: /is not in the cluster/
    }
  ],
  'pod-to-pod-across-namespaces/server-runs': [
    {
      what: 'the server is scaled to zero',
      does: scale('backend', 'web', 0),
      verdict: 'fail',
      says: /has 0 of 0/
    },
    {
      what: 'new Pods can’t start',
      does: async playground => {
        const ref = {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'backend',
          name: 'web'
        }
        const volumes = [{ name: 'none', configMap: { name: 'none' } }]
        await playground.scale('backend', 'web', 0)
        await playground.patch(ref, {
          spec: { template: { spec: { volumes } } }
        })
        await playground.scale('backend', 'web', 2)
      },
      verdict: 'fail',
      says: /has 0 of 2/
    },
    {
      what: 'its controller has not seen the newest change',
      does: playground => (playground.asked = unobserved(playground.cluster, 'Deployment')),
      verdict: 'fail',
      says: /has not seen yet/
    }
  ],
  'pod-to-pod-across-namespaces/server-has-endpoints': [
    {
      what: 'the selector has a typo',
      does: playground => playground.apply('wrong/selector-with-a-typo.yaml'),
      verdict: 'fail',
      says: /has no ready endpoint/
    }
  ],
  'pod-to-pod-across-namespaces/neighbour-runs': [
    {
      what: 'the neighbour is missing',
      does: remove('apps/v1', 'Deployment', 'backend', 'client'),
      verdict: 'fail',
      says: /is not in the cluster/
    }
  ],
  'pod-to-pod-across-namespaces/client-runs': [
    {
      what: 'the client is scaled to zero',
      does: scale('frontend', 'client', 0),
      verdict: 'fail',
      says: /has 0 of 0/
    }
  ],
  'pod-to-pod-across-namespaces/portal-runs': [
    {
      what: 'the portal is missing',
      does: remove('apps/v1', 'Deployment', 'frontend', 'portal'),
      verdict: 'fail',
      says: /is not in the cluster/
    }
  ],
  'pod-to-pod-across-namespaces/full-name-resolves': [
    {
      what: 'the name leads elsewhere',
      does: nslookupSays(otherAddress),
      verdict: 'fail',
      says: /198\.51\.100\.7/
    },
    {
      what: 'there is no such name',
      does: nslookupSays(noSuchName, 1),
      verdict: 'fail',
      says: /no such name/
    },
    {
      what: 'the DNS server fails',
      does: nslookupSays("** server can't find web: SERVFAIL\n", 1),
      verdict: 'inconclusive',
      says: /can’t answer/
    },
    {
      what: 'the Service is missing',
      does: remove('v1', 'Service', 'backend', 'web'),
      verdict: 'blocked',
      says: /is not in the cluster/
    }
  ],
  'pod-to-pod-across-namespaces/short-name-stays-at-home': [
    {
      what: 'somebody made a Service web in frontend',
      does: playground =>
        playground.put({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'web', namespace: 'frontend' },
          spec: { ports: [{ port: 80 }] }
        }),
      verdict: 'fail',
      says: /asked for the name web: 10\./
    },
    {
      what: 'the DNS server fails',
      does: nslookupSays("** server can't find web: SERVFAIL\n", 1),
      verdict: 'inconclusive',
      says: /can’t answer/
    }
  ],
  'pod-to-pod-across-namespaces/short-name-resolves-at-home': [
    {
      what: 'there is no such name',
      does: nslookupSays(noSuchName, 1),
      verdict: 'fail',
      says: /no such name/
    }
  ],
  'pod-to-pod-across-namespaces/frontend-reaches-web': [
    {
      what: 'another server answers',
      does: swapServer('backend'),
      verdict: 'fail',
      says: /somebody else/
    },
    {
      what: 'a policy is there already',
      does: playground => playground.apply('solution/30-isolate.yaml'),
      verdict: 'fail',
      says: /timed out/
    },
    {
      what: 'the selector has a typo',
      does: playground => playground.apply('wrong/selector-with-a-typo.yaml'),
      verdict: 'fail',
      says: /was refused/
    }
  ],
  'pod-to-pod-across-namespaces/frontend-is-cut-off': [
    {
      what: 'the policy is gone',
      does: isolation('backend'),
      verdict: 'fail',
      says: /still gets an answer.*No policy selects/
    },
    {
      what: 'the success before is eleven minutes old',
      does: playground => playground.clock.skip(11 * 60_000),
      verdict: 'inconclusive',
      says: /11 minutes ago, and at most 10 count/
    },
    {
      what: 'nothing was verified before',
      does: playground => (playground.baselines = []),
      verdict: 'inconclusive',
      says: /Nothing has shown that it ever worked/
    },
    {
      what: 'the success before was seen in another cluster',
      does: playground =>
        (playground.baselines = playground.baselines.map(one => ({
          ...one,
          cluster: 'other 1'
        }))),
      verdict: 'inconclusive',
      says: /Nothing has shown that it ever worked/
    },
    {
      what: 'the name leads nowhere',
      does: nslookupSays(noSuchName, 1),
      verdict: 'inconclusive',
      says: /does not resolve/
    },
    {
      what: 'the server is scaled to zero',
      does: scale('backend', 'web', 0),
      verdict: 'inconclusive',
      says: /The control failed/
    },
    {
      what: 'the client reaches nobody else either',
      does: scale('frontend', 'portal', 0),
      verdict: 'inconclusive',
      says: /The client’s own control failed/
    },
    {
      what: 'the Service can’t be listed, so that its addresses are not known',
      does: playground => (playground.asked = hiding(playground.cluster, 'Service')),
      verdict: 'inconclusive',
      says: /only these are known: http:\/\/web\.backend/
    },
    {
      what: 'the EndpointSlices can’t be listed, so that no Pod’s address is known',
      does: playground => (playground.asked = hiding(playground.cluster, 'EndpointSlice')),
      verdict: 'inconclusive',
      says: /a Pod’s address have to be tried/
    }
  ]
}

test('the table has every check of the reference labs, and nothing else', () => {
  const all = referenceLabs.flatMap(lab =>
    provenSteps(lab).flatMap(({ checks }) => checks.map(({ id }) => `${lab.id}/${id}`))
  )
  assert.deepEqual(Object.keys(table).sort(), all.sort())
})

for (const [key, mutations] of Object.entries(table))
  for (const { what, does, verdict, says } of mutations)
    test(`${key} is ${verdict} when ${what}`, async t => {
      const [labId = '', checkId = ''] = key.split('/')
      const lab = labCalled(labId)
      const { step, check } = find(provenSteps(lab), checkId)
      const playground = new Playground(t, lab)
      await playground.playBefore(step)
      await playground.play(step)
      await does(playground)
      const { checks } = await playground.verify(step.id)
      const result = checks[step.checks.indexOf(check)]
      assert.equal(result?.verdict, verdict, result?.sentence)
      assert.match(result.sentence, says)
      assert.ok(result.next, 'it says what to do next')
    })

function find(
  steps: readonly LabStep[],
  id: string
): { readonly step: LabStep; readonly check: LabCheck } {
  for (const step of steps) {
    const check = step.checks.find(one => one.id === id)
    if (check) return { step, check }
  }
  return assert.fail(`there is no check ${id}`)
}
