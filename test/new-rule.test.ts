/** What `npm run new-rule` writes, loaded and run. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { newRule } from '../scripts/new-rule.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { marksIn } from './support/fixture.ts'
import { projectRoot, serviceOver } from './support/service.ts'

for (const [id, key] of [
  ['service/some-fault', 'v1/Service'],
  ['network-policy/some-fault', 'networking.k8s.io/v1/NetworkPolicy'],
  ['httproute/some-fault', 'gateway.networking.k8s.io/v1/HTTPRoute'],
  ['cron-job/some-fault', 'batch/v1/CronJob']
] as const)
  test(`${id} is a rule that finds nothing, with a fixture that asks for a finding`, async t => {
    const files = newRule(id)
    const rule = await load(t, files)
    assert.equal(rule.id, id)
    assert.deepEqual(rule.appliesTo, [key])

    const [page = '', clean = ''] = [
      `test/rules/${id}/page.yaml`,
      `test/rules/${id}/page-clean.yaml`
    ].map(file => files.get(file) ?? '')
    assert.deepEqual(marksIn(page), [`4 ${id}`])
    assert.deepEqual(marksIn(clean), [])
    const service = serviceOver({ 'page.yaml': page, 'clean.yaml': clean }, [rule])
    const own = service.lintAll().flatMap(({ findings }) => findings.filter(one => one.rule === id))
    assert.deepEqual(own, [])
  })

test('a name that is none, and a kind that there is not, are refused with a sentence', () => {
  for (const id of ['', 'service', 'Service/x', 'service/', 'service/a/b', '../x/y'])
    assert.throws(() => newRule(id), /kind\/fault/)
  assert.throws(() => newRule('servce/some-fault'), /no kind servce/)
})

/** Imports the rule from a folder that has what it imports. */
async function load(
  t: { after(end: () => void): void },
  files: ReadonlyMap<string, string>
): Promise<Rule> {
  const folder = mkdtempSync(path.join(tmpdir(), 'netlabs-rule-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [[name, text] = ['', '']] = files
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  symlinkSync(
    path.join(projectRoot, 'src/rules/define-rule.ts'),
    path.join(folder, 'src/rules/define-rule.ts')
  )
  writeFileSync(file, text)
  const module = (await import(pathToFileURL(file).href)) as { readonly default: Rule }
  return module.default
}
