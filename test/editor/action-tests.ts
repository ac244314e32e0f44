/** Refactorings, suppressions, fixing on save, and manners beside other extensions. */
import assert from 'node:assert/strict'
import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  Uri,
  workspace,
  WorkspaceEdit,
  type CodeAction,
  type TextDocument
} from 'vscode'
import { actionsAt, placeOf, rulesOf } from './ask-editor.ts'
import { eventually, folder, open, ours, put, write, type EditorTest } from './editor-test.ts'

const head = (apiVersion: string, kind: string, name: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`

interface Conversion {
  readonly what: string
  readonly text: string
  /** Kinds that are there afterwards, in their order. */
  readonly kinds: readonly string[]
}

const conversions: readonly Conversion[] = [
  {
    what: 'an Ingress to a Gateway and routes',
    text: `${head('networking.k8s.io/v1', 'Ingress', 'shop')}spec:\n  ingressClassName: traefik\n  rules:\n    - host: shop.example\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: web\n                port:\n                  number: 80\n`,
    kinds: ['Gateway', 'HTTPRoute']
  },
  {
    what: 'Endpoints to an EndpointSlice',
    text: `${head('v1', 'Endpoints', 'legacy')}subsets:\n  - addresses:\n      - ip: 192.0.2.10\n    ports:\n      - port: 5432\n`,
    kinds: ['EndpointSlice']
  },
  {
    what: 'the ConfigMap of an old MetalLB to its resources',
    text: `${head('v1', 'ConfigMap', 'config')}  namespace: metallb-system\ndata:\n  config: |\n    address-pools:\n      - name: lab\n        protocol: layer2\n        addresses:\n          - 192.0.2.0/28\n`,
    kinds: ['IPAddressPool', 'L2Advertisement']
  },
  {
    what: 'a VirtualService of the mesh to an HTTPRoute',
    text: `${head('networking.istio.io/v1', 'VirtualService', 'shop')}  namespace: mesh\nspec:\n  hosts: [shop]\n  http:\n    - route:\n        - destination:\n            host: shop-v1\n            port: { number: 80 }\n          weight: 90\n        - destination:\n            host: shop-v2\n            port: { number: 80 }\n          weight: 10\n`,
    kinds: ['HTTPRoute']
  },
  {
    what: 'an HTTPRoute of the mesh to a VirtualService',
    text: `${head('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop')}  namespace: mesh\nspec:\n  parentRefs:\n    - group: ""\n      kind: Service\n      name: shop\n      port: 80\n  rules:\n    - backendRefs:\n        - name: shop-v1\n          port: 80\n          weight: 90\n        - name: shop-v2\n          port: 80\n          weight: 10\n`,
    kinds: ['VirtualService']
  }
]

async function take(action: CodeAction | undefined, text: TextDocument): Promise<void> {
  assert.ok(action?.edit, 'there is no such action')
  const { version } = text
  assert.equal(await workspace.applyEdit(action.edit), true)
  await eventually('the change', () => text.version > version)
}

/** `vscode.executeCodeActionProvider` at a finding of a rule. */
async function quickFixesOf(text: TextDocument, rule: string): Promise<readonly CodeAction[]> {
  const at = await eventually(`a finding of ${rule}`, () =>
    ours(text).find(({ code }) => typeof code === 'object' && code.value === rule)
  )
  return actionsAt(text, at.range, 'quickfix')
}

const misspelt = `# whose it is\n${head('v1', 'Service', 'web')}spec:\n  selectr:\n    app: web\n  ports:\n    - port: "80"\n`

export const actionTests: readonly EditorTest[] = [
  ...conversions.map(({ what, text: before, kinds }, i) => ({
    title: `Refactor… turns ${what}, without a mistake`,
    async act() {
      const text = await write(`convert-${i}.yaml`, before)
      await eventually('the file is known', async () =>
        (await actionsAt(text, new Range(1, 0, 1, 0), 'refactor.rewrite')).some(({ edit }) => edit)
      )
      const [action] = (await actionsAt(text, new Range(1, 0, 1, 0), 'refactor.rewrite')).filter(
        ({ edit }) => edit
      )
      await take(action, text)
      const found = [...text.getText().matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind)
      assert.deepEqual(found, kinds)
      // A file is looked at again within milliseconds of a change.
      await new Promise(next => setTimeout(next, 400))
      const left = ours(text).filter(({ severity }) => severity === DiagnosticSeverity.Error)
      assert.deepEqual(
        left.map(({ message }) => message),
        []
      )
    }
  })),
  {
    title: 'a check is suppressed here, in the document or in the file',
    async act() {
      for (const [i, where] of ['here', 'in this document', 'in this file'].entries()) {
        const text = await write(`suppress-${i}.yaml`, misspelt)
        const actions = await quickFixesOf(text, 'schema/unknown-field')
        await take(
          actions.find(
            ({ title }) => title === `Suppress schema/unknown-field ${where}, with a reason`
          ),
          text
        )
        await eventually(`silence ${where}`, () => !rulesOf(text).includes('schema/unknown-field'))
        assert.ok(!rulesOf(text).some(rule => rule.startsWith('suppression/')))
        assert.match(text.getText(), /# netlabs-disable\S* schema\/unknown-field -- why/)
      }
    }
  },
  {
    title: 'a comment that silences nothing is taken away by its fix',
    async act() {
      const clean = misspelt.replace('selectr', 'selector').replace('"80"', '80')
      const text = await write('stale.yaml', `# netlabs-disable schema/unknown-field\n${clean}`)
      const [fix] = await quickFixesOf(text, 'suppression/unused')
      await take(fix, text)
      assert.equal(text.getText(), clean)
    }
  },
  {
    title: 'what can only be meant one way is mended on save, when the setting asks for it',
    async act() {
      const settings = workspace.getConfiguration('editor')
      await settings.update('codeActionsOnSave', { 'source.fixAll.netlabs': 'explicit' })
      const text = await write('on-save.yaml', '')
      // VS Code gives up on what is to be done before a save when the machine is busy, so more than one may be needed.
      await eventually('a mended file', async () => {
        const edit = new WorkspaceEdit()
        edit.replace(text.uri, new Range(0, 0, text.lineCount, 0), misspelt)
        assert.equal(await workspace.applyEdit(edit), true)
        await eventually('findings', () => ours(text).length > 0)
        await commands.executeCommand('workbench.action.files.save')
        return text.getText().includes('port: 80\n')
      })
      await settings.update('codeActionsOnSave', undefined)
    }
  },
  {
    title: 'a .netlabs.yaml says for which files a check is off',
    async act() {
      const config = Uri.joinPath(folder(), 'quiet', '.netlabs.yaml')
      const text = await write('quiet/web.yaml', misspelt)
      await eventually('both findings', () => ours(text).length === 2)
      const content =
        'overrides:\n  - files: ["*.yaml"]\n    rules:\n      schema/unknown-field: off\n'
      // A file that goes as soon as it is there is one that the editor never tells of.
      const watcher = workspace.createFileSystemWatcher('**/.netlabs.yaml')
      let isTold = false
      watcher.onDidCreate(() => (isTold = true))
      put(content, 'quiet', '.netlabs.yaml')
      await eventually('one less', () => ours(text).length === 1 && isTold)
      watcher.dispose()
      await workspace.fs.delete(config)
      await eventually('both again', () => ours(text).length === 2)
    }
  },
  {
    title: 'beside the YAML extension no error stands twice, and what explains it stays',
    async act() {
      const theirs = languages.createDiagnosticCollection('stand-in')
      const text = await write('beside.yaml', misspelt)
      await eventually('both findings', () => ours(text).length === 2)
      const report = (file: TextDocument, word: string, nth = 0): Diagnostic => {
        const start = placeOf(file, word, nth).translate(0, -1)
        const end = start.translate(0, word.length)
        const one = new Diagnostic(new Range(start, end), `Property ${word} is not allowed.`)
        one.source = 'yaml-schema: Kubernetes'
        return one
      }
      theirs.set(text.uri, [report(text, 'selectr')])
      await eventually('ours gives way', () => !rulesOf(text).includes('schema/unknown-field'))
      assert.equal(ours(text).length, 1, 'the other one stays')
      const fixes = await actionsAt(
        text,
        new Range(placeOf(text, 'selectr'), placeOf(text, 'selectr')),
        'quickfix'
      )
      assert.ok(
        fixes.some(({ edit }) => edit),
        'the fix is still offered'
      )
      theirs.delete(text.uri)
      await eventually('ours again', () => ours(text).length === 2)

      const ingress = await open('ingress-weighted.yaml')
      const weight = await eventually('the weight', () =>
        ours(ingress).find(
          ({ code }) => typeof code === 'object' && code.value === 'ingress/weighted-backend'
        )
      )
      assert.equal(weight.severity, DiagnosticSeverity.Error)
      theirs.set(ingress.uri, [report(ingress, 'weight: 50')])
      await eventually('information only', () =>
        ours(ingress).some(
          ({ range, severity }) =>
            range.isEqual(weight.range) && severity === DiagnosticSeverity.Information
        )
      )
      theirs.dispose()
      await eventually('an error again', () =>
        ours(ingress).every(({ severity }) => severity !== DiagnosticSeverity.Information)
      )
    }
  }
]
