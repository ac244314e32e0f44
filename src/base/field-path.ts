/** The way from an object to one of its fields: keys of maps and indices of lists. */
export type FieldPath = readonly (string | number)[]

/**
 * Writes a path as Kubernetes writes it in its error messages (apimachinery `field.Path`):
 * `spec.rules[0].http`, and a map key that is not a plain field name in brackets:
 * `metadata.annotations[metallb.io/loadBalancerIPs]`.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`
    else if (isPlainName(step)) text += text === '' ? step : `.${step}`
    else text += `[${step}]`
  }
  return text
}

/** Reads what `formatFieldPath` wrote. A number in brackets is an index of a list. */
export function parseFieldPath(text: string): FieldPath {
  const path: (string | number)[] = []
  for (const match of text.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)) {
    const [, bracketed, name] = match
    if (name !== undefined) path.push(name)
    else if (bracketed !== undefined)
      path.push(/^\d+$/.test(bracketed) ? Number(bracketed) : bracketed)
  }
  return path
}

/** Map keys such as `app.kubernetes.io/name` would read as several fields without brackets. */
function isPlainName(step: string): boolean {
  return /^[A-Za-z_$][\w$-]*$/.test(step)
}
