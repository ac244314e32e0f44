import { gvkKey, type GroupVersionKind } from '../model/object.ts'
import type { ResourceInfo, SchemaSet } from '../api/schema-set.ts'
import { lifecycleOf } from '../rules/shared/api-lifecycle.ts'
import { slipOf } from '../rules/shared/slip-of.ts'

/**
 * The type that an object was meant to have, where its group or version cannot exist: kinds of projects that may be
 * installed in another version are taken for a slip only where no version of theirs could read like this.
 */
export function meantVersion(
  written: GroupVersionKind,
  schemas: SchemaSet
): GroupVersionKind | undefined {
  const all = schemas.kinds().map(one => one.gvk)
  const sameKind = all.filter(one => one.kind === written.kind)
  if (all.some(one => one.group === written.group)) return versionOfKubernetes(written, schemas)
  const sameVersion = sameKind.filter(one => one.version === written.version)
  if (!written.group.includes('.')) return ofGroupWithoutDot(written.group, sameVersion)
  const groups = sameVersion.map(one => one.group)
  const group =
    slipOf(written.group, groups) ??
    groups.find(one => isOtherSpelling(written.group, one, schemas, sameVersion))
  return sameVersion.find(one => one.group === group)
}

/** The kind that is meant by a name in another case, in the plural as the resource is called, or without a letter. */
export function meantKind(written: GroupVersionKind, schemas: SchemaSet): string | undefined {
  const lower = written.kind.toLowerCase()
  const isMeant = ({ gvk, plural }: ResourceInfo): boolean =>
    gvk.group === written.group &&
    gvk.version === written.version &&
    (gvk.kind.toLowerCase() === lower || plural === lower || lacksLetter(written.kind, gvk.kind))
  return schemas.kinds().find(isMeant)?.gvk.kind
}

/** Whether one small letter was left out inside of a long name, which makes no word of its own. */
function lacksLetter(written: string, name: string): boolean {
  if (name.length < 8 || written.length !== name.length - 1) return false
  let at = 0
  while (at < written.length && written[at] === name[at]) at++
  return (
    at > 0 &&
    at < written.length &&
    written.slice(at) === name.slice(at + 1) &&
    /[a-z]/.test(name.charAt(at))
  )
}

/** Kubernetes has its versions from its own binary: what was never there is known. */
function versionOfKubernetes(
  written: GroupVersionKind,
  schemas: SchemaSet
): GroupVersionKind | undefined {
  // Most kinds were alpha and beta in some release; these came without.
  const wasStableAtOnce = written.group === '' || written.kind === 'NetworkPolicy'
  if (/alpha|beta/.test(written.version) && !wasStableAtOnce) return undefined
  if (lifecycleOf(gvkKey(written))) return undefined
  return schemas
    .kinds()
    .map(one => one.gvk)
    .find(one => one.kind === written.kind && one.group === written.group && !schemas.isCustom(one))
}

/**
 * A CustomResourceDefinition needs a dot in its group, and the groups of Kubernetes without one are known.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
function ofGroupWithoutDot(
  group: string,
  candidates: readonly GroupVersionKind[]
): GroupVersionKind | undefined {
  if (group === 'extensions') return undefined
  const [only, another] = candidates
  return candidates.find(one => one.group.startsWith(`${group}.`)) ?? (another ? undefined : only)
}

/** `external-dns.k8s.io` for `externaldns.k8s.io`; below k8s.io, which is protected, `apps.k8s.io` and `network.k8s.io`. */
function isOtherSpelling(
  written: string,
  known: string,
  schemas: SchemaSet,
  types: readonly GroupVersionKind[]
): boolean {
  const plain = (group: string): string => group.replaceAll('-', '')
  if (plain(written) === plain(known)) return true
  if (!written.endsWith('.k8s.io')) return false
  if (types.some(one => one.group === known && schemas.isCustom(one))) return false
  const [first, second] = [written, known].map(group => group.replace(/\.k8s\.io$/, ''))
  return first !== undefined && second !== undefined && first.length >= 4
    ? second.startsWith(first) || first.startsWith(second || '.')
    : false
}
