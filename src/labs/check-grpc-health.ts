import { requestTarget } from './check-http.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { GrpcHealthCheck } from './lab-definition.generated.ts'
import { execInPod, kubectlExec, quoted } from './exec-in-pod.ts'
import { firstLine, plainRequest, type HttpRequest } from './http-reply.ts'
import { isObstacle, type Obstacle } from './obstacle.ts'
import type { ProbeContext } from './probe-context.ts'
import { findPlace, isHost, placeName, type ProbePlace } from './probe-place.ts'

/** What a server said to the health request. */
export interface HealthAnswer {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'UNKNOWN' | 'none'
  /** A few words, such as `grpc-status 12`. */
  readonly text: string
}

/** One call of grpc.health.v1.Health/Check. https://grpc.io/docs/guides/health-checking/ */
export async function sampleGrpcHealth(
  context: ProbeContext,
  check: GrpcHealthCheck
): Promise<Sample> {
  const from = await findPlace(context, check.from)
  if (isObstacle(from)) return sampleOf(from, [])
  const url = `${check.to.replace(/^grpc/, 'http').replace(/\/$/, '')}/grpc.health.v1.Health/Check`
  const target = await requestTarget(context, { ...check, to: url })
  if (isObstacle(target)) return sampleOf(target, [])
  const at = context.clock.now()
  const asked = await ask(context, from, target.request, check.service ?? '')
  if (isObstacle(asked)) return sampleOf(asked, [])
  const { expect = 'SERVING' } = check
  const isMet = asked.status === expect
  return {
    verdict: isMet ? 'pass' : 'fail',
    sentence: `${placeName(from)} asked ${target.to} for its health: ${asked.text}.`,
    ...(!isMet && {
      next: 'Look whether the route leads to the gRPC server over HTTP/2: its Service port needs appProtocol kubernetes.io/h2c.'
    }),
    probes: [
      {
        role: 'subject',
        from: placeName(from),
        to: target.to,
        what: asked.what,
        result: asked.text,
        outcome: isMet ? 'reached' : 'other',
        at,
        took: context.clock.now() - at
      }
    ]
  }
}

async function ask(
  context: ProbeContext,
  from: ProbePlace,
  request: HttpRequest,
  service: string
): Promise<(HealthAnswer & { readonly what: string }) | Obstacle> {
  const script = healthScript(request, service)
  if (isHost(from)) {
    const { grpcStatus, body, text } = await from.host.grpc(
      request,
      frameOf(service),
      context.signal
    )
    context.signal?.throwIfAborted()
    return { ...readHealth(grpcStatus, body, text), what: script }
  }
  const command = ['sh', '-c', script]
  const ran = await execInPod(context, from, command)
  if (ran === 'no-program' || (!isObstacle(ran) && ran.exitCode === 127))
    return {
      verdict: 'blocked',
      sentence: `Blocked, because the image of ${placeName(from)} has no curl that speaks HTTP/2, and no od.`,
      next: 'Use an image with curl for the client, as the lab’s manifest does.',
      lacks: from,
      final: true
    }
  if (isObstacle(ran)) return ran
  // od prints bytes as numbers, so that none of them gets lost on the way.
  const bytes = ran.stdout.trim().split(/\s+/).filter(Boolean).map(Number)
  const body = Uint8Array.from(bytes)
  return {
    ...readHealth(body.length > 0 ? 0 : undefined, body, firstLine(ran.stderr)),
    what: kubectlExec(from, command)
  }
}

/** The frame of a message: not compressed, its length, and the name of the service as field 1. */
function frameOf(service: string): readonly number[] {
  const name = [...new TextEncoder().encode(service)]
  const message = name.length === 0 ? [] : [10, name.length, ...name]
  return [0, 0, 0, 0, message.length, ...message]
}

function healthScript(request: HttpRequest, service: string): string {
  const { url, headers = {} } = plainRequest(request)
  const octal = frameOf(service).map(byte => `\\${byte.toString(8).padStart(3, '0')}`)
  const fields = Object.entries({ ...headers, 'content-type': 'application/grpc', te: 'trailers' })
  const curl = [
    ...['curl', '-sS', '-m', '5', '--noproxy', '*', '--http2-prior-knowledge'],
    ...fields.flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...['--data-binary', '@-', url]
  ]
  return `printf '${octal.join('')}' | ${curl.map(quoted).join(' ')} | od -An -v -tu1`
}

/** The answer's only field is the status: 1 is SERVING, 2 is NOT_SERVING. */
function readHealth(grpcStatus: number | undefined, body: Uint8Array, text: string): HealthAnswer {
  const [, , , , length = 0, tag, value] = body
  if (grpcStatus === 0 && length === 2 && tag === 8)
    return value === 1
      ? { status: 'SERVING', text: 'SERVING' }
      : value === 2
        ? { status: 'NOT_SERVING', text: 'NOT_SERVING' }
        : { status: 'UNKNOWN', text: `status ${value ?? 0}` }
  // Zero is UNKNOWN, and a field that is zero isn't sent.
  if (grpcStatus === 0 && body.length === 5 && length === 0)
    return { status: 'UNKNOWN', text: 'status UNKNOWN' }
  return {
    status: 'none',
    text:
      grpcStatus === undefined || grpcStatus === 0
        ? `no health answer${text === '' ? '' : ` (${text})`}`
        : `grpc-status ${grpcStatus}`
  }
}
