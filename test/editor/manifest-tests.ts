import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { commands, env, languages, Position, Selection, window, workspace } from 'vscode'
import type { CodeLens, Range, TextDocument } from 'vscode'
import { parse } from 'yaml'
import { recordOf, stringOf, valueAt } from '../../src/base/json.ts'
import type { DocumentJudgement } from '../../src/labs/objects/object-evidence.ts'
import { eventually, write, type EditorTest } from './editor-test.ts'

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: lens\n'
const service = (port: number): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: lens\nspec:\n  selector: { app: web }\n  ports:\n    - port: ${port}\n`
const configMap = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: page\n  namespace: lens\ndata:\n  text: ${value}\n`
const secret = (value: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: door\n  namespace: lens\nstringData:\n  code: ${value}\n`

async function lenses(text: TextDocument): Promise<readonly CodeLens[]> {
  return commands.executeCommand<readonly CodeLens[]>(
    'vscode.executeCodeLensProvider',
    text.uri,
    100
  )
}

/** The Verify lens of each document of a file. */
async function verifyTitles(text: TextDocument): Promise<string[]> {
  const titles = (await lenses(text)).flatMap(({ command }) => command?.title ?? [])
  return titles.filter(title => title.startsWith('$(beaker)'))
}

async function seen(text: TextDocument, ...states: readonly string[]): Promise<void> {
  const wanted = states.map(state => `$(beaker) Verify${state && ` · ${state}`}`)
  let last: readonly string[] = []
  try {
    await eventually('the states', async () => {
      last = await verifyTitles(text)
      return JSON.stringify(last) === JSON.stringify(wanted)
    })
  } catch {
    assert.deepEqual(last, wanted)
  }
}

async function run(id: string, text: TextDocument, document = 0): Promise<unknown> {
  return commands.executeCommand(id, { uri: text.uri.toString(), document })
}

async function verify(text: TextDocument, document = 0): Promise<DocumentJudgement> {
  const judgement = await run('netlabs.manifest.verify', text, document)
  assert.ok(judgement, 'no judgement')
  return judgement as DocumentJudgement
}

function problem(text: TextDocument): { range: Range; message: string } | undefined {
  return languages.getDiagnostics(text.uri).find(({ source }) => source === 'cluster')
}

async function replace(text: TextDocument, content: string): Promise<void> {
  const editor = await window.showTextDocument(text)
  const end = text.lineAt(text.lineCount - 1).range.end
  await editor.edit(edit => edit.replace(new Selection(new Position(0, 0), end), content))
}

/** What another program writes into the practice cluster, with the kubeconfig that is handed out. */
async function applyAs(manager: string, path: string, body: object): Promise<number> {
  await commands.executeCommand('netlabs.practice.copyKubeconfig')
  const config: unknown = parse(await readFile(await env.clipboard.readText(), 'utf8'))
  const cluster = recordOf(valueAt(config, ['clusters', 0, 'cluster']))
  const token = stringOf(valueAt(config, ['users', 0, 'user', 'token'])) ?? ''
  const ca = Buffer.from(stringOf(cluster['certificate-authority-data']) ?? '', 'base64')
  return new Promise((done, fail) => {
    const call = request(
      `${stringOf(cluster.server) ?? ''}${path}?fieldManager=${manager}&force=true`,
      {
        method: 'PATCH',
        ca,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/apply-patch+yaml'
        }
      },
      response => {
        response.resume()
        response.on('end', () => done(response.statusCode ?? 0))
      }
    )
    call.on('error', fail)
    call.end(JSON.stringify(body))
  })
}

/** Everything that the product shows in read-only pages. */
function shownPages(): string {
  return workspace.textDocuments
    .filter(({ uri }) => uri.scheme === 'netlabs')
    .map(text => text.getText())
    .join('\n')
}

export const manifestTests: readonly EditorTest[] = [
  {
    title: 'every document has four lenses; without a cluster they claim no state',
    async act() {
      const text = await write('lens.yaml', `${namespace}---\n${configMap('one')}`)
      const titles = (await lenses(text)).map(({ command }) => command?.title)
      const four = [
        '$(play) Apply to practice',
        '$(diff) Preview',
        '$(beaker) Verify',
        '$(trash) Remove'
      ]
      assert.deepEqual(titles, [...four, ...four])
    }
  },
  {
    title: 'Verify carries the state of what is saved: missing, in sync, different',
    async act() {
      const text = await write('lens.yaml', `${namespace}---\n${configMap('one')}`)
      await commands.executeCommand('netlabs.practice.start')
      await seen(text, '$(circle-slash) not in cluster', '$(circle-slash) not in cluster')
      await commands.executeCommand('netlabs.manifest.applyFile', text.uri)
      await seen(text, '$(pass) in sync', '$(pass) in sync')
      await replace(text, `${namespace}---\n${configMap('two')}`)
      await seen(text, '$(pass) in sync', '')
      await text.save()
      await seen(text, '$(pass) in sync', '$(diff) differs in 1 field')
    }
  },
  {
    title: 'Verify judges the document at the cursor, and says why a Service is not ready',
    async act() {
      const text = await write('lens-service.yaml', `${namespace}---\n${service(80)}`)
      await run('netlabs.manifest.apply', text, 1)
      const editor = await window.showTextDocument(text)
      editor.selection = new Selection(new Position(7, 0), new Position(7, 0))
      const judgement = await commands.executeCommand<DocumentJudgement | undefined>(
        'netlabs.manifest.verify'
      )
      assert.equal(judgement?.verdict, 'fail')
      assert.match(
        judgement.sentence,
        /^Service lens\/web has no ready endpoint.*matches no running Pod/
      )
      assert.equal(judgement.simulated, true)
      assert.equal((await verify(text, 0)).verdict, 'pass')
      await seen(text, '$(pass) in sync', '$(warning) no ready endpoints')
    }
  },
  {
    title: 'a missing Namespace is underlined, and can be made in one go',
    async act() {
      const text = await write('lens-missing.yaml', configMap('one').replace('lens', 'elsewhere'))
      void run('netlabs.manifest.apply', text)
      const { range } = await eventually('the refusal', () => problem(text))
      assert.equal(range.start.line, 4)
      await commands.executeCommand('netlabs.manifest.createNamespace', 'elsewhere', {
        uri: text.uri.toString(),
        document: 0
      })
      assert.equal((await verify(text)).verdict, 'pass')
      assert.equal(problem(text), undefined)
    }
  },
  {
    title: 'a file is applied with its Namespace first, wherever it stands',
    async act() {
      const file = `${configMap('one')}---\n${namespace}`.replaceAll('lens', 'late')
      const text = await write('lens-order.yaml', file)
      await commands.executeCommand('netlabs.manifest.applyFile', text.uri)
      assert.equal((await verify(text, 0)).verdict, 'pass')
    }
  },
  {
    title: 'Preview shows all documents of a file, and changes nothing',
    async act() {
      const text = await write('lens-preview.yaml', `${configMap('three')}---\n${service(81)}`)
      await commands.executeCommand('netlabs.manifest.previewFile', text.uri)
      await eventually('the page of diffs', () =>
        window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ label }) => label.includes('0 new, 2 changed'))
        )
      )
      await eventually(
        'both sides',
        () => shownPages().includes('text: one') && shownPages().includes('text: three')
      )
      assert.doesNotMatch(shownPages(), /managedFields|uid:|resourceVersion/)
      assert.match(
        (await verify(text, 0)).sentence,
        /differs from this text in 1 field: data\.text/
      )
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'Preview shows what lives in a Namespace of the same file, and refuses nothing',
    async act() {
      const file = `${namespace}---\n${service(82)}`.replaceAll('lens', 'coming')
      const text = await write('lens-coming.yaml', file)
      await commands.executeCommand('netlabs.manifest.previewFile', text.uri)
      await eventually('the page of diffs', () =>
        window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ label }) => label.includes('2 new, 0 changed'))
        )
      )
      await eventually('the Service', () => shownPages().includes('port: 82'))
      assert.equal(problem(text), undefined)
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'no value of a Secret is shown by Preview',
    async act() {
      const before = await write('lens-secret.yaml', secret('tulip-1'))
      await run('netlabs.manifest.apply', before)
      const text = await write('lens-secret-2.yaml', secret('tulip-2'))
      await run('netlabs.manifest.preview', text)
      await eventually('the change', () => shownPages().includes('(hidden, changed)'))
      assert.doesNotMatch(shownPages(), /tulip|dHVsaX/)
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'a field of another manager is underlined with its name, and stays as it is',
    async act() {
      const body: unknown = parse(configMap('theirs'))
      const path = '/api/v1/namespaces/lens/configmaps/page'
      assert.equal(await applyAs('gitops', path, body as object), 200)
      const text = await write('lens-conflict.yaml', configMap('ours'))
      await run('netlabs.manifest.preview', text)
      const { range, message } = await eventually('the conflict', () => problem(text))
      assert.equal(range.start.line, 6)
      assert.match(message, /gitops/)
      assert.match((await verify(text)).sentence, /differs from this text in 1 field/)
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'an unknown field is underlined by Preview',
    async act() {
      const text = await write('lens-unknown.yaml', service(80).replace('selector:', 'selecter:'))
      void run('netlabs.manifest.preview', text)
      const { range } = await eventually('the refusal', () => problem(text))
      assert.equal(range.start.line, 6)
      await workspace.fs.delete(text.uri)
    }
  },
  {
    title: 'Remove takes the object away, and the lens says so',
    async act() {
      const text = await write('lens-remove.yaml', configMap('ours'))
      await run('netlabs.manifest.remove', text)
      await seen(text, '$(circle-slash) not in cluster')
    }
  },
  {
    title: 'with the cluster gone, no state is claimed',
    async act() {
      const text = await write('lens-remove.yaml', configMap('ours'))
      await commands.executeCommand('netlabs.practice.stop')
      await seen(text, '')
    }
  }
]
