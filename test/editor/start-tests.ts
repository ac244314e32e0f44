import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'
import { commands, extensions } from 'vscode'
import { commandTable, extensionId } from '../../src/extension/ids.ts'
import { api, eventually, open, ours, write, type EditorTest } from './editor-test.ts'

/** Milliseconds by what took them; printed by the runner. */
export const measured: Record<string, number> = {}

/** What VS Code itself measured about the extension, by its performance marks. */
function markedDuration(what: string): number | undefined {
  const { MonacoPerformanceMarks } = globalThis as {
    MonacoPerformanceMarks?: { getMarks(): readonly { name: string; startTime: number }[] }
  }
  const marks = MonacoPerformanceMarks?.getMarks() ?? []
  const at = (when: 'will' | 'did'): number | undefined =>
    marks.find(({ name }) => name === `code/extHost/${when}${what}/${extensionId}`)?.startTime
  const [start, end] = [at('will'), at('did')]
  return start === undefined || end === undefined ? undefined : Math.round((end - start) * 10) / 10
}

/** Whether a bundle of the product was loaded into this process. */
export function isLoaded(bundle: string): boolean {
  const file = path.join(extensions.getExtension(extensionId)?.extensionPath ?? '', 'dist', bundle)
  return Object.keys(createRequire(__filename).cache).includes(file)
}

export const startTests: readonly EditorTest[] = [
  {
    title: 'a window without YAML and without the view does not start the extension',
    async act() {
      if (extensions.getExtension(extensionId)?.isActive !== true) return
      // VS Code opens its settings as JSON when it writes them, which starts whoever knows JSON.
      const ofJson = extensions.getExtension('vscode.json-language-features')
      await eventually('a JSON file that nobody but VS Code opened', () => ofJson?.isActive)
    }
  },
  {
    title: 'opening a YAML file starts it',
    async act() {
      const isStarted = extensions.getExtension(extensionId)?.isActive === true
      await open('ingress-weighted.yaml')
      const started = performance.now()
      await eventually('activation', () => extensions.getExtension(extensionId)?.isActive)
      if (!isStarted)
        measured['from opening the first YAML file to active'] = Math.round(
          performance.now() - started
        )
      const load = markedDuration('LoadExtensionCode')
      const activate = markedDuration('ActivateExtension')
      if (load !== undefined) measured['loading the extension’s code'] = load
      if (activate !== undefined) {
        measured['activate()'] = activate
        // It takes about 20 ms; a machine that is busy with other things takes its time.
        assert.ok(activate < 1000, `activate() took ${activate} ms`)
      }
      await (await api()).checked()
    }
  },
  {
    title: 'the rules are loaded with a manifest, and what needs a cluster is not',
    act() {
      for (const bundle of ['extension.js', 'text.js', 'manifests.js'])
        assert.ok(isLoaded(bundle), `${bundle} can’t be seen, so this proves nothing`)
      for (const bundle of ['cluster.js', 'practice-server.js', 'kube-client.js'])
        assert.equal(isLoaded(bundle), false, bundle)
      return Promise.resolve()
    }
  },
  {
    title: 'every command is registered',
    async act() {
      const known = new Set(await commands.getCommands(true))
      assert.deepEqual(
        Object.keys(commandTable).filter(id => !known.has(id)),
        []
      )
    }
  },
  {
    title: 'nothing is reported about YAML that is not of Kubernetes',
    async act() {
      const text = await write('compose.yaml', 'services:\n  web:\n    image: nginx\n')
      await new Promise(next => setTimeout(next, 500))
      assert.deepEqual(ours(text), [])
      const lenses = await commands.executeCommand<readonly unknown[]>(
        'vscode.executeCodeLensProvider',
        text.uri
      )
      assert.deepEqual(lenses, [])
    }
  }
]
