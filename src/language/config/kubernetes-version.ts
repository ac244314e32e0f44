import { failed, ok, type Result } from '../../base/result.ts'
import { newestKubernetes } from '../../rules/shared/api-lifecycle.ts'

/** The oldest version that it makes sense to name: the first one that has NetworkPolicy in networking.k8s.io/v1. */
const oldest = 7

/** The minor version of what a person writes: `1.34`, `v1.34`, `1.34.2`. A failure is a sentence. */
export function kubernetesMinorOf(text: string): Result<number, string> {
  const minor = /^v?1\.(\d{1,2})(?:\.\d+)?(?:[-+].*)?$/.exec(text.trim())?.[1]
  if (minor === undefined)
    return failed(`"${text}" is no version of Kubernetes. Write it as 1.${newestKubernetes}.`)
  const found = Number(minor)
  if (found < oldest || found > newestKubernetes)
    return failed(
      `Kubernetes 1.${found} is not known here, only 1.${oldest} to 1.${newestKubernetes}.`
    )
  return ok(found)
}
