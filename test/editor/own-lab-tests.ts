/** A lab that comes from a folder of the workspace: checked while it is written, shown and played. */
import assert from 'node:assert/strict'
import {
  commands,
  languages,
  MarkdownString,
  Position,
  Uri,
  window,
  workspace,
  type CompletionList,
  type Hover
} from 'vscode'
import type { StepResult } from '../../src/labs/step-result.ts'
import { api, eventually, folder, open, put, rowsOf, type EditorTest } from './editor-test.ts'
import { definition, manifest } from '../support/own-lab.ts'
import { saidDuring } from './stand-ins.ts'

const place = ['course', 'my-first-service'] as const

function lay(text: string | Uint8Array, ...segments: readonly string[]): void {
  put(text, ...place, ...segments)
}

async function labRows(): Promise<readonly string[]> {
  return rowsOf((await api()).labRows())
}

function problemsOf(uri: Uri): readonly string[] {
  return languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'netlabs')
    .map(({ message, range }) => `${range.start.line + 1}: ${message}`)
}

export const ownLabTests: readonly EditorTest[] = [
  {
    title: 'a lab in a folder that the setting names is shown beside those of the product',
    async act() {
      lay(definition, 'lab.yaml')
      lay('# Serve\n\nOne Service, one Pod.\n', '1-serve.md')
      lay('<svg xmlns="http://www.w3.org/2000/svg"/>', 'serve.svg')
      lay(manifest, 'manifests', '10-web.yaml')
      await workspace.getConfiguration('netlabs').update('labs.folders', ['course'])
      await eventually('the lab in the view', async () =>
        (await labRows()).some(row => row.startsWith('A Service of our own | 0 of 1 · 5 min'))
      )
      assert.ok((await labRows()).some(row => row.startsWith('Of this workspace |')))
    }
  },
  {
    title: 'its definition is checked, completed and explained while it is written',
    async act() {
      const text = await open(...place, 'lab.yaml')
      const editor = window.activeTextEditor
      assert.ok(editor)
      assert.deepEqual(problemsOf(text.uri), [])
      const level = text.getText().indexOf('beginner')
      const line = text.positionAt(level).line
      await editor.edit(edit => edit.replace(text.lineAt(line).range, 'level: easy'))
      const [problem] = await eventually('the problem', () => {
        const found = problemsOf(text.uri)
        return found.length > 0 && found
      })
      assert.match(problem ?? '', /^5: level: .*easy|beginner/)
      await editor.edit(edit => edit.replace(text.lineAt(line).range, 'level: '))
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        text.uri,
        new Position(line, 7)
      )
      const labels = list.items.map(({ label }) =>
        typeof label === 'string' ? label : label.label
      )
      assert.ok(labels.includes('intermediate'), labels.join(', '))
      const hovers = await commands.executeCommand<readonly Hover[]>(
        'vscode.executeHoverProvider',
        text.uri,
        text.positionAt(text.getText().indexOf('goal:') + 1)
      )
      const said = hovers.flatMap(({ contents }) =>
        contents.map(one => (one instanceof MarkdownString ? one.value : ''))
      )
      assert.match(said.join('\n'), /One sentence/)
      await editor.edit(edit => edit.replace(text.lineAt(line).range, 'level: beginner'))
      await eventually('no problem', () => problemsOf(text.uri).length === 0)
      await commands.executeCommand('workbench.action.files.revert')
    }
  },
  {
    title: 'a file that the definition names and nobody wrote is told',
    async act() {
      const file = Uri.joinPath(folder(), ...place, '1-serve.md')
      const page = await workspace.fs.readFile(file)
      await workspace.fs.delete(file)
      const text = await open(...place, 'lab.yaml')
      const editor = window.activeTextEditor
      await editor?.edit(edit => edit.insert(text.lineAt(text.lineCount - 1).range.end, '\n'))
      await eventually('the missing page', () =>
        problemsOf(text.uri).some(problem => problem.includes('no file 1-serve.md'))
      )
      lay(page, '1-serve.md')
      await commands.executeCommand('workbench.action.files.revert')
    }
  },
  {
    title: 'it opens its page, and is played like any other lab',
    async act() {
      const lab = 'my-first-service'
      await commands.executeCommand('netlabs.lab.open', lab)
      await eventually('its page', () =>
        window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ label }) => label.includes('Preview 1-serve.md'))
        )
      )
      await commands.executeCommand('workbench.action.closeAllEditors')
      const verify = (): Thenable<StepResult> =>
        commands.executeCommand<StepResult>('netlabs.lab.verify', { lab, step: 'serve' })
      await saidDuring(async () => {
        assert.notEqual((await verify()).verdict, 'pass')
        await commands.executeCommand('netlabs.lab.apply', { lab, step: 'serve' })
        const result = await eventually('its proof', async () => {
          const now = await verify()
          return now.verdict === 'pass' && now
        })
        assert.equal(result.simulated, true)
      })
      assert.ok((await labRows()).some(row => row.startsWith('A Service of our own | 1 of 1')))
      const { labTests } = await api()
      assert.equal(labTests.states.get(`${lab}/serve/web-has-endpoints`), 'passed')
      await saidDuring(() => commands.executeCommand('netlabs.lab.cleanUp', lab))
    }
  },
  {
    title: 'it goes with its folder, and comes with it',
    async act() {
      const [course, elsewhere] = ['course', 'elsewhere'].map(name => Uri.joinPath(folder(), name))
      assert.ok(course && elsewhere)
      const isShown = async (): Promise<boolean> =>
        (await labRows()).some(row => row.startsWith('A Service of our own'))
      assert.ok(await isShown())
      await workspace.fs.rename(course, elsewhere)
      await eventually('no lab', async () => !(await isShown()))
      await workspace.fs.rename(elsewhere, course)
      await eventually('the lab again', isShown)
      await workspace.getConfiguration('netlabs').update('labs.folders', undefined)
      await eventually('the lab is gone from the view', async () =>
        (await labRows()).every(row => !row.startsWith('A Service of our own'))
      )
    }
  }
]
