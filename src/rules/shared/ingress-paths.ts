import type { FieldPath } from '../../base/field-path.ts'
import type { Ingress, IngressPath } from '../../model/kinds.ts'

/** Every path of an Ingress with its host and its place. */
export function ingressPathsOf(ingress: Ingress): readonly {
  readonly host: string | undefined
  readonly entry: IngressPath
  readonly at: FieldPath
}[] {
  return (ingress.spec?.rules ?? []).flatMap(({ host, http }, i) =>
    (http?.paths ?? []).map((entry, j) => ({
      host,
      entry,
      at: ['spec', 'rules', i, 'http', 'paths', j]
    }))
  )
}

export const nginxPrefix = 'nginx.ingress.kubernetes.io/'
