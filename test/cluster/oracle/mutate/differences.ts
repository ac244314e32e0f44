import type { Outcome } from '../compare.ts'

/** A difference between the API server and the linter that stays, and why. */
export interface Explanation {
  readonly outcome?: Outcome
  readonly kind?: RegExp
  /** The field that was changed, such as `.spec.ports[].nodePort`. */
  readonly field: RegExp
  /** The change, as the mutation names it. */
  readonly what?: RegExp
  readonly why: string
}

/** Differences that are met by changing correct objects. One that is met no longer fails the whole run. */
export const explanations: readonly Explanation[] = [
  {
    outcome: 'miss',
    kind: /^v1\/Service$/,
    field: /^\.spec\.ports\[\]\.nodePort$/,
    why: 'a warning of ours, because the range is an option of the API server (--service-node-port-range)'
  },
  {
    outcome: 'miss',
    field: /\.timeZone$/,
    why: 'which time zones there are is told by the table of the server, which is newer or older than any of ours'
  },
  {
    outcome: 'false alarm',
    field: /^\.(?:binaryData|data)\./,
    what: /^an empty list$/,
    why: 'Go reads an empty list as no bytes; nobody writes it, and the schema says text'
  }
]
