import type { Sample } from './check-outcome.ts'
import type { LabCheck } from './lab-definition.generated.ts'

/**
 * The answer to a check, or a part of one, for which no probe is written. It can never be a pass: what nobody
 * asked, nobody knows.
 */
export function notCarriedOut(check: LabCheck): Sample | undefined {
  const part = unwrittenPart(check)
  if (part === undefined) return undefined
  return {
    verdict: 'inconclusive',
    sentence: `${part} is not carried out yet, so nothing was asked.`,
    probes: [],
    final: true
  }
}

function unwrittenPart(check: LabCheck): string | undefined {
  const kinds: readonly LabCheck['kind'][] = ['http', 'blocked', 'dns', 'object']
  if (!kinds.includes(check.kind)) return `A check of kind ${check.kind}`
  switch (check.kind) {
    case 'http': {
      const { from, to, via, host, method, headers, expect } = check
      if (from === 'host') return 'A request from the host'
      const parts = { via, host, method, headers, ...expect }
      const { bodyMatches, headers: wantedHeaders } = expect
      return unwrittenField({ ...parts, bodyMatches, wantedHeaders }, to)
    }
    case 'blocked':
      return check.to.startsWith('http://') ? undefined : 'A block of this protocol'
    case 'dns':
      return check.type !== undefined ||
        check.server !== undefined ||
        (check.expect !== 'no-such-name' &&
          (typeof check.expect === 'string' || !('service' in check.expect)))
        ? 'A question of this form'
        : undefined
    case 'object':
      return undefined
    default:
      return undefined
  }
}

function unwrittenField(parts: Readonly<Record<string, unknown>>, to: string): string | undefined {
  const names = ['via', 'host', 'method', 'headers', 'bodyMatches', 'wantedHeaders']
  if (to.startsWith('https:')) return 'A request over TLS'
  const used = names.find(name => parts[name] !== undefined)
  return used === undefined ? undefined : `The field ${used} of a request`
}
