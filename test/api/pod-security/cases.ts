/** Where the Pods are, and what a real API server said of them. */
export const podSecurityFolder = import.meta.dirname

const label = 'pod-security.kubernetes.io/enforce'

/** The labels of the namespaces in which the Pods are tried. */
export const podSecurityLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'baseline:latest': { [label]: 'baseline' },
  'restricted:latest': { [label]: 'restricted' },
  'baseline:v1.24': { [label]: 'baseline', [`${label}-version`]: 'v1.24' },
  'restricted:v1.24': { [label]: 'restricted', [`${label}-version`]: 'v1.24' }
}
