import type { FieldPath } from '../../base/field-path.ts'
import type { Manifest } from '../../rules/manifest.ts'

/** A thing that manifests speak of by its name. */
export type LinkTarget =
  | {
      readonly type: 'object'
      /** Group and kind as one text: `gateway.networking.k8s.io/Gateway`; `/Service` in the core group. */
      readonly kind: string
      /** Undefined: whichever namespace the manifest is applied to, or an object of the whole cluster. */
      readonly namespace: string | undefined
      readonly name: string
    }
  | {
      readonly type: 'label'
      /** Whose label it is. */
      readonly of: 'Pod' | 'Namespace'
      readonly namespace: string | undefined
      readonly key: string
      readonly value: string
    }
  | {
      /** A named part of an object: a listener, a subset, a port. */
      readonly type: 'part'
      readonly part: 'listener' | 'subset' | 'service-port' | 'container-port'
      readonly namespace: string | undefined
      /** The object that it belongs to; of a container port nothing, because a selector decides. */
      readonly owner: string
      readonly name: string
    }

/** One place that defines or uses a target. */
export interface Occurrence {
  readonly manifest: Manifest
  readonly at: FieldPath
  readonly role: 'definition' | 'use'
  readonly target: LinkTarget
}

/** Whether two places may speak of the same thing. What has no namespace can be in any. */
export function isSameTarget(a: LinkTarget, b: LinkTarget): boolean {
  if (a.type !== b.type || !mayShare(a.namespace, b.namespace)) return false
  if (a.type === 'object' && b.type === 'object') return a.kind === b.kind && a.name === b.name
  if (a.type === 'label' && b.type === 'label')
    return a.of === b.of && a.key === b.key && a.value === b.value
  if (a.type === 'part' && b.type === 'part')
    return a.part === b.part && a.owner === b.owner && a.name === b.name
  return false
}

/** The word that stands at an occurrence, which is what a rename changes. */
export function wordOf(target: LinkTarget): string {
  return target.type === 'label' ? target.value : target.name
}

function mayShare(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}
