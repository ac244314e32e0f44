import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { commands, ConfigurationTarget, workspace } from 'vscode'
import { folder } from './editor-test.ts'
import { picking, type PickItem } from './stand-ins.ts'

export interface FakeContext {
  readonly name: string
  readonly server: string
  readonly user?: object
}

const written = new Map<string, string>()

/** Writes a kubeconfig and remembers its content, so that a change by the extension is noticed. */
export function writeKubeconfig(name: string, contexts: readonly FakeContext[] | string): string {
  const file = path.join(path.dirname(folder().fsPath), name)
  const text =
    typeof contexts === 'string'
      ? contexts
      : JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': contexts[0]?.name,
          clusters: contexts.map(({ name, server }) => ({ name, cluster: { server } })),
          users: contexts.map(({ name, user = {} }) => ({ name, user })),
          contexts: contexts.map(({ name }) => ({ name, context: { cluster: name, user: name } }))
        })
  writeFileSync(file, text)
  written.set(file, hash(text))
  return file
}

/** Files of `writeKubeconfig` that are not as they were written. */
export function changedKubeconfigs(): string[] {
  return [...written]
    .filter(([file, known]) => hash(readFileSync(file, 'utf8')) !== known)
    .map(([file]) => file)
}

const kubeconfigAtStart = process.env.KUBECONFIG

/**
 * Names the kubeconfig as a shell does; undefined takes it back. The setting for it would be written several
 * times a second, and VS Code reads it as empty when it looks in the middle of a write.
 */
export function useKubeconfig(file: string | undefined): void {
  if (file !== undefined) process.env.KUBECONFIG = file
  else if (kubeconfigAtStart === undefined) delete process.env.KUBECONFIG
  else process.env.KUBECONFIG = kubeconfigAtStart
}

/** Sets a setting of the user; undefined takes it back. */
export async function use(setting: string, value: unknown): Promise<void> {
  const settings = workspace.getConfiguration('netlabs')
  await settings.update(setting, value, ConfigurationTarget.Global)
}

/** Chooses a context as a person does, and returns what the picker offered. */
export function choose(context: string | undefined): Promise<readonly PickItem[]> {
  return picking(context, () => commands.executeCommand('netlabs.context.pick'))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
