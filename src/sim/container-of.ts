import type { Container, Pod } from '../model/pod.ts'
import { badRequest } from './status.ts'

/**
 * The container that logs, exec and attach mean. A Pod of several containers has to be asked for one by its name:
 * the annotation kubectl.kubernetes.io/default-container is read by kubectl alone, not by the API server
 * (pkg/registry/core/pod/strategy.go, validateContainer).
 *
 * @throws ApiError
 */
export function containerOf(pod: Pod, wanted: string | undefined): Container {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {}
  const name = pod.metadata.name ?? ''
  const all = [...initContainers, ...containers, ...ephemeralContainers]
  if (wanted !== undefined && wanted !== '') {
    const found = all.find(one => one.name === wanted)
    if (!found) throw badRequest(`container ${wanted} is not valid for pod ${name}`)
    return found
  }
  const [only, ...others] = containers
  if (only && others.length === 0) return only
  const names = all.map(one => one.name).join(' ')
  throw badRequest(
    `a container name must be specified for pod ${name}${only ? `, choose one of: [${names}]` : ''}`
  )
}
