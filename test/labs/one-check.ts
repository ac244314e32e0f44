import assert from 'node:assert/strict'
import { failed, ok } from '../../src/base/result.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { readLab } from '../../src/labs/read-lab.ts'
import type { CheckResult } from '../../src/labs/step-result.ts'
import { verifyStep, type VerifyOptions } from '../../src/labs/verify-step.ts'
import { isKubeObject, type KubeObject } from '../../src/model/object.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { EagerClock } from '../support/eager-clock.ts'

const head = `id: sample
title: A sample
description: Enough of a lab to be read.
group: Policies
level: beginner
minutes: 5
topics: [dns]
backlog: []
requires: []
namespaces: [shop]
steps:
  - id: first
    title: The first step
    goal: Something is the case.
    page: 1-first.md
    picture: {file: pictures/first.svg, alt: An arrow from a client to a server.}
    hints: {nudge: One., where: Two., difference: Three., solve: Four.}
    checks:
`

/** A lab of one step with these checks, each written without its id, title and claims. */
export function labOf(...checks: readonly string[]): Lab {
  const items = checks.map((check, i) => {
    const own = check
      .trim()
      .split('\n')
      .map(line => `        ${line}\n`)
    return `      - id: c${i}\n        title: It is so\n        claims: That it is so.\n${own.join('')}`
  })
  const { lab, problems } = readLab(head + items.join(''))
  assert.ok(lab, JSON.stringify(problems))
  return lab
}

/** What the last of these checks comes to in a cluster. */
export async function verdictOf(
  cluster: LabCluster,
  checks: string | readonly string[],
  options: Partial<VerifyOptions> = {}
): Promise<CheckResult> {
  const lab = labOf(...(typeof checks === 'string' ? [checks] : checks))
  const result = await verifyStep(lab, 'first', cluster, { clock: new EagerClock(), ...options })
  const last = result.checks.at(-1)
  assert.ok(last)
  return last
}

interface Printed {
  readonly exitCode?: number
  readonly stdout?: string
  readonly stderr?: string
}

/** A real cluster with these objects, in which a command prints what `run` says. */
export function clusterWith(
  manifests: string,
  run: (command: readonly string[], pod: string) => Printed | undefined
): LabCluster {
  const objects = parseYamlFile(manifests).documents.flatMap(({ value }) =>
    isKubeObject(value) ? [value] : []
  )
  const matches = (object: KubeObject, selector: string | undefined): boolean =>
    (selector ?? '')
      .split(',')
      .filter(part => part !== '')
      .every(part => object.metadata.labels?.[part.split('=')[0] ?? ''] === part.split('=')[1])
  return {
    context: 'real',
    simulated: false,
    get: ref => {
      const found = objects.find(
        ({ kind, metadata }) =>
          kind === ref.kind && metadata.name === ref.name && metadata.namespace === ref.namespace
      )
      return Promise.resolve(
        found ? ok(found) : failed({ reason: 'not-found', message: `There is no ${ref.name}.` })
      )
    },
    list: ({ kind }, options) =>
      Promise.resolve(
        ok({
          items: objects.filter(
            one =>
              one.kind === kind &&
              (options?.namespace === undefined || one.metadata.namespace === options.namespace) &&
              matches(one, options?.labelSelector)
          )
        })
      ),
    exec: (pod, _container, command) => {
      const printed = run(command, pod.name)
      return Promise.resolve(
        printed
          ? ok({ exitCode: 0, stdout: '', stderr: '', ...printed })
          : ok({ exitCode: 127, stdout: '', stderr: `sh: ${command[0] ?? ''}: not found\n` })
      )
    }
  }
}

/** A client and a server that are Ready, with addresses of both families. */
export const shop = `
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop}
status:
  conditions: [{type: Ready, status: "True"}]
  podIPs: [{ip: 10.1.0.5}, {ip: "fd00::5"}]
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
status:
  conditions: [{type: Ready, status: "True"}]
  podIP: 10.1.0.7
  podIPs: [{ip: 10.1.0.7}, {ip: "fd00::7"}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  clusterIP: 10.96.0.7
  clusterIPs: [10.96.0.7, "fd10::7"]
  ports: [{port: 80, nodePort: 30080}]
status:
  loadBalancer: {ingress: [{ip: 192.0.2.10}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: door, namespace: shop}
status:
  addresses: [{type: IPAddress, value: 192.0.2.20}]
---
apiVersion: v1
kind: Node
metadata: {name: node-1}
status:
  addresses: [{type: InternalIP, address: 10.0.0.1}, {type: Hostname, address: node-1}]
`
