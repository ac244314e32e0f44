/** Manifests in JSON get what manifests in YAML get. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyEdits } from '../../src/yaml/line-map.ts'
import { serviceOver } from '../support/service.ts'

const pods = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web', ports: [{ containerPort: 8080 }] }] }
})

/** Inserted texts by label at the `|` of a text. */
function offered(marked: string): Map<string, string> {
  const offset = marked.indexOf('|')
  const text = marked.replace('|', '')
  const items = serviceOver({ 'pod.json': pods, 'a.json': text }).complete('a.json', offset)
  return new Map(items.map(({ label, insertText }) => [label, insertText]))
}

const head = '"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "shop"}'

describe('completion in JSON', () => {
  test('fields come with their quotes and what belongs behind them', () => {
    const items = offered(`{${head}, "spec": {"|"}}`)
    assert.equal(items.get('selector'), '"selector": {$0}')
    assert.equal(items.get('ports'), '"ports": [$0]')
    assert.equal(items.get('type'), '"type": "$0"')
    assert.equal(items.get('publishNotReadyAddresses'), '"publishNotReadyAddresses": $0')
  })
  test('a comma comes before what follows', () =>
    assert.equal(
      offered(`{${head}, "spec": {| "type": "ClusterIP"}}`).get('ports'),
      '"ports": [$0],'
    ))
  test('a key with its colon is only a key', () =>
    assert.equal(offered(`{${head}, "spec": {"po|": []}}`).get('ports'), '"ports"'))
  test('values of an enumeration are texts', () =>
    assert.equal(offered(`{${head}, "spec": {"type": "|"}}`).get('NodePort'), '"NodePort"'))
  test('a boolean is none', () =>
    assert.equal(offered(`{${head}, "spec": {"publishNotReadyAddresses": |}}`).get('true'), 'true'))
  test('labels are those that Pods have', () => {
    assert.equal(offered(`{${head}, "spec": {"selector": {"|"}}}`).get('app'), '"app": "$0"')
    assert.equal(offered(`{${head}, "spec": {"selector": {"app": "|"}}}`).get('web'), '"web"')
  })
  test('kinds belong to the version', () =>
    assert.equal(
      offered('{"apiVersion": "networking.k8s.io/v1", "kind": "|"}').get('Ingress'),
      '"Ingress"'
    ))
  test('nothing is offered in JSON of another program', () =>
    assert.deepEqual(
      [offered('{"name": "a", "|"}'), offered('{"compilerOptions": {"|"}}')],
      [new Map(), new Map()]
    ))
})

describe('findings in JSON', () => {
  const wrong = `{\n\t${head},\n\t"spec": {\n\t\t"ports": [{"port": "80", "protocl": "TCP"}]\n\t}\n}\n`
  const service = serviceOver({ 'a.json': wrong })
  const { findings } = service.lint('a.json')
  test('are where they are in YAML', () =>
    assert.deepEqual(
      findings.map(({ rule, range }) => [rule, wrong.slice(range.start, range.end)]),
      [
        ['schema/wrong-type', '"80"'],
        ['schema/unknown-field', '"protocl"']
      ]
    ))
  test('and their fixes leave JSON behind', () => {
    let fixes = 0
    for (const finding of findings)
      for (const fix of finding.fixes) {
        const mended = applyEdits(
          wrong,
          fix.edits.flatMap(({ edits }) => edits)
        )
        assert.doesNotThrow(() => void JSON.parse(mended), `${fix.title}:\n${mended}`)
        fixes++
      }
    assert.ok(fixes >= 2)
  })
  test('one object may follow the other, as kubectl reads it', () => {
    const stream = `${pods}\n${wrong}${pods.replace('"web"', '"next"')}`
    const found = serviceOver({ 'a.json': stream }).lint('a.json').findings
    assert.deepEqual(
      found.map(({ rule, range }) => [rule, stream.slice(range.start, range.end)]),
      [
        ['schema/wrong-type', '"80"'],
        ['schema/unknown-field', '"protocl"']
      ]
    )
    for (const { edits } of found.flatMap(({ fixes }) => fixes)) {
      const mended = applyEdits(
        stream,
        edits.flatMap(one => one.edits)
      )
      assert.equal(mended.split('"apiVersion"').length, 4)
      assert.ok(mended.startsWith(pods))
    }
  })
  test('a field is explained', () =>
    assert.match(
      service.hover('a.json', wrong.indexOf('"ports"') + 2)?.markdown ?? '',
      /\*\*ports\*\*/
    ))
  test('a network of CNI is checked', () => {
    const text = '{"cniVersion": "1.1.0", "name": "a", "plugins": [{"bridge": "b"}]}'
    assert.notDeepEqual(serviceOver({ 'a.conflist': text }).lint('a.conflist').findings, [])
  })
})
