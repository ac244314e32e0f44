import { isRecord, numberOf } from '../../base/json.ts'
import type { Ingress, IngressBackend } from '../../model/kinds.ts'

/** Backends that an Ingress names for one host and path, with the shares that its author wrote beside them. */
export interface WeightedPath {
  readonly host: string | undefined
  readonly path: string
  readonly pathType: string | undefined
  readonly backends: readonly WeightedBackend[]
}

export interface WeightedBackend {
  readonly backend: IngressBackend
  readonly weight: number | undefined
}

/** The paths of an Ingress, those of the same host and path brought together, in the order written. */
export function weightedPathsOf(ingress: Ingress): readonly WeightedPath[] {
  const paths = new Map<string, WeightedPath & { readonly backends: WeightedBackend[] }>()
  for (const rule of ingress.spec?.rules ?? []) {
    for (const entry of rule.http?.paths ?? []) {
      const path = entry.path ?? '/'
      const key = JSON.stringify([rule.host, path])
      const merged = paths.get(key) ?? {
        host: rule.host,
        path,
        pathType: entry.pathType,
        backends: []
      }
      paths.set(key, merged)
      merged.backends.push({ backend: entry.backend ?? {}, weight: weightBeside(entry) })
    }
  }
  return [...paths.values()]
}

/** People write the share beside the backend, inside it, or inside the Service. */
function weightBeside(entry: object): number | undefined {
  const fields = entry as Readonly<Record<string, unknown>>
  const backend = isRecord(fields.backend) ? fields.backend : {}
  const service = isRecord(backend.service) ? backend.service : {}
  return numberOf(fields.weight) ?? numberOf(backend.weight) ?? numberOf(service.weight)
}
