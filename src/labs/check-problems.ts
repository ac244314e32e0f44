import type { FieldPath } from '../base/field-path.ts'
import { jsonEqual } from '../base/json.ts'
import type {
  BlockedCheck,
  CaptureCheck,
  ExpectedField,
  LabCheck,
  ObjectCheck,
  Via
} from './lab-definition.generated.ts'

interface Problem {
  readonly path: FieldPath
  readonly message: string
}

/** What no schema can say about a check: fields that go together, and ids that refer to checks before it. */
export function checkProblems(
  check: LabCheck,
  before: readonly LabCheck[],
  path: FieldPath
): readonly Problem[] {
  const problems: (readonly [field: string, message: string])[] = []
  if (before.some(({ id }) => id === check.id))
    problems.push(['id', `Another check is called ${check.id}.`])
  problems.push(...problemsOfKind(check, before))
  if ('via' in check) problems.push(...viaProblems(check.via), ...tunnelProblems(check))
  return problems.map(([field, message]) => ({ path: [...path, field], message }))
}

type Found = readonly (readonly [field: string, message: string])[]

function problemsOfKind(check: LabCheck, before: readonly LabCheck[]): Found {
  switch (check.kind) {
    case 'blocked':
      return blockedProblems(check, before)
    case 'object':
      return objectProblems(check)
    case 'tcp':
    case 'udp':
      return silenceProblems(check.expect === 'silent', check.control !== undefined)
    case 'ping':
      return [
        ...silenceProblems(check.expect === 'silent', check.control !== undefined),
        ...targetProblems(check)
      ]
    case 'path-mtu':
      return [...targetProblems(check), ...limitProblems(check.expect)]
    case 'throughput':
    case 'metric':
      return limitProblems(check.expect)
    case 'refused':
      return check.field === undefined && check.words === undefined
        ? [
            [
              'manifest',
              'Say by field or words why it is refused: anything can be refused for another reason.'
            ]
          ]
        : []
    case 'split':
      return [
        ...exactlyOne('identity', check.identity),
        ...(Object.values(check.shares).every(weight => weight === 0) ||
        Object.keys(check.shares).length < 2
          ? ([
              ['shares', 'At least two servers have to be named, and one of them has a share.']
            ] as const)
          : [])
      ]
    case 'exec':
      return check.expect.stdout === undefined && (check.expect.exit ?? 0) === 0
        ? [['expect', 'Say what it prints (stdout): a command that does nothing ends well too.']]
        : []
    case 'addresses':
    case 'routes':
      return Object.keys(check.expect).length === 0
        ? [['expect', 'Nothing is expected, so anything would pass.']]
        : []
    case 'capture':
      return captureProblems(check)
    default:
      return []
  }
}

/** Packets that are not there are seen by a tcpdump that hears nothing as well. */
function captureProblems({ expect, control }: CaptureCheck): Found {
  if (Object.keys(expect).length === 0)
    return [['expect', 'Nothing is expected, so anything would pass.']]
  return (expect.atLeast ?? 0) === 0 && expect.matches === undefined && control === undefined
    ? [['control', 'Say which packets must be seen meanwhile: a deaf tcpdump sees none at all.']]
    : []
}

function blockedProblems(check: BlockedCheck, before: readonly LabCheck[]): Found {
  const baseline = before.find(({ id }) => id === check.baseline)
  if (baseline?.kind !== 'http' && baseline?.kind !== 'tcp' && baseline?.kind !== 'udp')
    return [['baseline', 'No http, tcp or udp check before this one has that id.']]
  const isHttp = check.to.startsWith('http')
  const same = baseline.to === check.to && jsonEqual(placeOf(baseline.from), placeOf(check.from))
  const hasName = /^[a-z]+:\/\/[^/:[]*[a-z]/i.test(check.to)
  return [
    ...(same
      ? []
      : ([
          ['baseline', 'The baseline has to be the same request: same client, same URL.']
        ] as const)),
    ...(isHttp && !check.expect
      ? ([
          ['expect', 'Say what the server answers, or a stranger could answer in its place.']
        ] as const)
      : []),
    ...(hasName && check.dns === undefined
      ? ([['dns', 'The URL has a name, so say which name must still resolve.']] as const)
      : [])
  ]
}

function placeOf(from: unknown): unknown {
  if (typeof from !== 'object' || from === null) return from
  const { namespace, workload, cluster } = from as Record<string, unknown>
  return { namespace, workload, cluster }
}

function objectProblems({ object, expect, atLeast, condition, ...rest }: ObjectCheck): Found {
  const fields: readonly ExpectedField[] = rest.fields ?? []
  const problems: (readonly [string, string])[] = []
  if ((object.name === undefined) === (object.labels === undefined))
    problems.push(['object', 'Give either a name or labels.'])
  if (atLeast !== undefined && object.labels === undefined)
    problems.push(['atLeast', 'Only objects that are found by labels are counted.'])
  if (expect === 'absent' && (fields.length > 0 || condition || atLeast !== undefined))
    problems.push(['expect', 'What is absent has no fields, no conditions and no number.'])
  if (fields.some(field => operatorsOf(field) !== 1))
    problems.push(['fields', 'Each field takes exactly one of equals, matches, exists and absent.'])
  return problems
}

function operatorsOf({ equals, matches, exists, absent }: ExpectedField): number {
  return [equals, matches, exists, absent].filter(one => one !== undefined).length
}

function silenceProblems(isSilent: boolean, hasControl: boolean): Found {
  return isSilent && !hasControl
    ? [['expect', 'Silence shows nothing by itself. Add a control that must be answered.']]
    : []
}

function targetProblems({ to, via }: { readonly to?: string; readonly via?: Via }): Found {
  return (to === undefined) === (via === undefined)
    ? [['to', 'Say where it goes, either by to or by via.']]
    : []
}

function limitProblems(limits: { readonly atLeast?: number; readonly atMost?: number }): Found {
  return limits.atLeast === undefined && limits.atMost === undefined
    ? [['expect', 'Give atLeast or atMost, or anything would pass.']]
    : []
}

function viaProblems(via: Via | undefined): Found {
  if (!via) return []
  const { service, gateway, ingress, pod, address } = via
  const problems: (readonly [string, string])[] = [
    ...exactlyOne('via', {
      ...(service && { service }),
      ...(gateway && { gateway }),
      ...(ingress && { ingress }),
      ...(pod && { pod })
    })
  ]
  const fits = address === undefined || service !== undefined || (pod && address === 'forward')
  if (!fits) problems.push(['via', `Only a Service has the address ${address}.`])
  return problems
}

/** Kinds that ask for an answer: a tunnel takes every connection by itself. */
const throughTunnels: readonly LabCheck['kind'][] = ['http', 'split', 'grpc-health', 'websocket']

function tunnelProblems({ kind, ...check }: LabCheck & { readonly via?: Via }): Found {
  if (check.via?.address !== 'forward') return []
  if (!throughTunnels.includes(kind))
    return [
      ['via', `A tunnel takes every connection, so a check of the kind ${kind} shows nothing.`]
    ]
  return 'from' in check && check.from === 'host'
    ? []
    : [['via', 'A tunnel begins at this machine, so from has to be host.']]
}

function exactlyOne(field: string, choices: object): Found {
  return Object.keys(choices).length === 1
    ? []
    : [[field, 'Exactly one of the choices has to be given.']]
}
