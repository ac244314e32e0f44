import type { Area, Point } from './layout.ts'
import type { ShapeKind, Thing } from './picture.ts'
import { textSize } from './text-size.ts'

type Side = 'left' | 'right' | 'top' | 'bottom'

interface Shape {
  readonly width: number
  readonly height: number
  /** Its outline in a frame of that size, as SVG elements without a class. */
  readonly outline: (area: Area) => string
  /** How far the outline is from its frame, at a distance from the middle of a side. */
  readonly inset?: (side: Side, fromMiddle: number) => number
}

const radius = 20

/** How each kind is drawn. What the kinds mean stands in docs/writing-a-lab.md. */
const shapes: Readonly<Record<ShapeKind, Shape>> = {
  pod: {
    width: 2 * radius,
    height: 2 * radius,
    outline: ({ x, y }) => `<circle cx="${n(x + radius)}" cy="${n(y + radius)}" r="${radius}"/>`,
    inset: (_, off) => radius - Math.sqrt(Math.max(0, radius ** 2 - off ** 2))
  },
  service: {
    width: 46,
    height: 40,
    outline: area => polygon(area, [0, 0.5], [0.25, 0], [0.75, 0], [1, 0.5], [0.75, 1], [0.25, 1]),
    inset: (side, off) =>
      side === 'left' || side === 'right'
        ? 11.5 * (Math.abs(off) / 20)
        : Math.max(0, Math.abs(off) - 11.5) * 1.74
  },
  gateway: {
    width: 52,
    height: 40,
    outline: area => polygon(area, [0, 0], [0.72, 0], [1, 0.5], [0.72, 1], [0, 1]),
    inset: (side, off) => (side === 'right' ? 14.6 * (Math.abs(off) / 20) : 0)
  },
  route: {
    width: 44,
    height: 40,
    outline: area => polygon(area, [0, 0.5], [0.5, 0], [1, 0.5], [0.5, 1]),
    inset: (side, off) =>
      side === 'left' || side === 'right' ? 22 * (Math.abs(off) / 20) : 20 * (Math.abs(off) / 22)
  },
  dns: { width: 56, height: 36, outline: area => rectangle(area, 18) },
  address: { width: 0, height: 30, outline: area => rectangle(area, 15) },
  object: {
    width: 36,
    height: 42,
    outline: ({ x, y }) =>
      `<path d="M${n(x)} ${n(y)} h24 l12 12 v30 h-36 z M${n(x + 24)} ${n(y)} v12 h12"/>`
  },
  controller: {
    width: 46,
    height: 40,
    outline: area =>
      `${rectangle(area, 4)}${rectangle({ x: area.x + 6, y: area.y + 6, width: area.width - 12, height: area.height - 12 }, 2)}`
  },
  interface: { width: 22, height: 22, outline: area => rectangle(area, 2) },
  router: {
    width: 44,
    height: 40,
    outline: area =>
      `${rectangle(area, 6)}<path d="M${n(area.x + 8)} ${n(area.y + 14)} h26 m-7 -5 l7 5 l-7 5 M${n(area.x + 36)} ${n(area.y + 26)} h-26 m7 -5 l-7 5 l7 5"/>`
  },
  machine: {
    width: 52,
    height: 40,
    outline: ({ x, y }) =>
      `<path d="M${n(x + 8)} ${n(y + 2)} h36 a3 3 0 0 1 3 3 v25 h-42 v-25 a3 3 0 0 1 3 -3 z M${n(x)} ${n(y + 30)} h52 v3 a5 5 0 0 1 -5 5 h-42 a5 5 0 0 1 -5 -5 z"/>`
  },
  text: { width: 0, height: 0, outline: () => '' }
}

const ring = 6

/** From the frame of a box to the line of its policy, px. */
export const gateDistance = 5

const copyOffset = 5

/** A shape that is as wide as its text, or one that has its name inside. */
export function hasTextInside({ kind }: Thing): boolean {
  return kind === 'address' || kind === 'text' || kind === 'dns'
}

/** The frame of a thing: its shape, the copies behind it, and the ring of a policy. */
export function shapeSize(thing: Thing, text: string): { width: number; height: number } {
  const { width, height } = shapeOf(thing)
  const inside = textSize(text, thing.state === 'new')
  const own = hasTextInside(thing)
    ? {
        width: Math.max(width, inside.width + (thing.kind === 'text' ? 0 : 24)),
        height: Math.max(height, inside.height + (thing.kind === 'text' ? 0 : 12))
      }
    : { width, height }
  const more = behind(thing) * copyOffset + (thing.gate === undefined ? 0 : 2 * ring)
  return { width: own.width + more, height: own.height + more }
}

/** The SVG elements of a thing in its frame, those behind first. */
export function outlines(thing: Thing, frame: Area): readonly string[] {
  const off = thing.gate === undefined ? 0 : ring
  const copies = behind(thing)
  const area = {
    x: frame.x + off,
    y: frame.y + off + copies * copyOffset,
    width: frame.width - 2 * off - copies * copyOffset,
    height: frame.height - 2 * off - copies * copyOffset
  }
  const places = Array.from({ length: copies + 1 }, (_, i) => (copies - i) * copyOffset)
  return places.map(by => shapeOf(thing).outline({ ...area, x: area.x + by, y: area.y - by }))
}

/** Moves the end of an arrow from the frame of a thing to its outline. */
export function onOutline(thing: Thing, frame: Area, end: Point): Point {
  const { inset } = shapeOf(thing)
  if (!inset || thing.gate !== undefined || thing.copies !== undefined) return end
  const acrossX = end.x - (frame.x + frame.width / 2)
  const acrossY = end.y - (frame.y + frame.height / 2)
  if (Math.abs(end.x - frame.x) < 1) return { ...end, x: end.x + inset('left', acrossY) }
  if (Math.abs(end.x - frame.x - frame.width) < 1)
    return { ...end, x: end.x - inset('right', acrossY) }
  if (Math.abs(end.y - frame.y) < 1) return { ...end, y: end.y + inset('top', acrossX) }
  return { ...end, y: end.y - inset('bottom', acrossX) }
}

function behind({ copies = 1 }: Thing): number {
  return Math.min(copies, 3) - 1
}

function shapeOf({ kind }: Thing): Shape {
  return shapes[kind as ShapeKind]
}

function rectangle({ x, y, width, height }: Area, corner: number): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${corner}"/>`
}

function polygon({ x, y, width, height }: Area, ...corners: readonly [number, number][]): string {
  const points = corners.map(([a, b]) => `${n(x + a * width)},${n(y + b * height)}`)
  return `<polygon points="${points.join(' ')}"/>`
}

/** A number with one digit behind the point at most. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
