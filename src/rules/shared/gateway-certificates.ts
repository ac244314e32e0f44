import type { FieldPath } from '../../base/field-path.ts'
import type { BackendObjectReference, Gateway } from '../../model/gateway-kinds.ts'
import { listenersOf } from './gateway-listeners.ts'

/** The certificates of all listeners that are Secrets, with their places. */
export function certificatesOf(
  gateway: Gateway
): readonly { readonly certificate: BackendObjectReference; readonly at: FieldPath }[] {
  return listenersOf(gateway).flatMap(({ tls }, i) =>
    (tls?.certificateRefs ?? [])
      .map((certificate, j) => ({
        certificate,
        at: ['spec', 'listeners', i, 'tls', 'certificateRefs', j]
      }))
      .filter(
        ({ certificate: { group = '', kind = 'Secret' } }) => group === '' && kind === 'Secret'
      )
  )
}
