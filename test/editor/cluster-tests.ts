import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { request } from 'node:https'
import { commands, env, languages, TabInputTextDiff, window, workspace } from 'vscode'
import { parse } from 'yaml'
import { api, clusterRows, eventually, open, write, type EditorTest } from './editor-test.ts'
import { choose } from './kubeconfigs.ts'
import { isLoaded, measured } from './start-tests.ts'
import { saidDuring } from './stand-ins.ts'

const shop =
  'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  selector: { app: api }\n  ports:\n    - port: 80\n'

/** Asks the practice cluster as any other program does: over HTTPS with its kubeconfig. */
async function fromOutside(method: string, path: string, body: unknown): Promise<number> {
  await commands.executeCommand('netlabs.practice.copyKubeconfig')
  const kubeconfig = parse(await readFile(await env.clipboard.readText(), 'utf8')) as {
    readonly clusters: readonly [
      { cluster: { server: string; 'certificate-authority-data': string } }
    ]
    readonly users: readonly [{ user: { token: string } }]
  }
  const { server, 'certificate-authority-data': authority } = kubeconfig.clusters[0].cluster
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server}${path}`,
      {
        method,
        ca: Buffer.from(authority, 'base64'),
        headers: {
          authorization: `Bearer ${kubeconfig.users[0].user.token}`,
          'content-type': 'application/json'
        }
      },
      response => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      }
    )
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

/** The comparison in front: the window tells the extension host of its tabs a little after it has opened them. */
async function comparison(): Promise<{
  readonly input: TabInputTextDiff
  readonly label: string
}> {
  return eventually('a comparison in front', () => {
    const tab = window.tabGroups.activeTabGroup.activeTab
    return tab?.input instanceof TabInputTextDiff && { input: tab.input, label: tab.label }
  })
}

export const clusterTests: readonly EditorTest[] = [
  {
    title: 'the practice cluster starts, and the view shows it',
    async act() {
      await commands.executeCommand('netlabs.cluster.focus')
      const started = performance.now()
      await commands.executeCommand('netlabs.practice.start')
      measured['starting the practice cluster with the load of its code'] = Math.round(
        performance.now() - started
      )
      assert.ok(isLoaded('cluster.js'))
      assert.equal(
        isLoaded('kube-client.js'),
        false,
        'the practice cluster needs no client library'
      )
      const [first] = await eventually('rows', async () => {
        const rows = await clusterRows()
        return rows.length > 1 && rows
      })
      assert.match(first ?? '', /^practice \| simulated · v1\.\d+/)
    }
  },
  {
    title: 'the kubeconfig is handed out to this user only',
    async act() {
      await commands.executeCommand('netlabs.practice.copyKubeconfig')
      const file = await env.clipboard.readText()
      assert.match(await readFile(file, 'utf8'), /server: https:\/\/127\.0\.0\.1:\d+/)
      assert.equal((await stat(file)).mode & 0o077, 0)
    }
  },
  {
    title: 'the status bar and the picker name the chosen context',
    async act() {
      const { statusBar } = await api()
      assert.equal(statusBar.text, '$(plug) practice')
      assert.match(statusBar.tooltip, /simulated[^]*Connected, v1\.\d+/)
      assert.equal(statusBar.warns, false)
      const [first] = await choose(undefined)
      assert.equal(first?.label, '$(mortar-board) practice')
      assert.match(first.description ?? '', /chosen · simulated/)
    }
  },
  {
    title: 'a preview shows what the server would make, and makes nothing',
    async act() {
      const text = await write('shop.yaml', shop)
      await commands.executeCommand('netlabs.manifest.preview', {
        uri: text.uri.toString(),
        document: 0
      })
      const { input } = await comparison()
      const read = async (uri: typeof input.original): Promise<string> =>
        (await workspace.openTextDocument(uri)).getText()
      assert.equal(await read(input.original), '')
      const made = await read(input.modified)
      assert.match(made, /name: shop/)
      assert.match(
        made,
        /kubernetes\.io\/metadata\.name: shop/,
        'the server’s own label is missing'
      )
      assert.doesNotMatch(made, /managedFields|uid/)
      assert.ok((await clusterRows()).every(row => !row.startsWith('shop |')))
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'applying a document makes its object, and the view follows',
    async act() {
      const text = await open('shop.yaml')
      const uri = text.uri.toString()
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 0 })
      await commands.executeCommand('netlabs.manifest.apply', { uri, document: 1 })
      await eventually('the Service in the view', async () =>
        (await clusterRows()).some(row => /^api \| Service .*no endpoints/.test(row))
      )
    }
  },
  {
    title: 'a preview of what is there already says that nothing would change, or what would',
    async act() {
      const text = await open('shop.yaml')
      const target = { uri: text.uri.toString(), document: 1 }
      const [said] = await saidDuring(() =>
        commands.executeCommand('netlabs.manifest.preview', target)
      )
      assert.match(said?.message ?? '', /^Service shop\/api is already like this in practice/)
      await window.activeTextEditor?.edit(edit =>
        edit.replace(text.lineAt(13).range, '    - port: 81')
      )
      await commands.executeCommand('netlabs.manifest.preview', target)
      const { label } = await comparison()
      assert.match(label, /^Service shop\/api: practice ↔ applied \(spec\.ports/)
      await commands.executeCommand('workbench.action.closeActiveEditor')
      await open('shop.yaml')
      await commands.executeCommand('workbench.action.files.revert')
    }
  },
  {
    title: 'what another program changes is in the view by itself',
    async act() {
      const made = await fromOutside('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'from-outside' }
      })
      assert.equal(made, 201)
      await eventually('the Namespace in the view', async () =>
        (await clusterRows()).some(row => row.startsWith('from-outside |'))
      )
      await fromOutside('DELETE', '/api/v1/namespaces/from-outside', {})
      await eventually('the view without it', async () =>
        (await clusterRows()).every(row => !row.startsWith('from-outside |'))
      )
    }
  },
  {
    title: 'what the server refuses is underlined at the field',
    async act() {
      const text = await write(
        'refused.yaml',
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  ports:\n    - port: 80000\n'
      )
      void commands.executeCommand('netlabs.manifest.apply', {
        uri: text.uri.toString(),
        document: 0
      })
      const diagnostic = await eventually('the refusal', () =>
        languages.getDiagnostics(text.uri).find(({ source }) => source === 'cluster')
      )
      assert.equal(diagnostic.range.start.line, 7)
      await workspace.fs.delete(text.uri)
    }
  },
  {
    title: 'removing a document deletes its object without asking on the practice cluster',
    async act() {
      const text = await open('shop.yaml')
      await commands.executeCommand('netlabs.manifest.remove', {
        uri: text.uri.toString(),
        document: 1
      })
      await eventually('the Service is gone', async () =>
        (await clusterRows()).every(row => !row.startsWith('api | Service'))
      )
    }
  }
]
