/** What a kubeconfig brings: sign-in by a plugin, entries that change and vanish, and names. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { commands } from 'vscode'
import { api, clusterRows, eventually, folder, type EditorTest } from './editor-test.ts'
import { back, connect, fake, lintWorks, one } from './fake-clusters.ts'
import { choose, use, useKubeconfig, writeKubeconfig } from './kubeconfigs.ts'
import { cancelling, saidDuring, type Said } from './stand-ins.ts'

export const kubeconfigTests: readonly EditorTest[] = [
  {
    title: 'a credential plugin that hangs is ended, told, and holds nothing up',
    async act() {
      await use('cluster.signInSeconds', 6)
      const { exec, pid } = hangingPlugin()
      const server = await fake()
      const connecting = connect(server.url, { name: 'plugin', user: { exec } })
      const plugin = await pid()
      await lintWorks(connecting)
      const said = one(await connecting)
      assert.match(said.message, /\/bin\/sh did not answer within 6 s/)
      assert.deepEqual(said.buttons, ['Choose a Context'])
      await eventually('the end of the plugin', () => !isAlive(plugin))
      assert.deepEqual(server.received, [], 'something was sent without credentials')
      await use('cluster.signInSeconds', undefined)
      await back()
    }
  },
  {
    title: 'a sign-in shows its plugin, and can be stopped long before its time is over',
    async act() {
      const { exec, pid } = hangingPlugin()
      const server = await fake()
      let said: readonly Said[] = []
      const titles = await cancelling(async () => {
        said = await connect(server.url, { name: 'plugin', user: { exec } })
      })
      assert.deepEqual(titles, ['Signing in to plugin with /bin/sh'])
      assert.deepEqual(said, [], 'who has stopped it knows')
      const plugin = await pid()
      await eventually('the end of the plugin', () => !isAlive(plugin))
      assert.equal((await api()).statusBar.text, '$(debug-disconnect) plugin')
      await back()
    }
  },
  {
    title: 'another choice ends a sign-in',
    async act() {
      const { exec, pid } = hangingPlugin()
      const server = await fake()
      const connecting = connect(server.url, { name: 'plugin', user: { exec } })
      const plugin = await pid()
      await commands.executeCommand('netlabs.practice.start')
      await eventually('the end of the plugin', () => !isAlive(plugin))
      assert.deepEqual(await connecting, [])
      await back()
    }
  },
  {
    title: 'a context whose entry changes is connected anew, without a question',
    async act() {
      const [first, second] = [await fake(), await fake()]
      second.namespaces.push({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'moved', uid: 'uid-of-moved', resourceVersion: '1' }
      })
      await connect(first.url, { name: 'moving' })
      const said = await saidDuring(async () => {
        writeKubeconfig('moving.json', [{ name: 'moving', server: second.url }])
        await eventually('the Namespace of the new server', async () =>
          (await clusterRows()).some(row => row.startsWith('moved | '))
        )
      })
      assert.deepEqual(said, [])
      const before = second.received.filter(({ path }) => path === '/version').length
      writeKubeconfig('moving.json', [
        { name: 'moving', server: second.url },
        { name: 'other', server: first.url }
      ])
      await new Promise(next => setTimeout(next, 1000))
      const after = second.received.filter(({ path }) => path === '/version').length
      assert.equal(after, before, 'another entry is no reason to connect anew')
      await back()
    }
  },
  {
    title: 'a context that vanishes is told with a way out, and used again when it is back',
    async act() {
      const server = await fake()
      const contexts = [{ name: 'fleeting', server: server.url }]
      await connect(server.url, { name: 'fleeting' })
      const said = await saidDuring(async () => {
        writeKubeconfig('fleeting.json', [{ name: 'other', server: server.url }])
        await eventually('the loss', async () =>
          (await api()).statusBar.text.startsWith('$(debug-disconnect)')
        )
      })
      const { message, kind, buttons } = one(said)
      assert.equal(kind, 'warning')
      assert.match(
        message,
        /fleeting can’t be used any more: .*no context fleeting.*Choose one of: other/
      )
      assert.deepEqual(buttons, ['Choose a Context'])
      const { statusBar } = await api()
      assert.match(statusBar.tooltip, /no context fleeting/)
      writeKubeconfig('fleeting.json', contexts)
      await eventually('the connection', () => statusBar.text === '$(plug) fleeting')
      await back()
    }
  },
  {
    title: 'a context that is called like the practice cluster is another one',
    async act() {
      const server = await fake()
      useKubeconfig(writeKubeconfig('same.json', [{ name: 'practice', server: server.url }]))
      const items = await choose('practice (kubeconfig)')
      assert.deepEqual(
        items.map(({ label }) => label),
        ['$(mortar-board) practice', 'kubeconfig', '$(plug) practice (kubeconfig)']
      )
      const { statusBar } = await api()
      assert.equal(statusBar.text, '$(plug) practice (kubeconfig)')
      assert.match(statusBar.tooltip, /kubeconfig/)
      assert.ok(server.received.length > 0, 'the practice cluster was chosen')
      const row = await eventually('the row of the context', async () => (await clusterRows())[0])
      assert.doesNotMatch(row, /simulated/)
      await choose('$(mortar-board) practice')
      assert.equal(statusBar.text, '$(plug) practice')
      await back()
    }
  }
]

/** A plugin that never ends by itself, and how to learn its process. */
function hangingPlugin(): { readonly exec: object; readonly pid: () => Promise<number> } {
  const marker = path.join(path.dirname(folder().fsPath), 'plugin.pid')
  rmSync(marker, { force: true })
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: '/bin/sh',
    args: ['-c', `echo $$ > '${marker}'; exec sleep 600`],
    interactiveMode: 'Never'
  }
  // The shell makes the file before it writes: an empty one is no answer yet.
  const written = (): number | undefined =>
    existsSync(marker) ? Number(readFileSync(marker, 'utf8')) || undefined : undefined
  return { exec, pid: () => eventually('the plugin', written) }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // ESRCH is what is hoped for: there is no such process.
    return false
  }
}
