import { apiVersionOf } from '../../model/object.ts'
import { gatewayGroup } from '../../model/gateway-kinds.ts'
import type { Ingress } from '../../model/kinds.ts'
import type { Manifest } from '../../rules/manifest.ts'
import { toHttpRoutes } from '../../rules/shared/ingress-conversion.ts'
import { portNumberOfService } from '../../rules/shared/service-port.ts'
import type { WorkspaceView } from '../../rules/workspace-view.ts'
import type { Rewrite } from './refactorings.ts'

/**
 * A Gateway with a listener for each host, and an HTTPRoute for each host.
 * https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress/
 */
export function ingressToGateway(
  manifest: Manifest,
  workspace: WorkspaceView
): Rewrite | undefined {
  const ingress = manifest.object as Ingress
  const name = ingress.metadata.name ?? 'gateway'
  const routes = toHttpRoutes(ingress, { name }, (service, port) =>
    portNumberOfService(workspace, manifest, service, port)
  )
  if (!routes) return undefined
  const { namespace } = ingress.metadata
  const gateway = {
    apiVersion: apiVersionOf({ group: gatewayGroup, version: 'v1' }),
    kind: 'Gateway',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      gatewayClassName: ingress.spec?.ingressClassName ?? 'CHANGE-ME',
      listeners: listenersOf(ingress)
    }
  }
  const notes = ['its class must have a GatewayClass']
  if (Object.keys(ingress.metadata.annotations ?? {}).length > 0)
    notes.push('annotations are left out')
  return {
    title: `Convert to Gateway and HTTPRoute (${notes.join('; ')})`,
    objects: [gateway, ...routes]
  }
}

/** HTTP for every host, and HTTPS for those that `tls` names. */
function listenersOf(ingress: Ingress): object[] {
  const hosts = [...new Set((ingress.spec?.rules ?? []).map(({ host }) => host))]
  const secure = (ingress.spec?.tls ?? []).flatMap(({ hosts: names, secretName }) =>
    (names ?? [undefined]).map(host => ({ host, secretName }))
  )
  return [
    ...hosts.map((host, i) => ({
      name: nameOf('http', hosts.length, i),
      port: 80,
      protocol: 'HTTP',
      ...(host !== undefined && { hostname: host })
    })),
    ...secure.flatMap(({ host, secretName }, i) =>
      secretName === undefined
        ? []
        : [
            {
              name: nameOf('https', secure.length, i),
              port: 443,
              protocol: 'HTTPS',
              ...(host !== undefined && { hostname: host }),
              tls: { certificateRefs: [{ name: secretName }] }
            }
          ]
    )
  ]
}

function nameOf(protocol: string, count: number, i: number): string {
  return count === 1 ? protocol : `${protocol}-${i + 1}`
}
