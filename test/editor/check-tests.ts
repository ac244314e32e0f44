import assert from 'node:assert/strict'
import {
  commands,
  DiagnosticSeverity,
  MarkdownString,
  Position,
  Range,
  window,
  workspace,
  type CodeAction,
  type CompletionList,
  type DocumentSymbol,
  type Hover,
  type TextDocument
} from 'vscode'
import { eventually, open, ours, write, type EditorTest } from './editor-test.ts'

/** `line:character-line:character rule text`, all from 0: where it is underlined, and what stands there. */
function picture(text: TextDocument): string[] {
  return ours(text)
    .map(({ range: { start, end }, code, range }) => {
      const rule = typeof code === 'object' ? String(code.value) : String(code)
      const at = `${start.line}:${start.character}-${end.line}:${end.character}`
      return `${at} ${rule} ${text.getText(range).replace(/\s+/g, ' ')}`
    })
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

async function fixesAt(text: TextDocument, range: Range): Promise<readonly CodeAction[]> {
  const found = await commands.executeCommand<readonly CodeAction[]>(
    'vscode.executeCodeActionProvider',
    text.uri,
    range,
    'quickfix'
  )
  return found
}

/** Applies the first fix whose title fits, as choosing it in the light bulb does. */
async function applyFix(text: TextDocument, rule: string, title: RegExp): Promise<void> {
  const diagnostic = await eventually(`a finding of ${rule}`, () =>
    ours(text).find(({ code }) => typeof code === 'object' && code.value === rule)
  )
  const fixes = await fixesAt(text, diagnostic.range)
  const fix = fixes.find(one => title.test(one.title))
  const titles = fixes.map(one => one.title).join('; ')
  assert.ok(fix?.edit, `no fix of ${rule} is called ${String(title)}; there are: ${titles}`)
  assert.equal(await workspace.applyEdit(fix.edit), true)
}

const problems = (text: TextDocument): number => ours(text).length

export const checkTests: readonly EditorTest[] = [
  {
    title: 'the Ingress with weights is underlined at exactly its mistakes',
    async act() {
      const text = await open('ingress-weighted.yaml')
      await eventually('findings', () => problems(text) > 0)
      assert.deepEqual(picture(text), [
        '9:8-9:12 schema/missing-field path',
        '15:8-15:18 ingress/weighted-backend weight: 50',
        '16:8-16:12 schema/missing-field path',
        '16:8-16:15 ingress/duplicate-path path: /',
        '22:8-22:18 ingress/weighted-backend weight: 50'
      ])
    }
  },
  {
    title: 'each finding says what, why and what to do, and links to its page',
    async act() {
      const text = await open('ingress-weighted.yaml')
      for (const { message, code } of ours(text)) {
        assert.ok(message.split('. ').length >= 2, message)
        assert.ok(typeof code === 'object' && code.target.path === `/${String(code.value)}.md`)
      }
    }
  },
  {
    title: 'the policy that cuts off DNS is underlined, and the fix makes it clean',
    async act() {
      const text = await open('egress-policy.yaml')
      await eventually('findings', () => problems(text) > 0)
      assert.deepEqual(picture(text), ['9:2-9:8 network-policy/blocks-dns egress'])
      await applyFix(text, 'network-policy/blocks-dns', /UDP and TCP 53/)
      await eventually('a clean file', () => problems(text) === 0)
      await commands.executeCommand('workbench.action.files.revert')
    }
  },
  {
    title: 'the weighted Ingress becomes an HTTPRoute with weights, and the file is clean',
    async act() {
      const text = await open('ingress-weighted.yaml')
      await applyFix(text, 'ingress/weighted-backend', /HTTPRoute/)
      await eventually('a clean file', () => problems(text) === 0)
      assert.match(text.getText(), /kind: HTTPRoute/)
      assert.match(text.getText(), /weight: 50/)
      await commands.executeCommand('workbench.action.files.revert')
      await eventually('findings again', () => problems(text) > 0)
    }
  },
  {
    title: 'alternatives for other controllers are offered',
    async act() {
      const text = await open('ingress-weighted.yaml')
      const finding = await eventually('the weight', () =>
        ours(text).find(
          ({ code }) => typeof code === 'object' && code.value === 'ingress/weighted-backend'
        )
      )
      const titles = (await fixesAt(text, finding.range)).map(({ title }) => title).join('\n')
      assert.match(titles, /TraefikService/)
      assert.match(titles, /canary/i)
    }
  },
  {
    title: 'a keystroke that breaks something is underlined, and one that mends it clears it',
    async act() {
      const text = await write(
        'service.yaml',
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  ports:\n    - port: 80\n'
      )
      await eventually('no finding', () => problems(text) === 0)
      const editor = window.activeTextEditor
      assert.ok(editor)
      const place = new Range(new Position(6, 6), new Position(6, 10))
      await editor.edit(edit => edit.replace(place, 'prot'))
      await eventually('a finding', () => problems(text) > 0)
      await editor.edit(edit => edit.replace(place, 'port'))
      await eventually('no finding', () => problems(text) === 0)
      await commands.executeCommand('workbench.action.files.save')
    }
  },
  {
    title: 'hover says what a field is and does',
    async act() {
      const text = await open('service.yaml')
      const hovers = await commands.executeCommand<readonly Hover[]>(
        'vscode.executeHoverProvider',
        text.uri,
        new Position(6, 8)
      )
      const said = hovers.flatMap(({ contents }) =>
        contents.map(content => (content instanceof MarkdownString ? content.value : ''))
      )
      assert.match(said.join('\n'), /port/)
      assert.match(said.join('\n'), /integer/)
    }
  },
  {
    title: 'completion offers the fields that are missing and whole manifests',
    async act() {
      const text = await open('service.yaml')
      const labels = async (line: number, character: number): Promise<string[]> => {
        const { items } = await commands.executeCommand<CompletionList>(
          'vscode.executeCompletionItemProvider',
          text.uri,
          new Position(line, character)
        )
        return items.map(({ label }) => (typeof label === 'string' ? label : label.label))
      }
      await window.activeTextEditor?.edit(edit => edit.insert(new Position(7, 0), '  '))
      const fields = await labels(7, 2)
      assert.ok(fields.includes('selector') && fields.includes('type'), fields.join())
      assert.ok(!fields.includes('ports'), 'ports is there already')
      await commands.executeCommand('workbench.action.files.revert')

      await write('empty.yaml', '')
      const empty = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        window.activeTextEditor?.document.uri,
        new Position(0, 0)
      )
      const snippets = empty.items.filter(({ insertText }) => typeof insertText === 'object')
      assert.ok(snippets.length > 0, 'no whole manifest is offered in an empty file')
    }
  },
  {
    title: 'the outline has the objects of the file',
    async act() {
      const text = await open('labs', 'pod-to-pod-across-namespaces', '20-apps.yaml')
      const symbols = await commands.executeCommand<readonly DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        text.uri
      )
      const ours = symbols.map(({ name, detail }) => `${detail} ${name}`)
      for (const wanted of [/Deployment.* web$/, /Service.* web$/, /Deployment.* client$/])
        assert.ok(
          ours.some(symbol => wanted.test(symbol)),
          `${String(wanted)}: ${ours.join('; ')}`
        )
    }
  },
  {
    title: 'a setting turns a rule off and the lenses away',
    async act() {
      const text = await open('egress-policy.yaml')
      await eventually('findings', () => problems(text) > 0)
      const settings = workspace.getConfiguration('netlabs')
      const names = [
        ...new Set(
          ours(text).map(({ code }) => (typeof code === 'object' ? String(code.value) : ''))
        )
      ]
      await settings.update('lint.rules', Object.fromEntries(names.map(name => [name, 'off'])))
      await eventually('no finding', () => problems(text) === 0)
      const whole = new Range(0, 0, text.lineCount, 0)
      assert.deepEqual(await fixesAt(text, whole), [], 'a rule that is off offers a fix')
      await settings.update('lint.rules', undefined)
      await eventually('findings again', () => problems(text) > 0)

      const lenses = async (): Promise<number> =>
        (
          await commands.executeCommand<readonly unknown[]>(
            'vscode.executeCodeLensProvider',
            text.uri
          )
        ).length
      assert.ok((await lenses()) >= 3)
      await settings.update('codeLens.enabled', false)
      await eventually('no lens', async () => (await lenses()) === 0)
      await settings.update('codeLens.enabled', undefined)
    }
  },
  {
    title: 'a comment keeps a finding away, and one that keeps nothing away is a hint',
    async act() {
      const line = (rule: string): string =>
        `  # netlabs-disable-next-line ${rule} -- as it comes\n`
      const text = await write(
        'suppressed.yaml',
        `apiVersion: v1\nkind: Service\nmetadata: { name: quiet }\nspec:\n${line('schema/unsupported-value')}  ports: [{ port: 80, protocol: tcp }]\n${line('schema/unknown-field')}  type: ClusterIP\n`
      )
      await eventually('the hint', () => problems(text) > 0)
      assert.deepEqual(
        picture(text).map(one => one.split(' ')[1]),
        ['suppression/unused']
      )
      assert.equal(ours(text)[0]?.severity, DiagnosticSeverity.Hint)
      await applyFix(text, 'suppression/unused', /Remove the comment/)
      await eventually('a clean file', () => problems(text) === 0)
      assert.ok(text.getText().includes('schema/unsupported-value'))
      assert.ok(!text.getText().includes('schema/unknown-field'))
    }
  },
  {
    title:
      '.netlabs.yaml sets severities and versions as for the command, and its mistakes are underlined',
    async act() {
      const text = await write(
        'configured/old.yaml',
        'apiVersion: networking.k8s.io/v1beta1\nkind: IngressClass\nmetadata: { name: old }\nspec: { controller: example.com/a }\n'
      )
      const severities = (): string[] =>
        ours(text).map(({ code, severity }) => {
          const rule = typeof code === 'object' ? String(code.value) : ''
          return `${rule} ${DiagnosticSeverity[severity]}`
        })
      const become = (wanted: string): Promise<unknown> =>
        eventually(wanted, () => severities().join() === wanted)
      await become('api/removed-version Error')
      await write('configured/.netlabs.yaml', 'rules: { api/removed-version: warning }\n')
      await become('api/removed-version Warning')
      await write('configured/.netlabs.yaml', 'kubernetesVersion: "1.21"\n')
      await become('api/deprecated-version Hint')
      const config = await write('configured/.netlabs.yaml', 'ignore: [old.yaml]\nextra: 1\n')
      await become('')
      await eventually('the mistake', () => problems(config) > 0)
      assert.deepEqual(picture(config), ['1:0-1:5 config/invalid extra'])
      await workspace.fs.delete(config.uri)
      await become('api/removed-version Error')
    }
  }
]
