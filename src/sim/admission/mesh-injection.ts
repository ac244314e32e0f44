import type { KubeObject } from '../../model/object.ts'
import type { Container, Pod } from '../../model/pod.ts'
import { proxyContainerOf, type Mesh } from '../../net/mesh/mesh-of.ts'
import type { Backend } from '../backend.ts'

const images: Readonly<Record<Mesh, string>> = {
  istio: 'docker.io/istio/proxyv2:1.30.0',
  linkerd: 'cr.l5d.io/linkerd/proxy:edge-26.9.1'
}

/**
 * Puts the proxy of a mesh into a Pod that its namespace or its own labels ask for, as the webhooks of Istio
 * and Linkerd do, as a sidecar that is an init container. It routes as the mesh's objects say; nothing is
 * encrypted.
 */
export function withMeshProxy(backend: Backend, pod: Pod): Pod {
  const { namespace = 'default' } = pod.metadata
  const home = backend.store.get('/namespaces', undefined, namespace)
  const mesh = wantedMesh(pod, home)
  const { containers = [], initContainers = [], hostNetwork } = pod.spec ?? {}
  if (!mesh || hostNetwork === true) return pod
  const name = proxyContainerOf(mesh)
  if ([...containers, ...initContainers].some(one => one.name === name)) return pod
  const mark = mesh === 'istio' ? 'sidecar.istio.io/status' : 'linkerd.io/proxy-version'
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: { ...pod.metadata.annotations, [mark]: 'simulated' }
    },
    spec: { ...pod.spec, initContainers: [proxy(name, images[mesh]), ...initContainers] }
  }
}

function wantedMesh({ metadata }: Pod, namespace: KubeObject | undefined): Mesh | undefined {
  const { labels = {}, annotations = {} } = namespace?.metadata ?? {}
  const ofPod = { ...metadata.annotations, ...metadata.labels }
  const istio = ofPod['sidecar.istio.io/inject']
  const isInjected = labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined
  if (istio === 'true' || (isInjected && istio !== 'false')) return 'istio'
  const linkerd = metadata.annotations?.['linkerd.io/inject'] ?? annotations['linkerd.io/inject']
  return linkerd === 'enabled' || linkerd === 'ingress' ? 'linkerd' : undefined
}

/** Fits the restricted level: what redirects packets is the node's business with both meshes' CNI plugins. */
function proxy(name: string, image: string): Container {
  return {
    name,
    image,
    restartPolicy: 'Always',
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 1337,
      seccompProfile: { type: 'RuntimeDefault' }
    }
  }
}
