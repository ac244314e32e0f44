/** A manifest in JSON gets what one in YAML gets, and other JSON gets nothing. */
import assert from 'node:assert/strict'
import { languages, workspace } from 'vscode'
import {
  actionsAt,
  completionsAt,
  hoverAt,
  insertedBy,
  labelOf,
  placeOf,
  rulesOf
} from './ask-editor.ts'
import { eventually, ours, write, type EditorTest } from './editor-test.ts'

const service = `{
  "apiVersion": "v1",
  "kind": "Service",
  "metadata": { "name": "web" },
  "spec": {
    "selector": { "app": "web" },
    "ports": [{ "port": "80", "protocl": "TCP" }]
  }
}
`

export const jsonTests: readonly EditorTest[] = [
  {
    title: 'a manifest in JSON is underlined at its mistakes, explained and completed',
    async act() {
      const text = await write('service.json', service)
      await eventually('findings', () => ours(text).length === 2)
      assert.deepEqual(
        ours(text).map(({ range }) => text.getText(range)),
        ['"80"', '"protocl"']
      )
      assert.match(await hoverAt(text, placeOf(text, 'ports')), /\*\*ports\*\*/)
      const items = await completionsAt(text, placeOf(text, '"selector"').translate(0, -2))
      const type = items.find(item => labelOf(item) === 'type')
      assert.equal(type && insertedBy(type), '"type": "$0",')
    }
  },
  {
    title: 'its quick fixes leave JSON behind',
    async act() {
      const text = await write('service.json', service)
      for (const rule of ['schema/unknown-field', 'schema/wrong-type']) {
        const at = await eventually('the finding', () =>
          ours(text).find(({ code }) => typeof code === 'object' && code.value === rule)
        )
        const [fix] = await actionsAt(text, at.range, 'quickfix')
        assert.ok(fix?.edit, rule)
        assert.equal(await workspace.applyEdit(fix.edit), true)
        await eventually('one less', () => !rulesOf(text).includes(rule))
      }
      const { spec } = JSON.parse(text.getText()) as { spec: { ports: unknown } }
      assert.deepEqual(spec.ports, [{ port: 80, protocol: 'TCP' }])
    }
  },
  {
    title: 'what makes two objects of one is no fix of JSON',
    async act() {
      const ingress = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web' },
        spec: {
          rules: [
            {
              http: {
                paths: ['v1', 'v2'].map(name => ({
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name, port: { number: 80 } } },
                  weight: 50
                }))
              }
            }
          ]
        }
      }
      const text = await write('ingress.json', JSON.stringify(ingress, undefined, 2))
      const at = await eventually('the weight', () =>
        ours(text).find(
          ({ code }) => typeof code === 'object' && code.value === 'ingress/weighted-backend'
        )
      )
      for (const { edit, title } of await actionsAt(text, at.range, 'quickfix')) {
        if (!edit) continue
        assert.doesNotMatch(title, /TraefikService/)
        for (const [, changes] of edit.entries())
          for (const { newText } of changes) assert.doesNotMatch(newText, /---/)
      }
    }
  },
  {
    title: 'comments of JSON are no mistake of ours',
    async act() {
      const text = await write('commented.jsonc', `// why\n${service}`)
      await eventually('findings', () => ours(text).length === 2)
      assert.equal(ours(text)[0]?.range.start.line, 7)
    }
  },
  {
    title: 'a network of CNI is JSON under a name of its own',
    async act() {
      const text = await write(
        '10-lab.conflist',
        '{ "cniVersion": "1.0.0", "plugins": [{ "type": "bridge", "bridge": "cni0" }] }\n'
      )
      assert.equal(text.languageId, 'json')
      await eventually('a finding', () => rulesOf(text).includes('cni/name-missing'))
    }
  },
  {
    title: 'other JSON is left alone, and gets nothing in completion',
    async act() {
      const text = await write(
        'package.json',
        '{\n  "name": "a",\n  "kind": "module",\n  "version": 1\n}\n'
      )
      // The manifest beside it is looked at in the same round.
      const manifest = await write('service.json', service)
      await eventually('findings', () => ours(manifest).length > 0)
      assert.deepEqual(ours(text), [])
      const items = await completionsAt(text, placeOf(text, '"version"').translate(0, -1))
      assert.deepEqual(
        items.map(labelOf).filter(label => label === 'apiVersion'),
        []
      )
    }
  },
  {
    title: 'broken JSON is told once, by the editor itself',
    async act() {
      const text = await write(
        'broken.json',
        service.replace('"kind": "Service",', '"kind": "Service"')
      )
      await eventually('the editor says so', () =>
        languages.getDiagnostics(text.uri).some(({ source }) => source !== 'netlabs')
      )
      assert.deepEqual(ours(text), [])
    }
  }
]
