import type { Area, Layout, PlacedArrow, PlacedThing, Point } from './layout.ts'
import { isBox, type Arrow } from './picture.ts'
import { gateDistance, n, onOutline, outlines } from './shapes.ts'
import { fontSize, lineHeight, linesOf, textSize } from './text-size.ts'

/** The picture as SVG, in the colours of the editor where it hands them on, else in those of light or dark. */
export function drawPicture(layout: Layout, title: string, description: string): string {
  const { width, height, things, arrows } = layout
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `  <title id="title">${escaped(title)}</title>`,
    `  <desc id="desc">${escaped(description)}</desc>`,
    style,
    `  <rect class="card" width="${width}" height="${height}" rx="14"/>`,
    ...things.filter(({ thing }) => isBox(thing)).map(drawBox),
    ...arrows.map(arrow => drawArrow(arrow, things)),
    ...things.filter(({ thing }) => isBox(thing)).map(drawBoxName),
    ...things.filter(({ thing }) => !isBox(thing)).map(drawShape),
    ...arrows.flatMap(drawArrowLabel),
    '</svg>',
    ''
  ].join('\n')
}

const style = `  <style>
    svg { color: #3b3b3b; --paper: var(--vscode-editor-background, #ffffff); --go: var(--vscode-charts-green, #388a34); --stop: var(--vscode-charts-red, #d1342f); --gate: var(--vscode-charts-orange, #b3710a); --new: var(--vscode-charts-blue, #0063d3) }
    @media (prefers-color-scheme: dark) {
      svg { color: #d4d4d4; --paper: var(--vscode-editor-background, #1f1f1f); --go: var(--vscode-charts-green, #89d185); --stop: var(--vscode-charts-red, #f48771); --gate: var(--vscode-charts-orange, #e2a03f); --new: var(--vscode-charts-blue, #59a4f9) }
    }
    @media (prefers-contrast: more) { svg { color: #000000 } }
    @media (prefers-contrast: more) and (prefers-color-scheme: dark) { svg { color: #ffffff; --paper: var(--vscode-editor-background, #000000) } }
    .card { fill: var(--paper) }
    .line { fill: none; stroke: var(--vscode-foreground, currentColor); stroke-width: 2; stroke-linejoin: round }
    .shape { fill: var(--paper) }
    .soft { stroke-opacity: .55 }
    .node { stroke-dasharray: 10 4 }
    .network { stroke-dasharray: 2 4 }
    .text { fill: var(--vscode-foreground, currentColor); font: ${fontSize}px system-ui, sans-serif; text-anchor: middle }
    .left { text-anchor: start }
    .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 5 }
    .go { stroke: var(--go) }
    .stop { stroke: var(--stop); stroke-dasharray: 6 5 }
    .meant { stroke-opacity: .4; stroke-dasharray: 2 6 }
    .cross { stroke: var(--stop); stroke-width: 3 }
    .asks { stroke-dasharray: 3 4 }
    .belongs { stroke-opacity: .6; stroke-width: 1.5 }
    .new .line { stroke: var(--new); stroke-width: 3; stroke-opacity: 1 }
    .line.gate { stroke: var(--gate); stroke-width: 3 }
    .new .text { font-weight: 600 }
    .gone .line { stroke-dasharray: 3 5; stroke-opacity: .6 }
    .gone .text { text-decoration: line-through }
    @media (prefers-contrast: more) { .soft, .belongs, .meant { stroke-opacity: 1 } .card { stroke: currentColor } }
  </style>`

function drawBox({ thing, ...area }: PlacedThing): string {
  const corner = thing.kind === 'namespace' || thing.kind === 'network' ? 14 : 4
  const frame = (by: number, look: string): string =>
    `<rect class="${look}" x="${n(area.x + by)}" y="${n(area.y + by)}" width="${n(area.width - 2 * by)}" height="${n(area.height - 2 * by)}" rx="${corner - by / 2}"/>`
  const gate = thing.gate === undefined ? [] : [frame(gateDistance, 'line gate')]
  return grouped(thing.state, [frame(0, `line soft ${thing.kind}`), ...gate])
}

/** Arrows may cross the place where names stand, so names are drawn above them. */
function drawBoxName({ thing, text, x, y, width, height }: PlacedThing): string {
  const gate =
    thing.gate === undefined
      ? []
      : [lines(thing.gate, x + width / 2, y + height - lineHeight - 10, 'text halo')]
  return grouped(thing.state, [lines(text, x + 12, y + 8, 'text left halo'), ...gate])
}

function drawShape({ thing, text, name, ...area }: PlacedThing): string {
  const parts = outlines(thing, area).map(one =>
    one.replaceAll(/<(\w+)/g, '<$1 class="line shape"')
  )
  if (thing.gate !== undefined)
    parts.unshift(
      `<rect class="line gate shape" x="${n(area.x)}" y="${n(area.y)}" width="${n(area.width)}" height="${n(area.height)}" rx="8"/>`
    )
  const middle = area.y + (area.height - textSize(text).height) / 2
  const place = name ?? { ...area, y: middle }
  return grouped(thing.state, [...parts, lines(text, place.x + place.width / 2, place.y, 'text')])
}

