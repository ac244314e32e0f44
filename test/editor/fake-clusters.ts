/** Clusters that are fake API servers, as a person meets them. */
import assert from 'node:assert/strict'
import { commands, Position, Range, window } from 'vscode'
import { eventually, ours, write } from './editor-test.ts'
import { FakeApiServer } from './fake-api-server.ts'
import { choose, useKubeconfig, writeKubeconfig } from './kubeconfigs.ts'
import { saidDuring, type Said } from './stand-ins.ts'

/** All that were started: whoever plays the tests stops them. */
export const servers: FakeApiServer[] = []

export const configMap =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n  namespace: shop\n'

export async function fake(
  behaviour: FakeApiServer['behaviour'] = 'serves'
): Promise<FakeApiServer> {
  const server = new FakeApiServer()
  server.behaviour = behaviour
  servers.push(server)
  await server.start()
  return server
}

/** Chooses the only context of a kubeconfig with this server, and returns what was said. */
export async function connect(
  server: string,
  options: { name?: string; user?: object } = {}
): Promise<readonly Said[]> {
  const { name = 'lab-cluster', user = {} } = options
  useKubeconfig(writeKubeconfig(`${name}.json`, [{ name, server, user }]))
  return saidDuring(() => choose(name))
}

export function one(said: readonly Said[]): Said {
  assert.equal(said.length, 1, `one message was expected: ${JSON.stringify(said)}`)
  return said[0]!
}

export async function back(): Promise<void> {
  await choose('practice')
  useKubeconfig(undefined)
}

/** A keystroke is answered by a finding while something hangs. */
export async function lintWorks(hanging: Promise<unknown>): Promise<void> {
  let isOver = false
  const end = (): void => void (isOver = true)
  void hanging.then(end, end)
  const text = await write('typing.yaml', configMap)
  await eventually('no finding', () => ours(text).length === 0)
  try {
    await window.activeTextEditor?.edit(edit =>
      edit.replace(new Range(new Position(2, 0), new Position(2, 8)), 'metadatas')
    )
    await eventually('a finding', () => ours(text).length > 0)
    assert.equal(isOver, false, 'the editor was held up')
  } finally {
    await commands.executeCommand('workbench.action.files.revert')
  }
}
