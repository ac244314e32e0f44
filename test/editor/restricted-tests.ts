/** A folder that is not trusted: checks and the practice cluster work, nothing else is read or started. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { commands, env, extensions, workspace } from 'vscode'
import { extensionId } from '../../src/extension/ids.ts'
import { api, eventually, open, ours, rowsOf, type EditorTest } from './editor-test.ts'
import { changedKubeconfigs, choose, writeKubeconfig } from './kubeconfigs.ts'
import { record, type Recorded } from './recorder.ts'
import { saidDuring } from './stand-ins.ts'

let recorded: Recorded = { read: [], started: [] }

export const restrictedTests: readonly EditorTest[] = [
  {
    title: 'the folder is not trusted, and its settings name a kubeconfig',
    async act() {
      assert.equal(workspace.isTrusted, false)
      const dist = path.join(extensions.getExtension(extensionId)?.extensionPath ?? '', 'dist')
      recorded = record(dist)
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/false' }
      const file = writeKubeconfig('trap.json', [
        { name: 'trap', server: 'https://127.0.0.1:1', user: { exec } }
      ])
      process.env.KUBECONFIG = file
      await workspace.getConfiguration('netlabs').update('cluster.kubeconfig', file)
    }
  },
  {
    title: 'manifests are checked',
    async act() {
      const text = await open('ingress-weighted.yaml')
      await eventually('findings', () => ours(text).length === 5)
    }
  },
  {
    title: 'the picker offers the practice cluster and says why there is no more',
    async act() {
      const items = await choose('trap')
      assert.equal(items[0]?.label, '$(mortar-board) practice')
      assert.match(items.at(-1)?.label ?? '', /not trusted/)
      assert.ok(!items.some(({ label }) => label.includes('trap')), JSON.stringify(items))
      assert.equal((await api()).statusBar.text, '$(plug) practice')
    }
  },
  {
    title: 'the practice cluster works, and its kubeconfig comes without a terminal',
    async act() {
      await commands.executeCommand('netlabs.cluster.focus')
      await commands.executeCommand('netlabs.practice.start')
      await eventually('rows', async () => rowsOf((await api()).clusterRows()).length > 1)
      const said = await saidDuring(() =>
        commands.executeCommand('netlabs.practice.copyKubeconfig')
      )
      assert.equal(said.length, 1)
      assert.deepEqual(said[0]?.buttons, [])
      assert.match(await env.clipboard.readText(), /practice-kubeconfig\.yaml$/)
      await commands.executeCommand('netlabs.practice.stop')
    }
  },
  {
    title: 'no kubeconfig was read and no program was started',
    act() {
      assert.ok(
        recorded.read.some(file => file.endsWith('kubernetes.json')),
        'the recorder saw nothing, so it proves nothing'
      )
      assert.deepEqual(recorded.started, [])
      const outside = recorded.read.filter(
        file =>
          /kube(config)?|trap|\.kube/i.test(path.basename(file)) &&
          !/(kubernetes\.json|practice-kubeconfig\.yaml)/.test(file)
      )
      assert.deepEqual(outside, [])
      assert.deepEqual(changedKubeconfigs(), [])
      return Promise.resolve()
    }
  }
]
