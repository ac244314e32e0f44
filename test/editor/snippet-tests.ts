import assert from 'node:assert/strict'
import { commands, Position, window } from 'vscode'
import { completionsAt, insertedBy, labelOf } from './ask-editor.ts'
import { eventually, write, type EditorTest } from './editor-test.ts'

const halves = 'HTTPRoute: halves (http-routing)'

export const snippetTests: readonly EditorTest[] = [
  {
    title: 'a manifest of a lab is offered once where a document begins',
    async act() {
      const text = await write('snippet.yaml', '')
      const items = await eventually('the snippets', async () => {
        const found = await completionsAt(text, new Position(0, 0))
        return found.some(item => labelOf(item) === halves) && found
      })
      assert.equal(items.filter(item => labelOf(item) === halves).length, 1)
      assert.match(
        items.map(insertedBy).find(body => body.includes('HTTPRoute')) ?? '',
        /name: \$\{1:/
      )
    }
  },
  {
    title: 'and not in the middle of YAML of another program',
    async act() {
      const text = await write('compose.yaml', 'services:\n  web:\n    \n')
      const items = await completionsAt(text, new Position(2, 4))
      assert.deepEqual(
        items.map(labelOf).filter(label => /HTTPRoute|NetworkPolicy/.test(label)),
        []
      )
    }
  },
  {
    title: 'Insert Snippet knows it by its name, and typing a name once changes every place of it',
    async act() {
      const text = await write('inserted.yaml', '')
      await commands.executeCommand('editor.action.insertSnippet', {
        langId: 'yaml',
        name: 'NetworkPolicy: allow from namespace'
      })
      await eventually('the manifest', () => text.getText().includes('kind: NetworkPolicy'))
      const before = window.activeTextEditor?.selections ?? []
      assert.equal(before.length, 2, 'the first tab stop stands in two places')
      await commands.executeCommand('type', { text: 'door' })
      assert.equal(text.getText().split('door').length, 3)
      await commands.executeCommand('jumpToNextSnippetPlaceholder')
      const editor = window.activeTextEditor
      assert.equal(editor && text.getText(editor.selection), 'backend')
      await commands.executeCommand('leaveSnippet')
      await commands.executeCommand('workbench.action.files.save')
    }
  }
]
