import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { calicoPolicyKeys } from '../shared/calico.ts'
import { belongTogether } from '../shared/folder-of.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const policies = (order: number): string => `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: { name: deny-all }
spec:
  order: 100
  types: [Ingress]
  ingress: [{ action: Deny }]
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  order: ${order}
  selector: app == 'web'
  types: [Ingress]
  ingress: [{ action: Allow, protocol: TCP, destination: { ports: [8080] } }]
`

const directions = ['ingress', 'egress'] as const

export default defineRule({
  id: 'calico/policy-never-asked',
  appliesTo: calicoPolicyKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['calico', 'policy', 'order'],
  what: 'A policy for every Pod decides about everything before this one is asked.',
  why: 'Calico asks the policies of a tier by `order`, the lowest first, and the first rule that matches decides. One without an order comes last.',
  todo: 'Give the policy a lower order than the one that decides about the rest.',
  docs: {
    bad: policies(1000),
    good: policies(50),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy#spec']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    const spec = new Field(manifest.object).get('spec')
    for (const direction of directions) {
      const [rule] = spec.get(direction).items
      if (!rule) continue
      const first = workspace
        .derive(finalPolicies)
        .find(
          one =>
            one.direction === direction &&
            one.manifest !== manifest &&
            belongTogether(one.manifest, manifest) &&
            one.order < orderOf(spec) &&
            stageOf(one.manifest) === stageOf(manifest)
        )
      if (!first) continue
      // What comes to the same is left out.
      if (spec.get(direction).items.every(one => one.get('action').text === first.action)) continue
      report({
        at: spec.get('order').isThere ? spec.get('order').at : rule.at,
        part: 'value',
        message: `${describeManifest(first.manifest)} has order ${first.order} and decides about all ${direction} before this.`,
        related: [
          { manifest: first.manifest, at: ['spec', direction], message: 'It decides here.' }
        ]
      })
      return
    }
  }
})

interface FinalPolicy {
  readonly manifest: Manifest
  readonly direction: 'ingress' | 'egress'
  readonly order: number
  readonly action: string
}

/** Policies for every Pod whose rules leave nothing undecided. */
function finalPolicies(workspace: WorkspaceView): readonly FinalPolicy[] {
  return workspace.ofKind('projectcalico.org', 'GlobalNetworkPolicy').flatMap(manifest => {
    const spec = new Field(manifest.object).get('spec')
    const isForAll =
      /^(?:\s*all\(\)\s*)?$/.test(spec.get('selector').text ?? '') &&
      !spec.get('namespaceSelector').isThere &&
      !spec.get('serviceAccountSelector').isThere
    if (!isForAll || manifest.partial) return []
    return directions.flatMap(direction => {
      const [rule, another] = spec.get(direction).items
      const action = rule?.get('action').text ?? ''
      // Earlier rules of such a policy may let pass what the others are for.
      if (!rule || another || !/^(?:Deny|Allow)$/.test(action) || !isForEverything(rule)) return []
      return [{ manifest, direction, order: orderOf(spec), action }]
    })
  })
}

function isForEverything(rule: Field): boolean {
  return rule.entries.every(
    ([key, field]) => key === 'action' || key === 'metadata' || field.isEmpty
  )
}

function orderOf(spec: Field): number {
  return spec.get('order').number ?? Infinity
}

/** Policies of another tier or another stage of the way are asked apart. */
function stageOf({ object }: Manifest): string {
  const spec = new Field(object).get('spec')
  return ['tier', 'preDNAT', 'doNotTrack', 'applyOnForward']
    .map(key => (key === 'tier' ? (spec.get(key).text ?? 'default') : spec.get(key).value === true))
    .join('/')
}
