/**
 * The report in SARIF has what the standard requires, and nothing that it does not know: the objects that we
 * write allow no other properties. No package carries the schema itself, so the properties are written
 * down here as section 3 of the standard has them.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../src/base/json.ts'
import { projectRoot } from '../support/service.ts'

/** The properties of an object that must be there, and those that may. */
interface Shape {
  readonly required: readonly string[]
  readonly allowed: readonly string[]
}

const shapes = {
  log: { required: ['version', 'runs'], allowed: ['$schema'] },
  run: { required: ['tool'], allowed: ['results', 'columnKind', 'artifacts', 'invocations'] },
  tool: { required: ['driver'], allowed: [] },
  driver: { required: ['name'], allowed: ['version', 'rules', 'informationUri'] },
  rule: {
    required: ['id'],
    allowed: [
      ...['name', 'shortDescription', 'fullDescription', 'help', 'helpUri'],
      ...['defaultConfiguration', 'properties']
    ]
  },
  configuration: { required: [], allowed: ['level', 'enabled', 'rank', 'parameters'] },
  result: {
    required: ['message'],
    allowed: ['ruleId', 'ruleIndex', 'level', 'kind', 'locations', 'relatedLocations', 'fixes']
  },
  message: { required: ['text'], allowed: ['markdown', 'id', 'arguments'] },
  location: { required: [], allowed: ['id', 'physicalLocation', 'logicalLocations', 'message'] },
  physical: { required: ['artifactLocation'], allowed: ['region', 'contextRegion'] },
  artifact: { required: ['uri'], allowed: ['uriBaseId', 'index'] },
  region: { required: ['startLine'], allowed: ['startColumn', 'endLine', 'endColumn'] },
  logical: { required: [], allowed: ['name', 'fullyQualifiedName', 'kind', 'index'] }
} satisfies Readonly<Record<string, Shape>>

function objectOf(value: unknown, kind: keyof typeof shapes): UnknownRecord {
  assert.ok(isRecord(value), `${kind} is an object`)
  const { required, allowed } = shapes[kind] as Shape
  for (const key of required) assert.ok(key in value, `${kind} has ${key}`)
  for (const key of Object.keys(value))
    assert.ok([...required, ...allowed].includes(key), `${kind} may have ${key}`)
  return value
}

const levels = ['none', 'note', 'warning', 'error']

function sarif(args: readonly string[]): UnknownRecord {
  const done = spawnSync(
    process.execPath,
    [path.join(projectRoot, 'src/cli/main.ts'), 'lint', '--format', 'sarif', ...args],
    { cwd: projectRoot, encoding: 'utf8' }
  )
  return recordOf(JSON.parse(done.stdout))
}

test('a report has the required properties of SARIF 2.1.0 and no others', () => {
  const log = objectOf(sarif(['samples/workspace', 'test/rules/service']), 'log')
  assert.equal(log.version, '2.1.0')
  const [run, another] = itemsOf(log.runs).map(one => objectOf(one, 'run'))
  assert.ok(run && !another)
  assert.ok(['utf16CodeUnits', 'unicodeCodePoints'].includes(String(run.columnKind)))
  const driver = objectOf(objectOf(run.tool, 'tool').driver, 'driver')
  assert.match(String(driver.version), /^\d+\.\d+\.\d+/)
  const rules = itemsOf(driver.rules).map(rule => objectOf(rule, 'rule'))
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length)
  for (const rule of rules) {
    for (const key of ['shortDescription', 'fullDescription', 'help'])
      assert.ok(String(objectOf(rule[key], 'message').text).length > 0)
    const { level } = objectOf(rule.defaultConfiguration, 'configuration')
    assert.ok(levels.includes(String(level)))
    assert.ok(itemsOf(recordOf(rule.properties).tags).every(tag => typeof tag === 'string'))
  }
  const results = itemsOf(run.results)
  assert.ok(results.length > 20, 'the faulty files have findings')
  for (const result of results) checkResult(objectOf(result, 'result'), rules)
})

function checkResult(result: UnknownRecord, rules: readonly UnknownRecord[]): void {
  assert.equal(rules[Number(result.ruleIndex)]?.id, result.ruleId)
  assert.ok(levels.includes(String(result.level)))
  assert.ok(String(objectOf(result.message, 'message').text).length > 0)
  const locations = itemsOf(result.locations).map(one => objectOf(one, 'location'))
  assert.equal(locations.length, 1)
  for (const location of locations) {
    const physical = objectOf(location.physicalLocation, 'physical')
    const { uri } = objectOf(physical.artifactLocation, 'artifact')
    // A relative reference of RFC 3986: no back slash and no space, and it can be resolved.
    assert.match(String(uri), /^[^\s\\]+$/)
    assert.ok(URL.canParse(String(uri), 'file:///work/'))
    const region = objectOf(physical.region, 'region')
    const [startLine, startColumn, endLine, endColumn] = [
      region.startLine,
      region.startColumn,
      region.endLine,
      region.endColumn
    ].map(Number) as [number, number, number, number]
    assert.ok([startLine, startColumn, endLine, endColumn].every(one => Number.isInteger(one)))
    assert.ok(startLine >= 1 && startColumn >= 1)
    assert.ok(endLine > startLine || (endLine === startLine && endColumn >= startColumn))
    for (const logical of itemsOf(location.logicalLocations)) objectOf(logical, 'logical')
  }
}

test('a report without findings is a run without results', () => {
  const [run] = itemsOf(sarif(['test/language/clean/services']).runs).map(one =>
    objectOf(one, 'run')
  )
  assert.deepEqual(
    itemsOf(run?.results).filter(result => recordOf(result).level !== 'note'),
    []
  )
  assert.ok(Array.isArray(run?.results), 'the list is there, for results were looked for')
})
