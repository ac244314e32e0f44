/** Beside the Kubernetes extension, which takes all YAML below a folder `templates` for a language of its own. */
import assert from 'node:assert/strict'
import { commands, type CodeLens } from 'vscode'
import { completionsAt, hoverAt, labelOf, placeOf, rulesOf } from './ask-editor.ts'
import { eventually, ours, write, type EditorTest } from './editor-test.ts'
import { saidDuring } from './stand-ins.ts'

const template = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-web
spec:
  {{- if .Values.public }}
  type: Loadbalancer
  {{- end }}
  selector: {{ include "web.labels" . | nindent 4 }}
  ports:
  - port: 80
    protcol: TCP
`

const plain = `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: Loadbalancer
  selector: { app: web }
  ports:
  - port: 80
`

export const helmTests: readonly EditorTest[] = [
  {
    title:
      'a template of a chart that is in the language `helm` is checked as far as it stands there',
    async act() {
      const text = await write('chart/templates/service.yaml', template)
      assert.equal(text.languageId, 'helm')
      await eventually('its mistakes', () => ours(text).length === 2)
      assert.deepEqual(
        ours(text).map(({ range }) => text.getText(range)),
        ['Loadbalancer', 'protcol']
      )
      const [said] = await saidDuring(() =>
        commands.executeCommand('netlabs.manifest.applyFile', text.uri)
      )
      assert.match(said?.message ?? '', /helm template/)
    }
  },
  {
    title: 'a whole manifest in that language has everything that one in YAML has',
    async act() {
      const text = await write('chart/templates/plain.yaml', plain)
      assert.equal(text.languageId, 'helm')
      await eventually('its mistake', () => rulesOf(text).includes('schema/unsupported-value'))
      const items = await completionsAt(text, placeOf(text, 'selector'))
      assert.ok(items.some(item => labelOf(item) === 'externalTrafficPolicy'))
      assert.match(await hoverAt(text, placeOf(text, 'selector')), /selector/)
      const lenses = await commands.executeCommand<CodeLens[]>(
        'vscode.executeCodeLensProvider',
        text.uri
      )
      assert.ok(lenses.length > 0)
    }
  }
]
