import type { RecordType, ZoneAnswer } from '../dns-record.ts'
import type { Network } from '../network.ts'

/** A question that a plugin is asked. */
export interface Question {
  /** Absolute, in lower case. */
  readonly name: string
  readonly type: RecordType
  /** The zones of the server block that took the question. */
  readonly zones: readonly string[]
  readonly network: Network
  /** What a file beside the Corefile says, as the same ConfigMap holds it. */
  readonly file: (path: string) => string | undefined
}

/** Whether a name is in a zone; the root holds every name. */
export function isInZone(name: string, zone: string): boolean {
  const bare = zone.toLowerCase().replace(/\.$/, '')
  return bare === '' || name === `${bare}.` || name.endsWith(`.${bare}.`)
}

export function isInZones(name: string, zones: readonly string[]): boolean {
  return zones.some(zone => isInZone(name, zone))
}

/** Whether a plugin hands on what it doesn't find: `fallthrough` alone means every zone. */
export function fallsThrough(zones: readonly string[] | undefined, name: string): boolean {
  return zones !== undefined && (zones.length === 0 || isInZones(name, zones))
}

export function noName(reason: string): ZoneAnswer {
  return { status: 'NXDOMAIN', answers: [], reason }
}

export function noServer(reason: string): ZoneAnswer {
  return { status: 'SERVFAIL', answers: [], reason }
}
