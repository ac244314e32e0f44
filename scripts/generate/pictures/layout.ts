import ElkConstructor, {
  type ELK,
  type ElkExtendedEdge,
  type ElkNode
} from 'elkjs/lib/elk.bundled.js'
import {
  isBox,
  type Arrow,
  type Direction,
  type Picture,
  type Thing,
  type Things
} from './picture.ts'
import { hasTextInside, shapeSize } from './shapes.ts'
import { lineHeight, textSize } from './text-size.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedThing extends Area {
  readonly path: string
  readonly thing: Thing
  readonly text: string
  /** Where its name stands; a box has it in its corner. */
  readonly name?: Area
}

export interface PlacedArrow {
  readonly arrow: Arrow
  readonly points: readonly Point[]
  /** Where its label stands. */
  readonly label?: Area
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly things: readonly PlacedThing[]
  readonly arrows: readonly PlacedArrow[]
}

/** As wide as a page of a walkthrough is shown, px. */
export const widest = 720

// The package is CommonJS, and its types say nothing of the default inside the default.
const Elk = ElkConstructor as unknown as new () => ELK
const elk = new Elk()
const margin = 14

/**
 * Places everything without overlaps, with the layered layout of the Eclipse Layout Kernel:
 * https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html
 * @throws Error when it would be wider than a page
 */
export async function layOut(picture: Picture): Promise<Layout> {
  const directions: readonly Direction[] = picture.direction
    ? [picture.direction]
    : ['right', 'down']
  let narrowest = Number.POSITIVE_INFINITY
  for (const direction of directions) {
    const layout = await layOutTowards(picture, direction)
    if (layout.width <= widest) return layout
    narrowest = Math.min(narrowest, layout.width)
  }
  throw new Error(
    `It would be ${narrowest} px wide, and a page has ${widest}: use fewer or shorter labels.`
  )
}

async function layOutTowards(picture: Picture, direction: Direction): Promise<Layout> {
  const arrows = picture.arrows ?? []
  const root: ElkNode = await elk.layout({
    id: '',
    layoutOptions: { ...options, 'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN' },
    children: nodesOf(picture.things, '', direction),
    edges: arrows.map(edgeOf)
  })
  return {
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    things: placedThings(root, picture.things, ''),
    arrows: (root.edges ?? []).map((edge, i) => placedArrow(edge, arrows[i]!))
  }
}

const options: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  ...spacings()
}

function spacings(): Readonly<Record<string, string>> {
  return {
    'elk.spacing.nodeNode': '22',
    'elk.spacing.edgeNode': '12',
    'elk.spacing.edgeEdge': '12',
    'elk.spacing.edgeLabel': '5',
    'elk.spacing.labelNode': '5',
    'elk.layered.spacing.nodeNodeBetweenLayers': '28',
    'elk.layered.spacing.edgeNodeBetweenLayers': '12'
  }
}

function nodesOf(things: Things, above: string, direction: Direction): ElkNode[] {
  return Object.entries(things).map(([name, thing]) => {
    const id = `${above}${name}`
    const text = titleOf(name, thing)
    return isBox(thing)
      ? boxNode(id, thing, text, nodesOf(thing.holds ?? {}, `${id}/`, direction))
      : shapeNode(id, thing, text, direction)
  })
}

function boxNode(id: string, thing: Thing, text: string, children: ElkNode[]): ElkNode {
  const title = textSize(text, thing.state === 'new')
  const around = thing.gate === undefined ? 16 : 22
  const under = thing.gate === undefined ? 16 : 22 + lineHeight
  return {
    id,
    children,
    layoutOptions: {
      ...spacings(),
      'elk.padding': `[top=${title.height + 20},left=${around},bottom=${under},right=${around}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${Math.max(title.width, textSize(thing.gate ?? '', true).width + 20) + 28},${title.height + 30})`
    }
  }
}

/** An arrow leaves below or to the right, so the name stands on the other side of the two. */
function shapeNode(id: string, thing: Thing, text: string, direction: Direction): ElkNode {
  const placement = direction === 'right' ? 'OUTSIDE V_BOTTOM H_CENTER' : 'OUTSIDE V_CENTER H_RIGHT'
  return {
    id,
    ...shapeSize(thing, text),
    ...(hasTextInside(thing) || text === ''
      ? {}
      : {
          labels: [{ text, ...textSize(text, thing.state === 'new') }],
          layoutOptions: { 'elk.nodeLabels.placement': placement }
        })
  }
}

/** What is written on a thing: its label, how many there are, and the policy around it when it is no box. */
function titleOf(name: string, thing: Thing): string {
  const label =
    `${thing.label ?? name}${thing.copies === undefined ? '' : ` × ${thing.copies}`}`.trim()
  return thing.gate === undefined || isBox(thing) ? label : `${label}\n${thing.gate}`
}

function edgeOf({ from, to, label, state }: Arrow, i: number): ElkExtendedEdge {
  return {
    id: `arrow ${i}`,
    sources: [from],
    targets: [to],
    ...(label === undefined
      ? {}
      : { labels: [{ text: label, ...textSize(label, state === 'new') }] })
  }
}

function placedThings(node: ElkNode, things: Things, above: string): PlacedThing[] {
  return (node.children ?? []).flatMap(child => {
    const name = child.id.slice(above.length)
    const thing = things[name]!
    const [label] = child.labels ?? []
    const placed = { path: child.id, thing, text: titleOf(name, thing), ...areaOf(child) }
    return [
      label ? { ...placed, name: areaOf(label) } : placed,
      ...placedThings(child, thing.holds ?? {}, `${child.id}/`)
    ]
  })
}

function placedArrow(edge: ElkExtendedEdge, arrow: Arrow): PlacedArrow {
  const [section] = edge.sections ?? []
  if (!section) throw new Error(`No way was found from ${arrow.from} to ${arrow.to}.`)
  const [label] = edge.labels ?? []
  return {
    arrow,
    points: [section.startPoint, ...(section.bendPoints ?? []), section.endPoint],
    ...(label ? { label: areaOf(label) } : {})
  }
}

function areaOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Area>): Area {
  return { x, y, width, height }
}
