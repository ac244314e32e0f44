import type { FieldPath } from '../base/field-path.ts'
import { recordOf, valueAt } from '../base/json.ts'
import type { Service } from '../model/kinds.ts'
import { podLabelsOf } from '../model/workloads.ts'
import type { Manifest } from '../rules/manifest.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import { patternOf } from './hover.ts'

/** Values that the workspace has for a field: names of namespaces and Services, labels, ports. */
export function workspaceValues(
  object: Readonly<Record<string, unknown>>,
  path: FieldPath,
  workspace: WorkspaceView
): ReadonlyMap<string, string> {
  const pattern = patternOf(path)
  if (/(^|\.)namespace$/.test(pattern)) return named(namespacesOf(workspace), 'namespace')
  const label = /(?:matchLabels|spec\.selector)\.?(.*)$/.exec(pattern)
  if (label) {
    const key = String(path.at(-1))
    return key === 'kubernetes.io/metadata.name'
      ? named(namespacesOf(workspace), 'namespace')
      : named(labelValues(workspace, key), `label of a Pod`)
  }
  const services = workspace.all('v1/Service') as readonly Manifest<Service>[]
  if (
    /(?:backend\.service|backendRefs\[\])\.name$/.test(pattern) ||
    pattern.endsWith('defaultBackend.service.name')
  )
    return named(
      services.map(({ name }) => name ?? ''),
      'Service'
    )
  if (/(?:service\.port\.(?:number|name)|backendRefs\[\]\.port)$/.test(pattern)) {
    const holder = recordOf(
      valueAt(object, path.slice(0, pattern.includes('backendRefs') ? -1 : -2))
    )
    const byName = path.at(-1) === 'name'
    return named(
      services
        .filter(({ name }) => name === holder.name)
        .flatMap(service => service.object.spec?.ports ?? [])
        .map(port => (byName ? (port.name ?? '') : String(port.port))),
      `port of ${String(holder.name)}`
    )
  }
  if (pattern.endsWith('parentRefs[].name'))
    return named(
      workspace.ofKind('gateway.networking.k8s.io', 'Gateway').map(({ name }) => name ?? ''),
      'Gateway'
    )
  return new Map()
}

function named(values: readonly string[], detail: string): ReadonlyMap<string, string> {
  return new Map(
    [...new Set(values)]
      .filter(value => value !== '')
      .sort()
      .map(value => [value, detail])
  )
}

function namespacesOf(workspace: WorkspaceView): string[] {
  return workspace
    .everything()
    .map(manifest =>
      manifest.key === 'v1/Namespace' ? (manifest.name ?? '') : (manifest.namespace ?? '')
    )
}

function labelValues(workspace: WorkspaceView, key: string): string[] {
  return workspace.everything().map(manifest => podLabelsOf(manifest.object)?.[key] ?? '')
}
