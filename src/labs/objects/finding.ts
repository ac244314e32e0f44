import type { Verdict } from '../verdict.ts'

/** One thing that was found out about an object. */
export interface Finding {
  /** What was looked at, in two or three words, such as `as written`. */
  readonly about: string
  readonly verdict: Verdict
  /** Goes on after the object's name: `has 2 ready endpoints`. */
  readonly says: string
  readonly next?: string
  /** The same in three or four words, for the line above the manifest. */
  readonly brief?: string
  /**
   * `predicted`: the model of the network says so and nobody has seen it. `note`: worth knowing. Neither
   * decides the verdict.
   */
  readonly weight?: 'predicted' | 'note'
}

export function good(about: string, says: string, brief?: string): Finding {
  return { about, verdict: 'pass', says, ...(brief !== undefined && { brief }) }
}

export function note(about: string, says: string): Finding {
  return { about, verdict: 'pass', says, weight: 'note' }
}

/** What only a controller brings: missing on a real cluster, and out of sight on the practice cluster. */
export function needsController(
  about: string,
  simulated: boolean,
  texts: {
    readonly says: string
    readonly next: string
    readonly brief: string
    readonly what: string
  }
): Finding {
  const { says, next, brief, what } = texts
  if (!simulated) return { about, verdict: 'blocked', says, next, brief }
  return {
    about,
    verdict: 'not-here',
    says: `is only kept as an object: the practice cluster runs no ${what}`,
    next: `Look at it in a cluster with a ${what}.`,
    brief: `no ${what} here`
  }
}

/** `1 Pod`, `2 Pods`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

/** The finding that a kind could not be read; undefined when all of them were. */
export function unreadFinding(
  about: string,
  unread: ReadonlyMap<string, string>,
  kinds: readonly string[]
): Finding | undefined {
  const kind = kinds.find(one => unread.has(one))
  if (kind === undefined) return undefined
  return {
    about,
    verdict: 'inconclusive',
    says: `can’t be judged, because ${kind} objects could not be read: ${unread.get(kind) ?? ''}`,
    next: 'Ask for a Role that may list them, or choose another context.',
    brief: `can’t read ${kind}s`
  }
}
