import type { Pod } from '../../model/pod.ts'

export type Mesh = 'istio' | 'linkerd'

const proxies: Readonly<Record<Mesh, string>> = {
  istio: 'istio-proxy',
  linkerd: 'linkerd-proxy'
}

/** The name of the container that makes a Pod a part of the mesh. */
export function proxyContainerOf(mesh: Mesh): string {
  return proxies[mesh]
}

/** The mesh whose proxy runs in a Pod. Without one its requests go as Services say. */
export function meshOf({ spec }: Pod): Mesh | undefined {
  const names = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(one => one.name)
  return (['istio', 'linkerd'] as const).find(mesh => names.includes(proxies[mesh]))
}
