import { itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import { readService } from './check-dns.ts'
import type { MetricCheck } from './lab-definition.generated.ts'
import { isWithin, limitsText } from './limits.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'

/** One query of a `metric` check, through the API server's proxy. */
export async function sampleMetric(context: ProbeContext, check: MetricCheck): Promise<Sample> {
  const service = await findPrometheus(context, check)
  if (isObstacle(service)) return sampleOf(service, [])
  const { cluster, clock } = context
  if (!cluster.getThroughService)
    return sampleOf(
      {
        verdict: 'inconclusive',
        sentence: 'Prometheus can’t be asked from here.',
        next: 'Verify it in the editor or with the command netlabs.',
        final: true
      },
      []
    )
  const { namespace = '', name = '' } = service.metadata
  const at = clock.now()
  const answer = await cluster.getThroughService(
    { namespace, name, port: portOf(service) },
    '/api/v1/query',
    { ...callOptions(context, 10_000), query: { query: check.query } }
  )
  stopIfAborted(context)
  const title = `Service ${namespace}/${name}`
  if (!answer.ok) return sampleOf(obstacleOf(answer.error, `query ${title}`), [])
  const figures = figuresIn(answer.value)
  const wanted = limitsText(check.expect)
  const unmet = figures.find(figure => !isWithin(figure, check.expect))
  const isMet = figures.length > 0 && unmet === undefined
  const result = figures.length === 0 ? 'no figure' : figures.slice(0, 5).map(rounded).join(', ')
  return {
    verdict: isMet ? 'pass' : 'fail',
    sentence: `${title} answers ${check.query} with ${result}. Asked for is ${wanted}.`,
    ...(!isMet && {
      next:
        figures.length === 0
          ? 'Look whether Prometheus scrapes what the query is about, and wait for two scrapes.'
          : 'Look at the query in Prometheus’ own page over time.'
    }),
    probes: [
      {
        role: 'object',
        from: 'API server',
        to: title,
        what: `kubectl get --raw '/api/v1/namespaces/${namespace}/services/${name}:${portOf(service)}/proxy/api/v1/query?query=${encodeURIComponent(check.query)}'`,
        result,
        outcome: isMet ? 'reached' : 'other',
        at,
        took: clock.now() - at
      }
    ]
  }
}

async function findPrometheus(
  context: ProbeContext,
  { prometheus }: MetricCheck
): Promise<KubeObject | Obstacle> {
  if (prometheus) return await readService(context, prometheus)
  const found = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Service' },
    { ...callOptions(context, 10_000), labelSelector: 'app.kubernetes.io/name=prometheus' }
  )
  stopIfAborted(context)
  if (!found.ok) return obstacleOf(found.error, 'list Services')
  // A headless one beside it belongs to the operator and leads to the same Pods.
  const [first] = [...found.value.items].sort(
    (a, b) => Number(isHeadless(a)) - Number(isHeadless(b))
  )
  return (
    first ?? {
      verdict: 'blocked',
      sentence: 'Blocked, because no Service has the label app.kubernetes.io/name=prometheus.',
      next: 'Install Prometheus, or name its Service in the check.',
      final: true
    }
  )
}

function isHeadless({ spec }: KubeObject): boolean {
  return recordOf(spec).clusterIP === 'None'
}

/** The port that speaks HTTP: the one called so, or the first. */
function portOf({ spec }: KubeObject): string {
  const ports = itemsOf(recordOf(spec).ports).map(recordOf)
  const port = ports.find(({ name }) => /^(http|web)/.test(stringOf(name) ?? '')) ?? ports[0]
  return stringOf(port?.name) ?? String(numberOf(port?.port) ?? 9090)
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
function figuresIn(body: unknown): readonly number[] {
  const { resultType, result } = recordOf(recordOf(body).data)
  const values =
    resultType === 'scalar'
      ? [itemsOf(result)[1]]
      : itemsOf(result).map(one => itemsOf(recordOf(one).value)[1])
  return values.map(Number).filter(figure => !Number.isNaN(figure))
}

function rounded(figure: number): string {
  return String(Number(figure.toPrecision(4)))
}
