import { isRecord, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsLabelFault, dnsSubdomainFault, labelValueFault, qualifiedNameFault } from './names.ts'
import type { ValueChecker } from './value-checker.ts'

/** Kinds whose names are a single DNS label, because the name becomes one. */
const labelNamed = new Set(['Namespace', 'Service'])

/** Kinds whose names may be any path segment, such as those of RBAC. */
const freelyNamed = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])

/** Rules of `ValidateObjectMeta` (apimachinery api/validation). */
export function metadataValues(object: KubeObject, checker: ValueChecker): void {
  const metadata = recordOf(object.metadata)
  const { name, generateName, namespace } = metadata
  if (name === undefined && generateName === undefined)
    checker.required(['metadata', 'name'], 'name or generateName is required')
  if (!freelyNamed.has(object.kind)) {
    const fault = labelNamed.has(object.kind) ? dnsLabelFault : dnsSubdomainFault
    checker.check(['metadata', 'name'], name, fault)
  }
  checker.check(['metadata', 'namespace'], namespace, dnsLabelFault)
  labelsAt(metadata.labels, ['metadata', 'labels'], checker)
  if (isRecord(metadata.annotations))
    for (const key of Object.keys(metadata.annotations))
      checker.check(['metadata', 'annotations', key], key.toLowerCase(), qualifiedNameFault)
}

export function labelsAt(
  labels: unknown,
  path: readonly (string | number)[],
  checker: ValueChecker
): void {
  if (!isRecord(labels)) return
  for (const [key, value] of Object.entries(labels)) {
    checker.check([...path, key], key, qualifiedNameFault)
    checker.check([...path, key], value, labelValueFault)
  }
}
