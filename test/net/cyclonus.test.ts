import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { NetworkPolicy, Protocol } from '../../src/model/kinds.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { networkOf } from '../../src/net/network.ts'
import { policyVerdict } from '../../src/net/policy-verdict.ts'

/**
 * Verdicts of another simulator for the same policies, kept beside the checkout and not in it. It knows nothing
 * of the documentation's exception that a Pod cannot block access to itself, so those cells are told apart.
 */
const file = path.join(import.meta.dirname, '../../../shared/oracles/cyclonus/cases.jsonl.gz')

interface Cell {
  readonly From: string
  readonly To: string
  readonly Port: number
  readonly Protocol: Protocol
  readonly Ingress: string
  readonly Egress: string
  readonly Combined: string
}

interface Step {
  readonly policies: readonly NetworkPolicy[] | null
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly pods: readonly {
    readonly namespace: string
    readonly name: string
    readonly ip: string
    readonly labels: Readonly<Record<string, string>>
    readonly ports: readonly {
      readonly name: string
      readonly port: number
      readonly protocol: Protocol
    }[]
  }[]
  readonly expected: readonly Cell[]
}

interface Case {
  readonly description: string
  readonly steps: readonly Step[]
}

test('verdicts agree with another simulator, but for a Pod with itself', context => {
  if (!existsSync(file)) {
    context.diagnostic(
      `the other simulator's verdicts are not beside this checkout: nothing compared`
    )
    return
  }
  const cases = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Case)
  const different: string[] = []
  let cells = 0
  let withItself = 0
  for (const { description, steps } of cases) {
    for (const [index, step] of steps.entries()) {
      const network = networkOf(objectsOf(step))
      for (const cell of step.expected) {
        cells++
        const { allowed, ingress, egress } = policyVerdict(network, {
          from: { pod: podOf(cell.From) },
          to: { pod: podOf(cell.To) },
          port: cell.Port,
          protocol: cell.Protocol
        })
        const ours = [allowed, ingress.allowed, egress.allowed].map(word).join(' ')
        const theirs = [cell.Combined, cell.Ingress, cell.Egress].join(' ')
        if (ours === theirs) continue
        if (cell.From === cell.To && allowed) withItself++
        else
          different.push(
            `${description}, step ${index}: ${cell.From} to ${cell.To} ${cell.Protocol}/${cell.Port}: ${ours}, theirs ${theirs}`
          )
      }

      function podOf(title: string): NonNullable<ReturnType<typeof network.pod>> {
        const [namespace = '', name = ''] = title.split('/')
        const pod = network.pod(namespace, name)
        assert.ok(pod, title)
        return pod
      }
    }
  }
  context.diagnostic(
    `${cells} cells, ${cells - withItself - different.length} agree, ${withItself} differ as documented (a Pod with itself)`
  )
  assert.ok(cells > 100_000)
  assert.deepEqual(different.slice(0, 20), [])
})

function word(allowed: boolean): string {
  return allowed ? 'allowed' : 'blocked'
}

function objectsOf(step: Step): KubeObject[] {
  return [
    ...Object.entries(step.namespaces).map(([name, labels]) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels }
    })),
    ...step.pods.map(({ namespace, name, labels, ip, ports }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name, labels },
      spec: {
        containers: ports.map((port, i) => ({
          name: `c${i}`,
          ports: [{ name: port.name, containerPort: port.port, protocol: port.protocol }]
        }))
      },
      status: { phase: 'Running', podIP: ip }
    })),
    ...(step.policies ?? []).map(policy => ({
      ...policy,
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy'
    }))
  ]
}
