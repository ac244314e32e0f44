/** Every quick fix of the samples leads to a clean file. */
import assert from 'node:assert/strict'
import { commands, DiagnosticSeverity, workspace, type CodeAction, type TextDocument } from 'vscode'
import { eventually, open, ours, type EditorTest } from './editor-test.ts'

async function fixesOf(text: TextDocument): Promise<readonly CodeAction[]> {
  const found = new Map<string, CodeAction>()
  for (const { range } of ours(text)) {
    const fixes = await commands.executeCommand<readonly CodeAction[]>(
      'vscode.executeCodeActionProvider',
      text.uri,
      range,
      'quickfix'
    )
    // A comment that silences a check mends nothing.
    for (const fix of fixes)
      if (fix.edit && !fix.title.startsWith('Suppress ')) found.set(fix.title, fix)
  }
  return [...found.values()]
}

async function revert(text: TextDocument, findings: number): Promise<void> {
  await commands.executeCommand('workbench.action.files.revert')
  await eventually('the findings again', () => ours(text).length === findings)
}

/** Takes first fixes until none is left to take, and gives the titles of what was taken. */
async function mend(text: TextDocument): Promise<string[]> {
  const taken: string[] = []
  for (let round = 0; round < 8; round++) {
    const [fix] = await fixesOf(text)
    if (!fix?.edit) break
    taken.push(fix.title)
    const { version } = text
    assert.equal(await workspace.applyEdit(fix.edit), true)
    await eventually('the change', () => text.version > version)
    // A file is looked at again within milliseconds of a change.
    await new Promise(next => setTimeout(next, 300))
  }
  return taken
}

async function everyFix(file: string, atLeast: number): Promise<void> {
  const text = await open(file)
  await eventually('findings', () => ours(text).length > 0)
  const findings = ours(text).length
  const titles = (await fixesOf(text)).map(({ title }) => title)
  assert.ok(titles.length >= atLeast, titles.join('; '))
  for (const title of titles) {
    const fix = (await fixesOf(text)).find(one => one.title === title)
    assert.ok(fix?.edit, title)
    assert.equal(await workspace.applyEdit(fix.edit), true)
    await new Promise(next => setTimeout(next, 300))
    assert.ok(ours(text).length < findings, `"${title}" mends nothing`)
    const then = await mend(text)
    // The way that keeps ingress-nginx leaves a note that it is retired, which no edit can mend.
    const left = ours(text)
      .filter(({ severity }) => severity <= DiagnosticSeverity.Warning)
      .map(({ message }) => message)
    assert.deepEqual(left, [], `after "${title}" and then "${then.join('", "')}" there is still`)
    await revert(text, findings)
  }
}

export const fixTests: readonly EditorTest[] = [
  {
    title: 'every quick fix of the Ingress leads to a clean file',
    act: () => everyFix('ingress-weighted.yaml', 4)
  },
  {
    title: 'every quick fix of the policy leads to a clean file',
    act: () => everyFix('egress-policy.yaml', 1)
  },
  {
    title: 'the command that mends all safe problems leaves what needs a choice',
    async act() {
      const text = await open('ingress-weighted.yaml')
      await eventually('findings', () => ours(text).length === 5)
      await commands.executeCommand('netlabs.lint.fixAll')
      await eventually('fewer findings', () => ours(text).length < 5)
      await revert(text, 5)
    }
  }
]
