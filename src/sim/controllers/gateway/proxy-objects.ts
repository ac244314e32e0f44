import { gatewayNameLabel } from '../../../net/proxy/proxies.ts'
import type { Gateway } from '../../../model/gateway-kinds.ts'
import type { KubeObject } from '../../../model/object.ts'
import { simulatedMark } from '../../start-objects.ts'
import { ownerReferenceTo } from '../pods-of.ts'

export const traefikNamespace = 'traefik'

/** Traefik as a cluster has it: one Deployment behind one load balancer, for every route and Ingress. */
export const traefikObjects: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: traefikNamespace, labels: { ...simulatedMark } }
  },
  proxyDeployment(
    { name: 'traefik', namespace: traefikNamespace },
    { app: 'traefik' },
    {
      name: 'traefik',
      image: 'docker.io/library/traefik:v3.7.13',
      args: [
        '--entryPoints.web.address=:80',
        '--entryPoints.websecure.address=:443',
        '--providers.kubernetesgateway',
        '--providers.kubernetesingress',
        '--providers.kubernetescrd'
      ],
      ports: [
        { name: 'web', containerPort: 80 },
        { name: 'websecure', containerPort: 443 }
      ]
    }
  ),
  proxyService({ name: 'traefik', namespace: traefikNamespace }, { app: 'traefik' }, [
    { name: 'web', port: 80 },
    { name: 'websecure', port: 443 }
  ])
]

/** The proxy of one Gateway of GatewayClass `practice`, named as GEP-1762 has it. */
export function gatewayObjects(gateway: Gateway): readonly KubeObject[] {
  const { name = '', namespace = 'default' } = gateway.metadata
  const labels = { [gatewayNameLabel]: name }
  const metadata = {
    name: proxyNameOf(gateway),
    namespace,
    ownerReferences: [ownerReferenceTo(gateway)]
  }
  const numbers = [...new Set((gateway.spec?.listeners ?? []).map(one => one.port))]
  const ports = numbers.map(port => ({ name: `port-${port}`, port }))
  return [
    proxyDeployment(metadata, labels, {
      name: 'proxy',
      image: 'netlabs/practice-gateway:simulated',
      ports: ports.map(one => ({ name: one.name, containerPort: one.port })),
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' }
      }
    }),
    proxyService(metadata, labels, ports)
  ]
}

export function proxyNameOf({ metadata, spec }: Gateway): string {
  return `${metadata.name ?? ''}-${spec?.gatewayClassName ?? ''}`.slice(0, 63)
}

type Metadata = KubeObject['metadata']

function proxyDeployment(
  metadata: Metadata,
  labels: Readonly<Record<string, string>>,
  container: Readonly<Record<string, unknown>>
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: { ...labels, ...simulatedMark }, generation: 1 },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } }
    }
  }
}

function proxyService(
  metadata: Metadata,
  labels: Readonly<Record<string, string>>,
  ports: readonly { readonly name: string; readonly port: number }[]
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels: { ...labels, ...simulatedMark } },
    spec: { type: 'LoadBalancer', ipFamilyPolicy: 'PreferDualStack', selector: labels, ports }
  }
}