function drawArrow({ arrow, points }: PlacedArrow, things: readonly PlacedThing[]): string {
  const at = (end: string, point: Point): Point => {
    const placed = things.find(one => one.path === end)
    return placed && !isBox(placed.thing) ? onOutline(placed.thing, placed, point) : point
  }
  const way = [...points]
  way[0] = at(arrow.from, way[0]!)
  way[way.length - 1] = at(arrow.to, way.at(-1)!)
  const kind = arrow.is ?? 'allowed'
  const look = { allowed: 'go', blocked: 'stop', asks: 'asks', belongs: 'belongs' }[kind]
  if (kind !== 'blocked')
    return grouped(arrow.state, [
      `<path class="line ${look}" d="${rounded(way)}"/>`,
      head(way, look)
    ])
  const { stopped, rest } = atGate(way, gatesBetween(arrow, things))
  const meant = rest.length < 2 ? [] : [`<path class="line stop meant" d="${rounded(rest)}"/>`]
  return grouped(arrow.state, [
    ...meant,
    `<path class="line stop" d="${rounded(stopped)}"/>`,
    cross(stopped)
  ])
}

/** The boxes with a policy around them that hold one end of the arrow and not the other. */
function gatesBetween({ from, to }: Arrow, things: readonly PlacedThing[]): readonly PlacedThing[] {
  return things.filter(
    ({ path, thing }) =>
      isBox(thing) &&
      thing.gate !== undefined &&
      from.startsWith(`${path}/`) !== to.startsWith(`${path}/`)
  )
}

/** The way as far as the first gate that it meets, and the rest, which it was meant to go. */
function atGate(
  way: readonly Point[],
  gates: readonly Area[]
): { readonly stopped: readonly Point[]; readonly rest: readonly Point[] } {
  const within = (point: Point, { x, y, width, height }: Area): boolean =>
    point.x > x && point.x < x + width && point.y > y && point.y < y + height
  for (let i = 1; i < way.length; i++) {
    const [start, end] = [way[i - 1]!, way[i]!]
    const gate = gates.find(one => within(start, one) !== within(end, one))
    if (!gate) continue
    const border = (a: number, b: number, low: number, high: number): number =>
      a < low !== b < low ? low : a < high !== b < high ? high : b
    const stop = {
      x: border(start.x, end.x, gate.x, gate.x + gate.width),
      y: border(start.y, end.y, gate.y, gate.y + gate.height)
    }
    return { stopped: [...way.slice(0, i), stop], rest: [stop, ...way.slice(i)] }
  }
  return { stopped: way, rest: [] }
}

/** Straight pieces with rounded corners. */
function rounded(way: readonly Point[]): string {
  const first = way[0]!
  let path = `M${n(first.x)} ${n(first.y)}`
  for (let i = 1; i < way.length - 1; i++) {
    const corner = way[i]!
    const before = towards(corner, way[i - 1]!, 8)
    const after = towards(corner, way[i + 1]!, 8)
    path += ` L${n(before.x)} ${n(before.y)} Q${n(corner.x)} ${n(corner.y)} ${n(after.x)} ${n(after.y)}`
  }
  const last = way.at(-1)!
  return `${path} L${n(last.x)} ${n(last.y)}`
}

/** The point at a distance on the way to another, and half of the way at most. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(distance, length / 2) / length
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** Two strokes at the end, in the line's own colour and without its dashes. */
function head(way: readonly Point[], look: string): string {
  const tip = way.at(-1)!
  const back = towards(tip, way.at(-2)!, 9)
  const across = { x: (tip.y - back.y) / 2, y: (back.x - tip.x) / 2 }
  return `<path class="line ${look}" style="stroke-dasharray: none" d="M${n(back.x + across.x)} ${n(back.y + across.y)} L${n(tip.x)} ${n(tip.y)} L${n(back.x - across.x)} ${n(back.y - across.y)}"/>`
}

function cross(way: readonly Point[]): string {
  const { x, y } = towards(way.at(-1)!, way.at(-2)!, 10)
  return `<path class="line cross" d="M${n(x - 7)} ${n(y - 7)} L${n(x + 7)} ${n(y + 7)} M${n(x + 7)} ${n(y - 7)} L${n(x - 7)} ${n(y + 7)}"/>`
}

function drawArrowLabel({ arrow, label }: PlacedArrow): readonly string[] {
  if (!label || arrow.label === undefined) return []
  return [
    grouped(arrow.state, [lines(arrow.label, label.x + label.width / 2, label.y, 'text halo')])
  ]
}

function lines(text: string, x: number, top: number, look: string): string {
  return linesOf(text)
    .map(
      (line, i) =>
        `<text class="${look}" x="${n(x)}" y="${n(top + i * lineHeight + lineHeight - 5)}">${escaped(line)}</text>`
    )
    .join('')
}

function grouped(state: string | undefined, parts: readonly string[]): string {
  return `  <g${state === undefined ? '' : ` class="${state}"`}>${parts.join('')}</g>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
