/** The pictures that are drawn from a description: nothing overlaps, and a mistake is told in a sentence. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { drawPicture } from '../../scripts/generate/pictures/draw.ts'
import { layOut, widest, type Area } from '../../scripts/generate/pictures/layout.ts'
import { isBox, readPicture } from '../../scripts/generate/pictures/picture.ts'
import { projectRoot } from '../support/service.ts'

const canary = `
title: A tenth goes to the new version
things:
  you: {kind: machine, label: your machine}
  shop:
    kind: namespace
    gate: only-the-gateway
    holds:
      gateway: {kind: gateway}
      old: {kind: pod, copies: 3}
      new: {kind: pod, state: new, gate: deny}
arrows:
  - {from: you, to: shop/gateway, label: http}
  - {from: shop/gateway, to: shop/old, label: 90 %}
  - {from: shop/gateway, to: shop/new, label: 10 %, state: new}
  - {from: you, to: shop/new, is: blocked}
`

/** Areas that share more than a border. */
function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

async function areNotOverlapping(text: string): Promise<void> {
  const { things, arrows, width } = await layOut(readPicture(text))
  assert.ok(width <= widest)
  const areas: [string, Area][] = things
    .filter(({ thing }) => !isBox(thing))
    .flatMap(placed => [
      [placed.path, placed],
      ...(placed.name ? ([[`name of ${placed.path}`, placed.name]] as [string, Area][]) : [])
    ])
  for (const { arrow, label } of arrows)
    if (label) areas.push([`label ${arrow.label ?? ''}`, label])
  for (const [i, [name, area]] of areas.entries())
    for (const [other, otherArea] of areas.slice(i + 1))
      assert.ok(!overlap(area, otherArea), `${name} lies over ${other}`)
  for (const { path: name, ...area } of things) {
    const box = things.find(({ path: above }) => above === name.replace(/\/?[^/]*$/, ''))
    if (!box) continue
    assert.ok(area.x >= box.x && area.x + area.width <= box.x + box.width, `${name} in its box`)
    assert.ok(area.y >= box.y && area.y + area.height <= box.y + box.height, `${name} in its box`)
  }
}

for (const direction of ['right', 'down'])
  test(`nothing overlaps towards ${direction}, and all stands in its box`, () =>
    areNotOverlapping(`direction: ${direction}${canary}`))

for (const file of globSync('walkthroughs/*/pictures/*.yaml', { cwd: projectRoot }).sort())
  test(`${file}: nothing overlaps`, () =>
    areNotOverlapping(readFileSync(path.join(projectRoot, file), 'utf8')))

test('the same description gives the same picture', async () => {
  const draw = async (): Promise<string> =>
    drawPicture(await layOut(readPicture(canary)), 'title', 'words')
  assert.equal(await draw(), await draw())
})

test('what stops at a policy ends with a cross there', async () => {
  const picture = readPicture(canary)
  const layout = await layOut(picture)
  const svg = drawPicture(layout, picture.title, 'a < b')
  const box = layout.things.find(one => one.path === 'shop')
  assert.ok(box)
  const [, end = ''] = /class="line stop" d="M[^"]* L(\S+) \S+"/.exec(svg) ?? []
  assert.equal(Number(end), Math.round(box.x * 10) / 10)
  assert.equal(svg.match(/class="line cross"/g)?.length, 1)
  assert.match(svg, /<title id="title">A tenth goes to the new version<\/title>/)
  assert.match(svg, /<desc id="desc">a &lt; b<\/desc>/)
})

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown kind', 'title: a\nthings: {a: {kind: pdo}}', /things\.a\.kind: .*pod/],
  ['an arrow to nothing', `${canary}  - {from: you, to: old}`, /There is no old .*shop\/old/],
  ['a Pod that holds', 'title: a\nthings: {a: {kind: pod, holds: {}}}', /only a box holds/],
  ['two documents', 'title: a\n---\ntitle: b', /one YAML document/]
]
for (const [what, text, says] of mistakes)
  test(`${what} is told`, () => {
    assert.throws(() => readPicture(text), { message: says })
  })

test('a picture that is too wide says by how much', async () => {
  const label = 'a very long name '.repeat(12)
  const picture = readPicture(`title: a\nthings: {a: {kind: pod, label: ${label}}}`)
  await assert.rejects(layOut(picture), /It would be \d+ px wide, and a page has 720/)
})
