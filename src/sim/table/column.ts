import { itemsOf, recordOf, stringOf, valueAt } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { formatSelector, type LabelSelector, type Labels } from '../../model/selector.ts'

/** One column of a Table. */
export interface Column {
  readonly name: string
  readonly type?: 'string' | 'integer' | 'date'
  /** Only shown with `-o wide`. */
  readonly wide?: boolean
  readonly description?: string
  /** The cell of an object; `now` in milliseconds since the epoch. */
  cell(object: KubeObject, now: number): string | number
}

export const nameColumn: Column = {
  name: 'Name',
  cell: object => object.metadata.name ?? ''
}

export const age: Column = {
  name: 'Age',
  cell: (object, now) => sinceText(object.metadata.creationTimestamp, now)
}

export function text(name: string, path: readonly (string | number)[], wide = false): Column {
  return { name, wide, cell: object => wordOf(valueAt(object, path)) }
}

export function wordOf(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '<none>' : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '<none>'
}

export function countAt(name: string, path: readonly string[]): Column {
  return {
    name,
    type: 'integer',
    cell: object => {
      const value = valueAt(object, path)
      return typeof value === 'number' ? value : 0
    }
  }
}

/** Containers and images of a Pod template, for `-o wide`. */
export const containersWide: readonly Column[] = [
  { name: 'Containers', wide: true, cell: object => fromContainers(object, 'name') },
  { name: 'Images', wide: true, cell: object => fromContainers(object, 'image') }
]

function fromContainers(object: KubeObject, field: string): string {
  const containers = itemsOf(valueAt(object, ['spec', 'template', 'spec', 'containers']))
  return containers.map(container => stringOf(recordOf(container)[field]) ?? '').join(',')
}

export const selectorWide: Column = {
  name: 'Selector',
  wide: true,
  cell: object => selectorText(recordOf(recordOf(object.spec).selector))
}

export function selectorText(selector: LabelSelector): string {
  const written = formatSelector(selector)
  return written === '' ? '<none>' : written
}

export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',')
}

export function sinceText(time: string | undefined, now: number): string {
  return time === undefined ? '<unknown>' : durationText(now - Date.parse(time))
}

/** A duration as kubectl writes it: two units where the larger one is small. (apimachinery `HumanDuration`) */
export function durationText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (days < 8) return withRest(days, 'd', hours % 24, 'h')
  if (days < 730) return `${days}d`
  const years = Math.floor(days / 365)
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`
}

function withRest(value: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`
}
