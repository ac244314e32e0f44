/** Clusters and kubeconfigs that are not as they should be: a clear sentence, a next step, nothing frozen. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { commands } from 'vscode'
import { api, clusterRows, eventually, folder, write, type EditorTest } from './editor-test.ts'
import { back, configMap, connect, fake, lintWorks, one, servers } from './fake-clusters.ts'
import { kubeconfigTests } from './kubeconfig-tests.ts'
import { changedKubeconfigs, choose, use, useKubeconfig, writeKubeconfig } from './kubeconfigs.ts'
import { saidDuring, typing } from './stand-ins.ts'

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function onManifest(verb: 'apply' | 'remove' | 'preview'): Promise<void> {
  const text = await write('notes.yaml', configMap)
  await commands.executeCommand(`netlabs.manifest.${verb}`, {
    uri: text.uri.toString(),
    document: 0
  })
}

export const troubleTests: readonly EditorTest[] = [
  {
    title: 'a missing kubeconfig is told in the picker, and practice is still offered',
    async act() {
      await commands.executeCommand('netlabs.cluster.focus')
      const file = path.join(path.dirname(folder().fsPath), 'no-such-file')
      useKubeconfig(file)
      const items = await choose(undefined)
      assert.equal(items[0]?.label, '$(mortar-board) practice')
      assert.ok(items.at(-1)?.label.includes(file), JSON.stringify(items))
      assert.match(items.at(-1)?.detail ?? '', /KUBECONFIG|kubeconfig/, 'a next step')
      assert.equal(existsSync(file), false, 'the kubeconfig was made')
    }
  },
  {
    title: 'the setting for the kubeconfig comes before the environment',
    async act() {
      const [named, other] = ['of-the-setting', 'of-the-environment'].map(name =>
        writeKubeconfig(`${name}.json`, [{ name, server: 'http://127.0.0.1:9' }])
      )
      useKubeconfig(other)
      await use('cluster.kubeconfig', named)
      const offers = async (wanted: string): Promise<boolean> =>
        (await choose(undefined)).some(({ label }) => label.includes(wanted))
      await eventually('the context of the setting', () => offers('of-the-setting'))
      assert.equal(await offers('of-the-environment'), false)
      await use('cluster.kubeconfig', undefined)
      await eventually('the context of the environment', () => offers('of-the-environment'))
    }
  },
  {
    title: 'a malformed kubeconfig is told with its line',
    async act() {
      useKubeconfig(writeKubeconfig('malformed.yaml', 'apiVersion: v1\nkind: Config\nusers: [\n'))
      const labels = (await choose(undefined)).map(({ label }) => label)
      assert.match(labels.at(-1) ?? '', /malformed\.yaml.*line \d/)
    }
  },
  {
    title: 'a server that nothing listens for is told with the way out, and found when it is there',
    async act() {
      const said = one(await connect(`http://127.0.0.1:${await closedPort()}`))
      assert.equal(said.kind, 'error')
      assert.match(
        said.message,
        /^The context lab-cluster can’t be used: .*nothing listens there\. Check that the cluster runs/
      )
      assert.deepEqual(said.buttons, ['Choose a Context'])
      const { statusBar } = await api()
      assert.equal(statusBar.text, '$(debug-disconnect) lab-cluster')
      assert.match(statusBar.tooltip, /nothing listens there/)
      assert.deepEqual(await clusterRows(), [])
      await back()
    }
  },
  {
    title:
      'a server that never answers is given up after ten seconds, and the editor works meanwhile',
    async act() {
      const server = await fake('is silent')
      const connecting = connect(server.url)
      await eventually('connecting', async () => (await api()).statusBar.text.includes('sync~spin'))
      await lintWorks(connecting)
      const said = one(await connecting)
      assert.match(said.message, /did not answer within 10 s\. Check that the cluster runs/)
      await back()
    }
  },
  {
    title:
      'who chooses another context while one hangs gets it at once and hears nothing of the old one',
    async act() {
      const server = await fake('is silent')
      useKubeconfig(writeKubeconfig('hangs.json', [{ name: 'hangs', server: server.url }]))
      const hanging = saidDuring(() => choose('hangs'))
      await eventually('connecting', async () => (await api()).statusBar.text.includes('sync~spin'))
      const started = performance.now()
      await commands.executeCommand('netlabs.practice.start')
      assert.equal((await api()).statusBar.text, '$(plug) practice')
      // The silent one is given up after ten seconds.
      assert.ok(performance.now() - started < 9000, 'practice had to wait')
      await server.stop()
      assert.deepEqual(await hanging, [])
      const rows = await eventually('the practice cluster in the view', async () => {
        const shown = await clusterRows()
        return shown.length > 1 && shown
      })
      assert.match(rows[0] ?? '', /^practice \| simulated/)
    }
  },
  {
    title: 'a server that forbids everything is told in its own words',
    async act() {
      const server = await fake('forbids')
      const said = one(await connect(server.url))
      assert.match(said.message, /refuses this: .*cannot get path "\/version"\. Ask for a Role/)
      await back()
    }
  },
  {
    title: 'a context that may list nothing says so in the view, and an apply is refused in words',
    async act() {
      const server = await fake('forbids objects')
      assert.deepEqual(await connect(server.url), [])
      await eventually('the row of the context', async () =>
        (await clusterRows()).some(row => /^lab-cluster \|.*may not list Namespace/.test(row))
      )
      const said = one(await saidDuring(() => onManifest('apply')))
      assert.match(
        said.message,
        /^ConfigMap shop\/notes was not applied: .*refuses this.*Ask for a Role/
      )
      await back()
    }
  },
  {
    title: 'a server that restarts is shown as old and then as it is',
    async act() {
      const server = await fake()
      assert.deepEqual(await connect(server.url), [])
      await eventually('the Namespace', async () =>
        (await clusterRows()).some(row => row.startsWith('shop | '))
      )
      await server.stop()
      await eventually('the row of the context', async () =>
        (await clusterRows()).some(row => row.includes('not up to date since'))
      )
      assert.ok(
        (await clusterRows()).some(row => row.startsWith('shop | ')),
        'what was known is gone'
      )
      server.namespaces.push({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'new', uid: 'uid-of-new', resourceVersion: '2' }
      })
      await server.start()
      await eventually('an up-to-date view', async () => {
        const rows = await clusterRows()
        return (
          !rows.some(row => row.includes('not up to date')) &&
          rows.some(row => row.startsWith('new | '))
        )
      })
      await back()
    }
  },
  {
    title: 'a cluster of the kubeconfig is shown without the mark of the simulation',
    async act() {
      const server = await fake()
      await connect(server.url)
      const row = await eventually('the row of the context', async () => (await clusterRows())[0])
      assert.match(row, /^lab-cluster \| v1\.36\.0/)
      assert.deepEqual(server.writes(), [], 'connecting wrote something')
    }
  },
  {
    title: 'an object that no lab made is removed after a question only, and by its UID',
    async act() {
      const server = servers.at(-1)!
      const asked = one(await saidDuring(() => onManifest('remove')))
      assert.match(asked.message, /Remove ConfigMap shop\/notes from lab-cluster\?/)
      assert.deepEqual(asked.buttons, ['Remove from lab-cluster'])
      assert.deepEqual(server.writes(), [])
      const pressed = await saidDuring(
        () => onManifest('remove'),
        ({ buttons }) => buttons[0]
      )
      assert.match(one(pressed).message, /Remove ConfigMap shop\/notes from lab-cluster\?/)
      const [removed] = server.writes()
      assert.equal(removed?.method, 'DELETE')
      const { preconditions } = JSON.parse(removed.body) as { preconditions?: unknown }
      assert.deepEqual(preconditions, { uid: 'uid-of-notes' })
      await back()
    }
  },
  {
    title: 'a protected context takes no change before its name is typed',
    async act() {
      const server = await fake()
      await connect(server.url, { name: 'prod-eu' })
      const { statusBar } = await api()
      assert.equal(statusBar.text, '$(lock) prod-eu')
      assert.equal(statusBar.warns, true)
      for (const typed of [undefined, 'prod', 'practice'])
        assert.equal(await typing(typed, () => onManifest('apply')), 1)
      assert.deepEqual(server.writes(), [])
      assert.equal(await typing('prod-eu', () => onManifest('apply')), 1)
      assert.deepEqual(
        server.writes().map(({ method }) => method),
        ['PATCH']
      )
      await back()
      assert.equal(statusBar.warns, false)
    }
  },
  ...kubeconfigTests,
  {
    title: 'no kubeconfig was changed',
    async act() {
      for (const server of servers) await server.stop()
      assert.deepEqual(changedKubeconfigs(), [])
    }
  }
]
