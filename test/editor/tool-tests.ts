/** Clusters are made and programs installed by commands that are shown before, in a terminal that is seen. */
import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commands, window } from 'vscode'
import { folder, type EditorTest } from './editor-test.ts'
import { pickingInTurn, saidDuring } from './stand-ins.ts'

/** What the extension typed into terminals while `work` ran. */
async function typedDuring(work: () => unknown): Promise<readonly string[]> {
  const typed: string[] = []
  const real = window.createTerminal
  const stand = (): unknown => ({ show() {}, sendText: (text: string) => typed.push(text) })
  window.createTerminal = stand as typeof window.createTerminal
  try {
    await work()
  } finally {
    window.createTerminal = real
  }
  return typed
}

export const toolTests: readonly EditorTest[] = [
  {
    title: 'a disposable cluster is made as the lab needs it, after its commands were shown',
    async act() {
      const bin = path.join(path.dirname(folder().fsPath), 'bin')
      mkdirSync(bin, { recursive: true })
      writeFileSync(path.join(bin, 'kind'), '#!/bin/sh\nexit 1\n')
      chmodSync(path.join(bin, 'kind'), 0o755)
      process.env.PATH = `${bin}:${process.env.PATH ?? ''}`
      let shown = ''
      const typed = await typedDuring(() =>
        saidDuring(
          () =>
            pickingInTurn(['kind', ['both families', 'second']], () =>
              commands.executeCommand('netlabs.tools.createCluster')
            ),
          said => {
            shown = `${said.message}\n${said.detail}`
            return said.buttons.find(button => button === 'Make It in a Terminal')
          }
        )
      )
      assert.match(shown, /^Make a cluster with kind\?/)
      assert.match(shown, /ipFamily: dual/)
      const [line] = typed
      assert.match(
        line ?? '',
        /^kind create cluster --config \S+netlabs\.yaml && kind create cluster/
      )
      const file = /--config (\S+)/.exec(line ?? '')?.[1] ?? ''
      assert.match(readFileSync(file, 'utf8'), /podSubnet: "10\.244\.0\.0\/16,fd00/)
      assert.ok(shown.includes(file), 'the command that ran is not the one that was shown')
    }
  },
  {
    title: 'without the person’s yes nothing is typed into a terminal',
    async act() {
      const typed = await typedDuring(() =>
        saidDuring(() =>
          pickingInTurn(['kind', []], () => commands.executeCommand('netlabs.tools.createCluster'))
        )
      )
      assert.deepEqual(typed, [])
    }
  },
  {
    title: 'nothing is installed into the practice cluster, and it says what to do instead',
    async act() {
      const [said] = await saidDuring(() =>
        commands.executeCommand('netlabs.tools.install', 'metallb')
      )
      assert.match(said?.message ?? '', /Nothing is installed into the practice cluster/)
      assert.deepEqual(said?.buttons, ['Make a Cluster'])
    }
  }
]
