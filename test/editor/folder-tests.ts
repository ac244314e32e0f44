/** Folders that come, go and are moved: the checks across files know what lies in them. */
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { commands, Uri, window, workspace, type CodeLens, type TextDocument } from 'vscode'
import { eventually, folder, ours, put, write, type EditorTest } from './editor-test.ts'

const ingress = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: moved }
spec:
  ingressClassName: nginx
  rules:
  - host: moved.example
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: { service: { name: page, port: { number: 80 } } }
`

/** Beside the workspace, where no watcher looks. */
const outside = (): string => path.join(path.dirname(folder().fsPath), 'outside')

const inside = (name: string): Uri => Uri.joinPath(folder(), name)

/** The folders of the Ingresses that route the same path as the one in the text. */
function sameAs(text: TextDocument): readonly string[] {
  return ours(text).flatMap(({ relatedInformation = [] }) =>
    relatedInformation.map(({ location: { uri } }) =>
      path.posix.relative(folder().path, path.posix.dirname(uri.path))
    )
  )
}

async function become(text: TextDocument, wanted: readonly string[]): Promise<void> {
  await eventually(`the same path in [${wanted.join()}]`, () => {
    return sameAs(text).join() === wanted.join()
  })
}

export const folderTests: readonly EditorTest[] = [
  {
    title:
      'a folder that is moved into the workspace, renamed and deleted counts while it is there',
    async act() {
      const text = await write('zz-moved.yaml', ingress('one'))
      put(ingress('other'), '..', 'outside', 'deep', 'two.yaml')
      renameSync(outside(), inside('arrived').fsPath)
      await become(text, ['arrived/deep'])
      renameSync(inside('arrived').fsPath, inside('renamed').fsPath)
      await become(text, ['renamed/deep'])
      await workspace.fs.delete(inside('renamed'), { recursive: true })
      await become(text, [])
    }
  },
  {
    title: 'a new folder and what is written into it later are known',
    async act() {
      const text = await write('zz-moved.yaml', ingress('one'))
      mkdirSync(inside('slow').fsPath)
      put(ingress('other'), 'slow', 'two.yaml')
      await become(text, ['slow'])
      await workspace.fs.delete(inside('slow'), { recursive: true })
      await become(text, [])
    }
  },
  {
    title: 'another branch with hundreds of files is taken in, and what tools put there is not',
    async act() {
      const text = await write('zz-moved.yaml', ingress('one'))
      const names = Array.from({ length: 300 }, (_, i) => `f${i}.yaml`)
      for (const name of names)
        put(ingress('other').replace('host: moved', `host: ${name}`), 'branch', name)
      put(ingress('other'), 'node_modules', 'two.yaml')
      put(ingress('other'), 'vendor', 'two.yaml')
      put(ingress('other'), 'branch', 'f150.yaml')
      await become(text, ['branch'])
      for (const name of names) unlinkSync(path.join(inside('branch').fsPath, name))
      await become(text, [])
    }
  },
  {
    title: 'an old version that is shown beside a diff is no manifest of the workspace',
    async act() {
      const text = await write('zz-moved.yaml', ingress('one'))
      const provider = workspace.registerTextDocumentContentProvider('history', {
        provideTextDocumentContent: () => ingress('other').replace('path: /', 'path: nowhere')
      })
      const old = await workspace.openTextDocument(Uri.parse('history:/moved.yaml'))
      assert.equal(old.languageId, 'yaml')
      await commands.executeCommand('vscode.diff', old.uri, text.uri, 'Then and now')
      await write('zz-other.yaml', ingress('two'))
      await become(text, [''])
      assert.deepEqual(ours(old), [])
      await workspace.fs.delete(inside('zz-other.yaml'))
      await commands.executeCommand('workbench.action.closeAllEditors')
      provider.dispose()
    }
  },
  {
    title:
      'a manifest that was pasted into a new text without a file is checked, mended and completed',
    async act() {
      const content = ingress('pasted').replace('Prefix', 'prefix').replace('moved.', 'pasted.')
      const text = await workspace.openTextDocument({ language: 'yaml', content })
      await window.showTextDocument(text)
      await eventually('the finding', () => ours(text).length === 1)
      await commands.executeCommand('netlabs.lint.fixAll')
      await eventually('a clean text', () => ours(text).length === 0)
      assert.ok(text.getText().includes('pathType: Prefix'))
      const lenses = await commands.executeCommand<CodeLens[]>(
        'vscode.executeCodeLensProvider',
        text.uri
      )
      assert.ok(lenses.length > 0)
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    }
  },
  {
    title: 'a second folder of the workspace counts while it is one',
    async act() {
      const text = await write('zz-moved.yaml', ingress('one'))
      const second = workspace.workspaceFolders?.[1]?.uri
      assert.ok(second)
      await become(text, [])
      put(ingress('other'), '..', 'second', 'team', 'two.yaml')
      await become(text, ['../second/team'])
      assert.ok(workspace.updateWorkspaceFolders(1, 1))
      await become(text, [])
      assert.ok(workspace.updateWorkspaceFolders(1, 0, { uri: second }))
      await become(text, ['../second/team'])
      await workspace.fs.delete(Uri.joinPath(second, 'team'), { recursive: true })
      await become(text, [])
      await workspace.fs.delete(text.uri)
    }
  }
]
