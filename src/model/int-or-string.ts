/** `intstr.IntOrString`: a port by number or by name, a count or a percentage. */
export type IntOrString = number | string

/**
 * The number that a port field means, or undefined when it is a name. A string of digits is a number here
 * although it is a name to the API server: callers that validate look at the type themselves.
 */
export function portNumberOf(value: IntOrString): number | undefined {
  if (typeof value === 'number') return value
  return /^\d+$/.test(value) ? Number(value) : undefined
}

/** `targetPort: 0` and an absent one mean the same: the port of the Service itself. */
export function targetPortOf(port: {
  readonly port: number
  readonly targetPort?: IntOrString
}): IntOrString {
  const target = port.targetPort
  return target === undefined || target === 0 || target === '' ? port.port : target
}
