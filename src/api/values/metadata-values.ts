import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  pathSegmentFaults,
  qualifiedNameFaults
} from './names.ts'
import { labelsAt } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Kinds whose names are a single DNS label, because the name becomes one. */
const labelNamed = new Set(['Namespace', 'Service', 'StatefulSet'])

/** Kinds whose names may be any path segment, such as those of RBAC. */
const freelyNamed = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** Rules of `ValidateObjectMeta` (apimachinery api/validation). */
export function metadataValues(object: KubeObject, checker: ValueChecker): void {
  const metadata = recordOf(object.metadata)
  const { name, generateName, namespace } = metadata
  const faults = freelyNamed.has(object.kind)
    ? pathSegmentFaults
    : labelNamed.has(object.kind)
      ? dnsLabelFaults
      : dnsSubdomainFaults
  if (isEmpty(name) && isEmpty(generateName))
    checker.required(['metadata', 'name'], 'name or generateName is required')
  // A generated name may end with a dash, since five characters follow.
  checker.checkGiven(['metadata', 'generateName'], generateName, text =>
    faults(text.replace(/-$/, 'a'))
  )
  checker.checkGiven(['metadata', 'name'], name, faults)
  checker.checkGiven(['metadata', 'namespace'], namespace, dnsLabelFaults)
  labelsAt(metadata.labels, ['metadata', 'labels'], checker)
  annotationsAt(metadata.annotations, ['metadata', 'annotations'], checker)
  itemsOf(metadata.finalizers).forEach((finalizer, i) => {
    checker.check(['metadata', 'finalizers', i], finalizer, qualifiedNameFaults, {
      path: ['metadata', 'finalizers']
    })
  })
  itemsOf(metadata.ownerReferences).forEach((owner, i) => {
    for (const key of ['apiVersion', 'kind', 'name', 'uid'])
      if (isEmpty(recordOf(owner)[key]))
        checker.required(['metadata', 'ownerReferences', i, key], 'must not be empty')
  })
}

/** Rules of `ValidateAnnotations`: keys are qualified names whatever their letter case. */
export function annotationsAt(
  annotations: unknown,
  path: readonly (string | number)[],
  checker: ValueChecker
): void {
  if (!isRecord(annotations)) return
  let size = 0
  for (const [key, value] of Object.entries(annotations)) {
    for (const fault of qualifiedNameFaults(key.toLowerCase()))
      checker.invalid([...path, key], key, fault, { path })
    size += key.length + (typeof value === 'string' ? value.length : 0)
  }
  if (size > 256 * 1024) checker.add('too-long', path, `may not be more than ${256 * 1024} bytes`)
}
