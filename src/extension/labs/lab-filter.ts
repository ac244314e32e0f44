import type { Lab } from '../../labs/lab.ts'

/** What the Labs view shows. Several words of one kind widen it, words of different kinds narrow it. */
export interface LabFilter {
  readonly levels: readonly Lab['level'][]
  /** The longest that a lab may take. */
  readonly minutes?: number
  readonly topics: readonly string[]
  /** Only labs whose every step the context can carry. */
  readonly carried: boolean
  /** Only labs that are not finished. */
  readonly unfinished: boolean
}

export const noFilter: LabFilter = { levels: [], topics: [], carried: false, unfinished: false }

export interface LabStanding {
  readonly finished: boolean
  /** Whether the context can carry it; undefined while nobody knows. */
  readonly carried: boolean | undefined
}

/** A lab of which nobody knows whether the context carries it is shown: hiding it would say that it doesn't. */
export function passesFilter(filter: LabFilter, lab: Lab, standing: LabStanding): boolean {
  return (
    (filter.levels.length === 0 || filter.levels.includes(lab.level)) &&
    (filter.minutes === undefined || lab.minutes <= filter.minutes) &&
    (filter.topics.length === 0 || filter.topics.some(topic => lab.topics.includes(topic))) &&
    (!filter.carried || standing.carried !== false) &&
    (!filter.unfinished || !standing.finished)
  )
}

export function isFiltering({ levels, minutes, topics, carried, unfinished }: LabFilter): boolean {
  return levels.length + topics.length > 0 || minutes !== undefined || carried || unfinished
}

/** The filter in words, such as `beginner · up to 30 min · dns`. */
export function filterWords(filter: LabFilter): string {
  return [
    filter.levels.join(' or '),
    filter.minutes === undefined ? '' : `up to ${filter.minutes} min`,
    filter.topics.join(' or '),
    filter.carried ? 'this context can carry it' : '',
    filter.unfinished ? 'not finished' : ''
  ]
    .filter(word => word !== '')
    .join(' · ')
}
