/** The oldest Node on which the library that reads credentials of clusters runs (its `engines`). */
const oldest = [22, 19] as const

/** Why this Node can't reach a cluster of a kubeconfig, as a sentence; undefined when it can. */
export function tooOldForClusters(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined
  return (
    `Reaching a cluster of a kubeconfig needs Node ${oldest.join('.')} or newer, and this is Node ${version}. ` +
    'Everything on the practice cluster works here.'
  )
}
