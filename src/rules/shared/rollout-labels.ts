/** Labels that controllers put on the Pods of one revision; another revision has another value. */
export const rolloutLabels: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation'
])
