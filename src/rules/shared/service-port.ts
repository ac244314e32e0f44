import { groupBy } from '../../base/group-by.ts'
import type { Service, ServicePort } from '../../model/kinds.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/** The Services of a name that could be meant by a manifest in this namespace. */
export function servicesNamed(
  workspace: WorkspaceView,
  from: Pick<Manifest, 'namespace'>,
  name: string
): readonly Manifest<Service>[] {
  const named = workspace.derive(servicesByName).get(name) ?? []
  return named.filter(service => mayShareNamespace(service, from))
}

/** The number of a port of a Service, by its name. */
export function portNumberOfService(
  workspace: WorkspaceView,
  from: Pick<Manifest, 'namespace'>,
  service: string,
  portName: string
): number | undefined {
  const [found] = servicesNamed(workspace, from, service)
  return found?.object.spec?.ports?.find(port => port.name === portName)?.port
}

export function servicesBeside(
  workspace: WorkspaceView,
  from: Pick<Manifest, 'namespace'>
): readonly Manifest<Service>[] {
  // Every Ingress and policy asks the same, so that without this a workspace would cost the square of its Services.
  const known = workspace.derive(servicesByNamespace)
  let services = known.get(from.namespace)
  if (!services) {
    services = servicesOf(workspace).filter(service => mayShareNamespace(service, from))
    known.set(from.namespace, services)
  }
  return services
}

function servicesOf(workspace: WorkspaceView): readonly Manifest<Service>[] {
  return workspace.all('v1/Service') as readonly Manifest<Service>[]
}

/** Answers of `servicesBeside`, filled as they are asked for. */
function servicesByNamespace(): Map<string | undefined, readonly Manifest<Service>[]> {
  return new Map()
}

function servicesByName(
  workspace: WorkspaceView
): ReadonlyMap<string | undefined, readonly Manifest<Service>[]> {
  return groupBy(servicesOf(workspace), service => service.name)
}

export function hasPort(
  service: Manifest<Service>,
  wanted: { name?: string; number?: number }
): boolean {
  return portsOf(service).some(port =>
    wanted.name === undefined ? port.port === wanted.number : port.name === wanted.name
  )
}

export function portsOf(service: Manifest<Service>): readonly ServicePort[] {
  return service.object.spec?.ports ?? []
}

/** Ports as a sentence lists them: `80 (http), 9090`. */
export function listPorts(ports: readonly ServicePort[]): string {
  return ports
    .map(port => (port.name === undefined ? String(port.port) : `${port.port} (${port.name})`))
    .join(', ')
}
