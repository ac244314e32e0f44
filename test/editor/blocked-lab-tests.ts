/** A lab of which the practice cluster can carry a part only: what it lacks is said in the same words everywhere. */
import assert from 'node:assert/strict'
import { commands, Uri, workspace } from 'vscode'
import type { TreeNode } from '../../src/extension/views/tree-node.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import { api, eventually, folder, type EditorTest } from './editor-test.ts'
import { pickingInTurn, savingTo, saidDuring } from './stand-ins.ts'

const lab = 'metallb'
const words = /Blocked here, because (this|it) needs packets that are really sent/
const way = /kind create cluster --name netlabs.*metallb-native\.yaml/s

async function row(label: RegExp): Promise<TreeNode> {
  const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
    nodes.flatMap(node => [node, ...all(node.children)])
  return await eventually(`the row ${label.source}`, async () =>
    all((await api()).labRows()).find(node => label.test(node.label))
  )
}

async function exported(name: string): Promise<string> {
  const file = Uri.joinPath(folder(), name)
  await savingTo(file, () => commands.executeCommand('netlabs.lab.exportReport'))
  const text = new TextDecoder().decode(await workspace.fs.readFile(file))
  await workspace.fs.delete(file)
  await commands.executeCommand('workbench.action.closeAllEditors')
  return text
}

export const blockedLabTests: readonly EditorTest[] = [
  {
    title:
      'a step that needs packets is blocked, says because of what, leads to a cluster, and is no failure',
    async act() {
      const said = await saidDuring(() =>
        commands.executeCommand<StepResult>('netlabs.lab.verify', { lab, step: 'outside' })
      )
      const told = said.at(-1)
      assert.match(told?.message ?? '', words)
      assert.ok(told?.buttons.includes('Make a Cluster'), told?.buttons.join(', '))
      const { labTests } = await api()
      assert.equal(labTests.states.get(`${lab}/outside/web-answers-outside`), 'skipped')
      assert.match((await row(/^12\.2 /)).description ?? '', /^Out of sight here · simulated/)
    }
  },
  {
    title:
      'the Labs view says the same of steps that nobody has verified, and how a cluster for them is made',
    async act() {
      await eventually('what the context lacks', async () =>
        words.test((await row(/^Announced to a router/)).tooltip ?? '')
      )
      const { tooltip = '', description = '', spoken } = await row(/^Announced to a router/)
      assert.match(tooltip, way)
      assert.match(tooltip, /netlabs lab cluster metallb/)
      assert.match(description, /^needs packets/)
      assert.match(spoken, words)
    }
  },
  {
    title: 'the report says it as a page and as data, with what was skipped',
    async act() {
      await saidDuring(() => commands.executeCommand('netlabs.lab.skip', { lab, step: 'install' }))
      const page = await exported('progress.md')
      assert.match(
        page,
        /\| 12\.2 Reached from outside \| Out of sight here \| Blocked here, because/
      )
      assert.match(page, way)
      assert.match(page, /\| Who hands out addresses \| Skipped \|/)
      assert.match(page, /^# Out of sight here: 12\.2 Reached from outside$/m)
      const data = JSON.parse(await exported('progress.json')) as {
        labs: { id: string; steps: { id: string; verdict?: string; skipped: boolean }[] }[]
      }
      const steps = data.labs.find(({ id }) => id === lab)?.steps ?? []
      assert.equal(steps.find(({ id }) => id === 'outside')?.verdict, 'not-here')
      assert.equal(steps.find(({ id }) => id === 'install')?.skipped, true)
    }
  },
  {
    title: 'reset forgets what was seen and skipped of it',
    async act() {
      await saidDuring(() =>
        pickingInTurn([['Progress']], () => commands.executeCommand('netlabs.lab.reset', { lab }))
      )
      assert.match((await row(/^12\.2 /)).description ?? '', /^needs packets/)
      assert.doesNotMatch((await row(/^Who hands out/)).description ?? '', /skipped/)
    }
  }
]
