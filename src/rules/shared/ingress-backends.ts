import type { FieldPath } from '../../base/field-path.ts'
import type { Ingress, IngressBackend } from '../../model/kinds.ts'

/** Every backend of an Ingress with its place. */
export function backendsOf(
  ingress: Ingress
): readonly { readonly backend: IngressBackend; readonly at: FieldPath }[] {
  const own = (ingress.spec?.rules ?? []).flatMap((rule, i) =>
    (rule.http?.paths ?? []).map((path, j) => ({
      backend: path.backend ?? {},
      at: ['spec', 'rules', i, 'http', 'paths', j, 'backend']
    }))
  )
  const fallback = ingress.spec?.defaultBackend
  return fallback ? [{ backend: fallback, at: ['spec', 'defaultBackend'] }, ...own] : own
}
