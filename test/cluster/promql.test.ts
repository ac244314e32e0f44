/**
 * The parser of Prometheus beside ours: both refuse the same expressions. It takes every expression that others
 * published and can be had from their modules, and changes of them, and prints how far the two agree.
 *
 * Ours is of our own because of these figures: the published grammar, @prometheus-io/lezer-promql 0.315, refuses 76 of
 * the published expressions that Prometheus takes, such as `x > 2.`, knows no types, and is four times as large.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { promqlProblems } from '../../src/model/promql-problem.ts'
import { goPrograms } from './programs/go-programs.ts'
import {
  changedExpressions,
  publishedExpressions,
  type ExpressionGroup
} from './promql/expressions.ts'

/** Places in bytes of the expression. */
interface Problem {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Expressions of which the two think otherwise, and why that stays so. */
const differences: Readonly<Record<string, string>> = {}

test('both refuse the same expressions', { timeout: 600_000 }, () => {
  const published = publishedExpressions()
  const usual = published.slice(0, 3).flatMap(({ expressions }) => expressions)
  const groups: readonly ExpressionGroup[] = [
    ...published,
    { name: 'changes of the first three', expressions: changedExpressions(usual, 2000, 1) }
  ]
  const rows = groups.map(compare)
  console.table(Object.fromEntries(rows.map(({ name, figures }) => [name, figures])))
  const different = rows.flatMap(one => one.different)
  for (const { name, figures } of rows) assert.ok(figures.expressions > 100, name)
  assert.ok(rows.some(({ figures }) => figures.refused > 1000))
  assert.deepEqual(
    different.filter(({ expression }) => !Object.hasOwn(differences, expression)),
    []
  )
  assert.equal(different.length, Object.keys(differences).length, 'a listed difference is none')
})

function compare({ name, expressions }: ExpressionGroup) {
  const verdicts = prometheusSays(expressions)
  const figures = {
    expressions: expressions.length,
    refused: 0,
    'false alarms': 0,
    missed: 0,
    'same place': 0
  }
  const different: { expression: string; prometheus: string; netlabs: string }[] = []
  for (const [i, expression] of expressions.entries()) {
    const [refusal] = verdicts[i] ?? []
    const [problem] = promqlProblems(expression)
    if (refusal) figures.refused++
    if (refusal && problem) {
      const start = Buffer.from(expression.slice(0, problem.offset)).length
      if (start <= refusal.end && refusal.start <= start + problem.length) figures['same place']++
    }
    if ((refusal === undefined) === (problem === undefined)) continue
    figures[refusal ? 'missed' : 'false alarms']++
    different.push({
      expression,
      prometheus: refusal?.message ?? '',
      netlabs: problem?.message ?? ''
    })
  }
  return { name, figures, different }
}

function prometheusSays(expressions: readonly string[]): readonly (readonly Problem[])[] {
  const { status, stdout, stderr } = spawnSync(goPrograms(['promql']).promql, {
    input: JSON.stringify(expressions),
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout) as readonly (readonly Problem[])[]
}
