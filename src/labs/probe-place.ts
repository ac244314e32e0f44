import type { HttpReply, HttpRequest } from './http-reply.ts'
import type { FarEnd } from './lab-cluster.ts'
import type { Sender, Via } from './lab-definition.generated.ts'
import type { Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findProbePod, type ProbePod } from './probe-pod.ts'

/** What the machine of the editor or the command can ask. The pure rooms have no network of their own. */
export interface LabHost {
  /** A new connection for each request. */
  http(request: HttpRequest, signal?: AbortSignal): Promise<HttpReply>
  /** Asks for an upgrade and sends a message when there is one. Status 0: no answer. */
  websocket(
    request: HttpRequest,
    send: string | undefined,
    signal?: AbortSignal
  ): Promise<{ readonly status: number; readonly text: string; readonly message?: string }>
  /** One unary call over HTTP/2 without TLS; the frame goes as it is. */
  grpc(
    request: HttpRequest,
    frame: readonly number[],
    signal?: AbortSignal
  ): Promise<{
    readonly grpcStatus: number | undefined
    readonly body: Uint8Array
    readonly text: string
  }>
  /** Listens at a port of this machine alone; each connection to it goes to a far end of its own. */
  tunnel?(open: () => Promise<FarEnd | string>): Promise<{
    readonly port: number
    problem(): string | undefined
    dispose(): void
  }>
  /** Opens a connection and closes it again. */
  tcp(
    address: string,
    port: number,
    signal?: AbortSignal
  ): Promise<{
    readonly kind: 'open' | 'unresolved' | 'refused' | 'timeout' | 'unclear'
    readonly text: string
  }>
}

export interface HostPlace {
  readonly host: LabHost
}

/** Where a probe is sent from. */
export type ProbePlace = ProbePod | HostPlace

export function isHost(place: ProbePlace): place is HostPlace {
  return 'host' in place
}

/** How the evidence names it. */
export function placeName(place: ProbePlace): string {
  if (isHost(place)) return 'this machine'
  const { namespace, name, container = '', twinOf, joined, inOther, cluster } = place
  const where = inOther === true ? ` of ${cluster.context}` : ''
  const how =
    twinOf !== undefined
      ? ` (stands in for ${twinOf})`
      : joined === true
        ? ` (added container ${container})`
        : ''
  return `Pod ${namespace}/${name}${where}${how}`
}

/** `via`: given by checks whose requests may go through a tunnel, which the practice cluster has too. */
export async function findPlace(
  context: ProbeContext,
  sender: Sender,
  via?: Via
): Promise<ProbePlace | Obstacle> {
  if (sender !== 'host') return await findProbePod(context, sender)
  if (context.cluster.simulated && via?.address !== 'forward')
    return {
      verdict: 'not-here',
      sentence:
        'Blocked here, because the practice cluster has no network that this machine could send a request into; only its Pods reach each other.',
      next: 'Verify this step on a cluster of your own, such as one made with kind.',
      final: true
    }
  if (!context.host)
    return {
      verdict: 'inconclusive',
      sentence: 'No request can be sent from this machine here.',
      next: 'Verify it in the editor or with the command netlabs.',
      final: true
    }
  return { host: context.host }
}
