import { parseIp } from '../../model/cidr.ts'
import {
  isProblem,
  parseCorefile,
  type CorefileProblem,
  type Directive,
  type ServerText
} from './corefile-text.ts'
import { isPlugin, pluginOrder } from './plugin-order.ts'
import { rewriteRuleOf } from './rewrite-rule.ts'

/** A Corefile that CoreDNS would start with. */
export interface Corefile {
  readonly servers: readonly ServerBlock[]
  /** Whether changes are taken up while CoreDNS runs. */
  readonly reloads: boolean
}

export interface ServerBlock {
  /** Without the dot at the end; the root is the empty text. */
  readonly zones: readonly string[]
  /** In the order in which CoreDNS runs them. */
  readonly plugins: readonly Directive[]
}

/** Reads and checks a Corefile; the problem is what CoreDNS says before it gives up. */
export function readCorefile(text: string): Corefile | CorefileProblem {
  const parsed = parseCorefile(text)
  if (isProblem(parsed)) return parsed
  const servers: ServerBlock[] = []
  const seen = new Map<string, number>()
  for (const server of parsed) {
    const problem = problemOf(server)
    if (problem) return problem
    const zones = server.labels.map(zoneOf)
    for (const zone of zones) {
      const other = seen.get(zone)
      const line = server.directives[0]?.line ?? 1
      if (other !== undefined)
        return {
          line,
          message: `cannot serve dns://${zone}. - it is already defined`
        }
      seen.set(zone, line)
    }
    const names = (one: Directive): number => pluginOrder.indexOf(one.name)
    const plugins = [...server.directives].sort((a, b) => names(a) - names(b))
    servers.push({ zones: zones.map(bareZone), plugins })
  }
  const reloads = servers.some(({ plugins }) => plugins.some(one => one.name === 'reload'))
  return { servers, reloads }
}

/** `dns://.:53` and `.` are the root on port 53. */
function zoneOf(label: string): string {
  const [, zone = '', port = '53'] = /^(?:\w+:\/\/)?([^:]*)(?::(\d+))?$/.exec(label) ?? []
  return `${zone.toLowerCase().replace(/\.$/, '')}:${port}`
}

function bareZone(zone: string): string {
  return zone.replace(/:\d+$/, '')
}

function problemOf({ directives }: ServerText): CorefileProblem | undefined {
  for (const directive of directives) {
    const { name, line } = directive
    if (!isPlugin(name))
      return { line, message: `Error during parsing: Unknown directive '${name}'` }
    const message = settingsProblem(directive)
    if (message !== undefined) return { line, message: `Error during parsing: ${message}` }
  }
  return undefined
}

/** What the plugins that decide answers say of their settings. */
function settingsProblem(directive: Directive): string | undefined {
  const { name, args, block } = directive
  switch (name) {
    case 'forward':
      if (args.length < 2) return wrongCount(args)
      return args
        .slice(1)
        .map(destinationProblem)
        .find(one => one !== undefined)
    case 'kubernetes': {
      const bad = block.find(one => !kubernetesOptions.has(one.name))
      if (bad) return `unknown property '${bad.name}'`
      const pods = block.find(one => one.name === 'pods')?.args[0]
      return pods === undefined || ['disabled', 'insecure', 'verified'].includes(pods)
        ? undefined
        : `wrong value for pods: ${pods},  must be one of: disabled, verified, insecure`
    }
    case 'rewrite': {
      const rule = rewriteRuleOf(directive)
      return typeof rule === 'string' ? rule : undefined
    }
    case 'template':
      return args.length < 2 ? wrongCount(args) : undefined
    case 'cache':
      return args[0]?.startsWith('-') === true
        ? `cache TTL can not be zero or negative: ${args[0]}`
        : undefined
    default:
      return undefined
  }
}

const kubernetesOptions = new Set(
  'endpoint_pod_names pods namespaces endpoint tls labels namespace_labels fallthrough ttl transfer noendpoints ignore kubeconfig startup_timeout multicluster apiserver_qps apiserver_burst apiserver_max_inflight'.split(
    ' '
  )
)

function wrongCount(args: readonly string[]): string {
  return `Wrong argument count or unexpected line ending after '${args.at(-1) ?? ''}'`
}

/** A destination is an address with a port or without, or a file such as /etc/resolv.conf. */
function destinationProblem(text: string): string | undefined {
  const bare = text.replace(/^\w+:\/\//, '')
  const host = bare.startsWith('[')
    ? bare.replace(/^\[([^\]]*)\].*$/, '$1')
    : /^[^:]+:\d+$/.test(bare)
      ? bare.replace(/:\d+$/, '')
      : bare
  return parseIp(host) || bare.startsWith('/') ? undefined : `not an IP address or file: "${text}"`
}
