/** The checks of the Pod Security Standards, against what a real API server said of the same Pods. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import {
  levelText,
  podSecurityPolicyOf,
  podSecurityViolations,
  violationsText
} from '../../../src/api/pod-security/pod-security.ts'
import { podSecurityFolder, podSecurityLabels } from './cases.ts'

const cases = parse(readFileSync(path.join(podSecurityFolder, 'cases.yaml'), 'utf8')) as Readonly<
  Record<string, object>
>
const verdicts = JSON.parse(
  readFileSync(path.join(podSecurityFolder, 'verdicts.json'), 'utf8')
) as Readonly<Record<string, Readonly<Record<string, string>>>>

test('a verdict was recorded for every case, and some of them are refusals', () => {
  assert.deepEqual(Object.keys(verdicts), Object.keys(cases))
  const all = Object.values(verdicts).flatMap(one => Object.values(one))
  assert.equal(all.length, Object.keys(cases).length * Object.keys(podSecurityLabels).length)
  assert.ok(all.filter(message => message !== '').length > 50)
  assert.ok(all.some(message => message === ''))
})

for (const [title, spec] of Object.entries(cases))
  describe(title, () => {
    for (const [level, labels] of Object.entries(podSecurityLabels))
      test(level, () => {
        const { enforce } = podSecurityPolicyOf(labels).policy
        const pod = { containers: [{ name: 'a', image: 'x' }], ...spec }
        const violations = podSecurityViolations({ name: 'p' }, pod, enforce)
        const expected = verdicts[title]?.[level]
        const said =
          violations.length === 0
            ? ''
            : `pods "p" is forbidden: violates PodSecurity "${levelText(enforce)}": ${violationsText(violations)}`
        assert.equal(said, expected)
      })
  })

test('without a level for warn, the enforced one is warned of; what cannot be read is told', () => {
  const prefix = 'pod-security.kubernetes.io/'
  const { policy } = podSecurityPolicyOf({
    [`${prefix}enforce`]: 'baseline',
    [`${prefix}enforce-version`]: 'v1.30'
  })
  assert.deepEqual(policy.warn, { level: 'baseline', version: 'v1.30' })
  assert.deepEqual(policy.audit, { level: 'privileged', version: 'latest' })
  const bad = podSecurityPolicyOf({
    [`${prefix}enforce`]: 'strict',
    [`${prefix}warn-version`]: '1.30'
  })
  assert.deepEqual(
    bad.problems.map(one => `${one.key} ${one.detail}`),
    [
      `${prefix}enforce must be one of privileged, baseline, restricted`,
      `${prefix}warn-version must be "latest" or "v1.x"`
    ]
  )
  assert.equal(bad.policy.enforce.level, 'restricted')
})
