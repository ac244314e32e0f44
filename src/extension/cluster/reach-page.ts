import { formatFieldPath } from '../../base/field-path.ts'
import { objectTitle } from '../../model/object.ts'
import type { Connection, Outcome } from '../../net/connect.ts'

export interface ReachAsked {
  /** Such as `frontend/client-5d8f`. */
  readonly from: string
  /** Such as `web.backend:80`. */
  readonly to: string
  readonly context: string
}

const words: Readonly<Record<Outcome, string>> = {
  connected: 'gets through',
  refused: 'is refused',
  timeout: 'gets no answer',
  unresolved: 'fails at the name',
  unreachable: 'leads out of what is known'
}

/** Why a connection comes to its end, as a page: each station with the object and the field that decided there. */
export function reachPage({ from, to, context }: ReachAsked, all: readonly Connection[]): string {
  const [first] = all
  if (!first) return ''
  return [
    `# ${from} → ${to} ${endOf(all) ?? words[first.outcome]}`,
    '',
    `> Predicted from the objects of \`${context}\`. No packet was sent; what the network really does, a verification shows.`,
    '',
    ...all.flatMap((connection, i) => [
      ...(all.length === 1
        ? []
        : [`## ${connection.address ?? String(i + 1)}: ${words[connection.outcome]}`, '']),
      ...stations(connection),
      ''
    ])
  ].join('\n')
}

/** A Service hands each connection to one of its endpoints, so a page for all of them may have two ends. */
function endOf(all: readonly Connection[]): string | undefined {
  return new Set(all.map(({ outcome }) => outcome)).size > 1
    ? 'gets through to some of its endpoints only'
    : undefined
}

function stations({ trace }: Connection): readonly string[] {
  return trace.map(({ step, ok, sentence, object, path }, i) => {
    const decided = object
      ? ` — \`${objectTitle(object)}\`${path && path.length > 0 ? `, \`${formatFieldPath(path)}\`` : ''}`
      : ''
    return `${i + 1}. ${ok ? '✓' : '✗'} **${step}** ${sentence}${decided}`
  })
}
