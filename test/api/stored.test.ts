import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { isKubeObject } from '../../src/model/object.ts'
import { withDefaults } from '../../src/api/defaults.ts'
import { isRecord, recordOf } from '../../src/base/json.ts'
import { schemaSetFrom, type SchemaBundle } from '../../src/api/schema-set.ts'
import type { Verdict } from './agreement.ts'
import { fixtureFolders, fixturesFolder, fixturesOf } from './fixtures.ts'

const bundle = path.join(import.meta.dirname, '../../schemas/kubernetes.json')
const schemas = schemaSetFrom(JSON.parse(readFileSync(bundle, 'utf8')) as SchemaBundle)

/** Kinds and sources of volumes whose defaults are left out: nothing here reads them. */
const undefaulted: ReadonlySet<string> = new Set([
  ...[
    'admission-policy',
    'api-service',
    'autoscaler',
    'cron-job',
    'custom-definition',
    'event',
    'persistent-volume',
    'pod-template',
    'policy-binding',
    'replication-controller',
    'role',
    'role-binding',
    'secret',
    'signing-request'
  ],
  ...['volume-claim', 'volumes', 'webhook']
])

for (const folder of fixtureFolders().filter(name => !undefaulted.has(name))) {
  const text = readFileSync(path.join(fixturesFolder, folder, 'verdicts.json'), 'utf8')
  const verdicts = JSON.parse(text) as Readonly<Record<string, Verdict>>
  for (const { file, title, object } of fixturesOf(folder)) {
    const stored = verdicts[title]?.stored
    if (file !== 'clean' || stored === undefined || !isKubeObject(object)) continue
    test(`${folder}: ${title} is stored with the defaults of the server`, () => {
      assert.deepEqual(comparable(withDefaults(object, schemas)), comparable(stored))
    })
  }
}

/** Fields that admission, allocation and conversion of the server write, not its defaults. */
const others = new Set([
  'status',
  'namespace',
  'generation',
  'resourceVersion',
  'clusterIP',
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'nodePort',
  'healthCheckNodePort',
  'deprecated.daemonset.template.generation',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
  'finalizers',
  'priority',
  'preemptionPolicy',
  // Go leaves out a false that is the same as nothing.
  'paused',
  'stdin',
  'readOnly'
])

/** Maps that may be empty once those fields are gone. */
const emptied = new Set(['annotations', 'labels', 'matchLabels', 'selector', 'spec', 'tolerations'])

/** What is left to compare. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .filter(item => !String(recordOf(item).key).startsWith('node.kubernetes.io/'))
      .map(comparable)
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value)) {
    if (others.has(key) || (key === 'name' && 'generateName' in value)) continue
    const own = comparable(child)
    if (emptied.has(key) && Object.keys(own ?? {}).length === 0) continue
    result[key] = own
  }
  return result
}
