/** A request that gets through is explained by the side that somebody has begun to close. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labCalled, Playground } from './playground.ts'

for (const { file, why, next } of [
  {
    file: 'wrong/whole-namespace.yaml',
    why: /NetworkPolicy egress-client\/[\w-]+ allows it by spec\.egress\[0\].*Nothing closes the way in/,
    next: /egress rule that lets the request out/
  },
  {
    file: undefined,
    why: /No policy selects Pod egress-world\/stranger/,
    next: /the client’s for Egress/
  }
])
  test(`egress-policies: stranger is reached with ${file ?? 'no policy'}`, async t => {
    const lab = labCalled('egress-policies')
    const playground = new Playground(t, lab)
    const [world, , , partner] = lab.steps
    assert.ok(partner)
    await playground.play(world)
    if (file !== undefined) await playground.apply('solution/40-dns.yaml', file)
    const { checks } = await playground.verify(partner.id)
    const cut = checks.find(({ id }) => id === 'stranger-is-cut-off')
    assert.equal(cut?.verdict, 'fail')
    assert.match(cut.sentence, why)
    assert.match(cut.next ?? '', next)
  })
