/** Definitions, references, renames, outline and folding, as the editor itself gives them. */
import assert from 'node:assert/strict'
import {
  commands,
  Uri,
  workspace,
  type DocumentSymbol,
  type FoldingRange,
  type Location,
  type Position,
  type TextDocument,
  type WorkspaceEdit
} from 'vscode'
import { placeOf } from './ask-editor.ts'
import { eventually, folder, put, write, type EditorTest } from './editor-test.ts'

const app = `apiVersion: v1
kind: Pod
metadata:
  name: shop
  namespace: trade
  labels:
    app: shop-pod
spec:
  containers:
    - name: web
      image: web
      ports:
        - name: inner
          containerPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: front
  namespace: trade
spec:
  selector:
    app: shop-pod
  ports:
    - name: outer
      port: 80
      targetPort: inner
`
const routes = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: trade
spec:
  gatewayClassName: fast
  listeners:
    - name: plain
      port: 80
      protocol: HTTP
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
  namespace: trade
spec:
  parentRefs:
    - name: edge
      sectionName: plain
  rules:
    - backendRefs:
        - name: front
          port: 80
`

/** Writes both files and gives the open one. The other is only on disk. */
async function both(): Promise<TextDocument> {
  put(app, 'trade-app.yaml')
  return write('trade-routes.yaml', routes)
}

/** Where a word leads, as `file:line` from 1. */
async function placesFrom(command: string, text: TextDocument, at: Position): Promise<string[]> {
  const found = await commands.executeCommand<readonly Location[]>(command, text.uri, at)
  return found.map(
    ({ uri, range }) => `${uri.path.split('/').at(-1) ?? ''}:${range.start.line + 1}`
  )
}

async function defines(text: TextDocument, at: Position, expected: string): Promise<void> {
  await eventually(`${expected} behind ${text.lineAt(at.line).text}`, async () =>
    (await placesFrom('vscode.executeDefinitionProvider', text, at)).includes(expected)
  )
}

export const navigationTests: readonly EditorTest[] = [
  {
    title: 'go to definition leads from a route to the Service, the Gateway and its listener',
    async act() {
      const text = await both()
      await defines(text, placeOf(text, 'front'), 'trade-app.yaml:19')
      await defines(text, placeOf(text, 'edge', 1), 'trade-routes.yaml:4')
      await defines(text, placeOf(text, 'plain', 1), 'trade-routes.yaml:9')
    }
  },
  {
    title: 'and from a selector to the labels, and from a targetPort to the port of the container',
    async act() {
      const text = await write('trade-app.yaml', app)
      await defines(text, placeOf(text, 'shop-pod', 1), 'trade-app.yaml:7')
      await defines(text, placeOf(text, 'inner', 1), 'trade-app.yaml:13')
    }
  },
  {
    title: 'references of a Service are in the files that nobody has open as well',
    async act() {
      const text = await write('trade-app.yaml', app)
      await eventually('the route', async () =>
        (
          await placesFrom('vscode.executeReferenceProvider', text, placeOf(text, 'front'))
        ).includes('trade-routes.yaml:24')
      )
    }
  },
  {
    title: 'rename changes a Service, a label and a named port wherever they are spoken of',
    async act() {
      const text = await write('trade-app.yaml', app)
      for (const [word, to, places] of [
        ['front', 'entry', 2],
        ['shop-pod', 'store-pod', 2],
        ['inner', 'web-port', 2]
      ] as const) {
        const edit = await commands.executeCommand<WorkspaceEdit>(
          'vscode.executeDocumentRenameProvider',
          text.uri,
          placeOf(text, word),
          to
        )
        const edits = edit.entries().flatMap(([, own]) => own)
        assert.equal(edits.length, places, word)
        assert.ok(edits.every(({ newText }) => newText === to))
      }
    }
  },
  {
    title: 'a renamed Service is renamed in both files, and nothing else is changed',
    async act() {
      const text = await write('trade-app.yaml', app)
      const edit = await commands.executeCommand<WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        text.uri,
        placeOf(text, 'front'),
        'entry'
      )
      assert.equal(await workspace.applyEdit(edit), true)
      assert.equal(text.getText(), app.replace('front', 'entry'))
      const other = await workspace.openTextDocument(Uri.joinPath(folder(), 'trade-routes.yaml'))
      assert.equal(other.getText(), routes.replace('front', 'entry'))
      await workspace.saveAll()
    }
  },
  {
    title: 'what names nothing is refused in a sentence',
    async act() {
      const text = await write('trade-app.yaml', app)
      await assert.rejects(
        Promise.resolve(
          commands.executeCommand('vscode.prepareRename', text.uri, placeOf(text, 'image'))
        )
      )
    }
  },
  {
    title: 'the outline has an entry for each object, and each document folds',
    async act() {
      // A file of its own: the one of the other tests may still be saved with what they renamed.
      const text = await write('outline.yaml', app.replaceAll('trade', 'outline'))
      const symbols = await commands.executeCommand<readonly DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        text.uri
      )
      const named = symbols.map(({ name, detail }) => `${name} ${detail}`)
      assert.ok(named.includes('shop Pod in outline'), named.join('; '))
      assert.ok(named.includes('front Service in outline'), named.join('; '))
      const folds = await commands.executeCommand<readonly FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        text.uri
      )
      const ranges = folds.map(({ start, end }) => `${start}-${end}`)
      assert.ok(ranges.includes('0-13') && ranges.includes('15-26'), ranges.join('; '))
    }
  }
]
