import type { Manifest } from '../manifest.ts'

/**
 * Keeps what is computed of one object until its text changes, so that a question about all objects of the
 * workspace costs little when another file is typed in.
 */
export function perObject<Value>(
  compute: (manifest: Manifest) => Value
): (manifest: Manifest) => Value {
  const known = new WeakMap<object, { readonly value: Value }>()
  return manifest => {
    let entry = known.get(manifest.object)
    if (!entry) known.set(manifest.object, (entry = { value: compute(manifest) }))
    return entry.value
  }
}
