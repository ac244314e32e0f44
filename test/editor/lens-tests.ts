import assert from 'node:assert/strict'
import { commands, type CodeLens, type TextDocument } from 'vscode'
import { eventually, open, type EditorTest } from './editor-test.ts'

const lab = 'pod-to-pod-across-namespaces'

async function lensesOf(text: TextDocument): Promise<readonly CodeLens[]> {
  return commands.executeCommand('vscode.executeCodeLensProvider', text.uri, 100)
}

export const lensTests: readonly EditorTest[] = [
  {
    title: 'lenses name the context',
    async act() {
      const lenses = await lensesOf(await open('egress-policy.yaml'))
      assert.deepEqual(
        lenses.map(({ command, range }) => `${range.start.line} ${command?.title ?? ''}`),
        [
          '0 $(play) Apply to practice',
          '0 $(diff) Preview',
          '0 $(beaker) Verify',
          '0 $(trash) Remove'
        ]
      )
      for (const { command } of lenses) assert.match(command?.tooltip ?? '', /practice/)
    }
  },
  {
    title: 'every document of a file has its lenses, at its first line and about itself',
    async act() {
      const text = await open('labs', lab, '20-apps.yaml')
      const lines = text.getText().split('\n')
      const heads = lines.flatMap((line, i) => (line.startsWith('apiVersion:') ? [i] : []))
      const applies = (await lensesOf(text)).filter(
        ({ command }) => command?.command === 'netlabs.manifest.apply'
      )
      assert.ok(heads.length > 3, 'the file has fewer documents than this test needs')
      assert.deepEqual(
        applies.map(({ range, command }) => [range.start.line, command?.arguments]),
        heads.map((line, document) => [line, [{ uri: text.uri.toString(), document }]])
      )
    }
  },
  {
    title: 'a manifest of a lab has the lens that verifies its step, between Preview and Remove',
    async act() {
      const text = await open('labs', lab, '30-isolate.yaml')
      const titles = await eventually('the lens', async () => {
        const found = (await lensesOf(text)).map(({ command }) => command?.title ?? '')
        return found.includes('$(beaker) Verify 9.2') && found
      })
      assert.deepEqual(titles, [
        '$(play) Apply to practice',
        '$(diff) Preview',
        '$(beaker) Verify 9.2',
        '$(trash) Remove'
      ])
    }
  }
]
