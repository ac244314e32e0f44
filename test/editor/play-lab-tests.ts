/** A lab is started, helped with, reset, gone on with and cleaned up, as a learner does it. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { commands, extensions, Range, Uri, window, workspace } from 'vscode'
import { extensionId } from '../../src/extension/ids.ts'
import type { StepResult } from '../../src/labs/step-result.ts'
import {
  api,
  clusterRows,
  eventually,
  folder,
  put,
  rowsOf,
  type EditorTest
} from './editor-test.ts'
import { picking, pickingInTurn, saidDuring } from './stand-ins.ts'

const lab = 'pod-to-pod-across-namespaces'

async function labRows(): Promise<readonly string[]> {
  return rowsOf((await api()).labRows())
}

async function verify(step: string): Promise<StepResult> {
  const result = await commands.executeCommand<StepResult>('netlabs.lab.verify', { lab, step })
  return result
}

async function textOf(...segments: readonly string[]): Promise<string> {
  const file = Uri.joinPath(folder(), ...segments)
  return new TextDecoder().decode(await workspace.fs.readFile(file))
}

async function original(file: string): Promise<string> {
  const place = extensions.getExtension(extensionId)?.extensionPath ?? ''
  const bytes = await workspace.fs.readFile(Uri.file(path.join(place, 'walkthroughs', lab, file)))
  return new TextDecoder().decode(bytes)
}

/** Writes the learner's policy in an editor and saves it, as a learner does. */
async function type(text: string): Promise<void> {
  await commands.executeCommand('netlabs.lab.openManifest', { lab, step: 'isolate' })
  const editor = await eventually('the manifest', () =>
    window.visibleTextEditors.find(({ document }) =>
      document.uri.path.endsWith(`/labs/${lab}/30-isolate.yaml`)
    )
  )
  const whole = new Range(0, 0, editor.document.lineCount, 0)
  await editor.edit(edit => edit.replace(whole, text))
  await editor.document.save()
}

async function namesIn(...segments: readonly string[]): Promise<readonly string[]> {
  const entries = await workspace.fs.readDirectory(Uri.joinPath(folder(), ...segments))
  return entries.map(([name]) => name).sort()
}

/** The practice cluster has these Namespaces of the lab. */
async function namespaces(): Promise<readonly string[]> {
  const rows = await clusterRows()
  return ['backend', 'frontend'].filter(name => rows.some(row => row.startsWith(`${name} |`)))
}

export const playLabTests: readonly EditorTest[] = [
  {
    title: 'the Labs view shows the learning path, and a filter narrows it and says so',
    async act() {
      await commands.executeCommand('netlabs.labs.focus')
      const rows = await eventually('the labs', async () => {
        const now = await labRows()
        return now.length > 0 && now
      })
      assert.ok(
        rows.some(row => row.startsWith('First steps | ')),
        rows.join('\n')
      )
      assert.ok(rows.some(row => row.startsWith('Pod-to-Pod across namespaces | ')))
      await pickingInTurn([['beginner', 'Up to 15 min']], () =>
        commands.executeCommand('netlabs.lab.filter')
      )
      const extension = await api()
      assert.match(extension.labsMessage(), /\d+ of \d+ labs: beginner · up to 15 min/)
      const narrowed = await labRows()
      assert.ok(narrowed.length < rows.length)
      await commands.executeCommand('netlabs.lab.clearFilter')
      assert.equal(extension.labsMessage(), '')
      assert.equal((await labRows()).length, rows.length)
    }
  },
  {
    title: 'starting a lab asks where, lays its manifests out, and keeps a file that is there',
    async act() {
      put('# mine\n', 'labs', 'get-started', '30-close.yaml')
      const said = await saidDuring(async () => {
        const offered = await pickingInTurn(['practice', 'labs/get-started'], () =>
          commands.executeCommand('netlabs.lab.start', 'get-started')
        )
        assert.match(offered[0]?.map(({ detail }) => detail).join(' ') ?? '', /inside the editor/)
      })
      const told = said.map(({ message }) => message).join(' ')
      assert.match(told, /Kept as you left it in labs\/get-started: 30-close\.yaml\./)
      assert.equal(await textOf('labs', 'get-started', '30-close.yaml'), '# mine\n')
      const names = await namesIn('labs', 'get-started')
      assert.ok(names.includes('20-server-and-client.yaml'), names.join(' '))
      await eventually('a manifest beside the page', () =>
        window.visibleTextEditors.some(({ document }) =>
          document.uri.path.includes('/labs/get-started/')
        )
      )
      await commands.executeCommand('workbench.action.closeAllEditors')
    }
  },
  {
    title: 'what a started lab applies carries its run, and a Namespace that was there does not',
    async act() {
      const own = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: frontend}\n'
      put(own, 'own.yaml')
      await commands.executeCommand(
        'netlabs.manifest.applyFile',
        Uri.joinPath(folder(), 'own.yaml')
      )
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'apps' })
      await eventually('both Namespaces', async () => (await namespaces()).length === 2)
      await commands.executeCommand('netlabs.runs.focus')
      const made = await eventually('the run with its objects', async () => {
        const rows = rowsOf((await api()).runRows())
        return rows.length > 1 && rows
      })
      assert.match(made[0] ?? '', /^Pod-to-Pod across namespaces \| \d+ objects · since /)
      assert.ok(made.includes('backend | Namespace'), made.join('\n'))
      assert.ok(!made.includes('frontend | Namespace'), 'a Namespace of the person’s own')
      await commands.executeCommand('netlabs.lab.cleanUp', lab)
      await eventually('what the lab has made is gone', async () => {
        const left = await namespaces()
        return left.length === 1 && left[0] === 'frontend'
      })
      const rows = await clusterRows()
      assert.ok(!rows.some(row => row.startsWith('portal |')), rows.join('\n'))
      await commands.executeCommand('netlabs.manifest.remove', {
        uri: Uri.joinPath(folder(), 'own.yaml').toString(),
        document: 0
      })
      await eventually('no Namespace', async () => (await namespaces()).length === 0)
    }
  },
  {
    title: 'hints come one after the other and know what was seen last',
    async act() {
      const hint = async (): Promise<string> => {
        const [said] = await saidDuring(() =>
          commands.executeCommand('netlabs.lab.hint', { lab, step: 'isolate' })
        )
        return said?.message ?? ''
      }
      assert.match(await hint(), /^Hint 1 of 4: .+/)
      await saidDuring(() => verify('isolate'))
      assert.match(await hint(), /^Hint 2 of 4: .+ Last seen: .+/)
    }
  },
  {
    title: 'solving asks, keeps the learner’s text, applies and verifies',
    async act() {
      await type('# mine\n')
      await commands.executeCommand('netlabs.lab.apply', { lab, step: 'apps' })
      await eventually('endpoints of web', async () =>
        (await clusterRows()).some(row => /^web \| Service · [1-9] endpoint/.test(row))
      )
      await saidDuring(() => verify('connect'))
      const said = await saidDuring(
        () => commands.executeCommand('netlabs.lab.solve', { lab, step: 'isolate' }),
        ({ buttons }) => buttons.find(button => button === 'Solve in practice')
      )
      assert.match(said[0]?.message ?? '', /Put the solution of .+ into your files/)
      assert.equal(
        await textOf('labs', lab, '30-isolate.yaml'),
        await original('solution/30-isolate.yaml')
      )
      assert.equal(await textOf('labs', lab, '30-isolate.yaml.mine'), '# mine\n')
      assert.match(said.map(({ message }) => message).join('\n'), /Proven \(simulated\)/)
    }
  },
  {
    title: 'who reaches whom is explained by the objects, down to the policy that decides',
    async act() {
      await pickingInTurn(['frontend/client', 'Service backend/web:80'], () =>
        commands.executeCommand('netlabs.cluster.explainReach')
      )
      const page = await eventually('the page', () =>
        workspace.textDocuments.find(({ uri }) => uri.path.startsWith('/reach/'))
      )
      assert.match(page.getText(), /→ web\.backend:80 gets no answer/)
      assert.match(page.getText(), /✗ \*\*policy\*\* .+NetworkPolicy backend\/same-namespace-only/)
      await commands.executeCommand('workbench.action.closeActiveEditor')
    }
  },
  {
    title: 'the Test Explorer verifies steps, takes away what they made, and gives it back',
    async act() {
      const { labTests } = await api()
      const never = {
        isCancellationRequested: false,
        onCancellationRequested: () => ({ dispose() {} })
      }
      labTests.states.clear()
      await labTests.run('reverse', [`${lab}/isolate`], never)
      assert.deepEqual([...labTests.states], [[`${lab}/isolate/frontend-is-cut-off`, 'passed']])
      assert.ok((await clusterRows()).some(row => /NetworkPolicy · selects [1-9]/.test(row)))
    }
  },
  {
    title:
      'resetting a step takes back what it made, its file and its progress, and keeps the text',
    async act() {
      await type('# mine too\n')
      const said = await saidDuring(() =>
        pickingInTurn([['Progress', 'What it has made', 'Your files']], () =>
          commands.executeCommand('netlabs.lab.reset', { lab, step: 'isolate' })
        )
      )
      assert.match(
        said.map(({ message }) => message).join('\n'),
        /kept as 30-isolate\.yaml\.2\.mine/
      )
      assert.equal(
        await textOf('labs', lab, '30-isolate.yaml'),
        await original('manifests/30-isolate.yaml')
      )
      assert.ok((await namesIn('labs', lab)).includes('30-isolate.yaml.2.mine'))
      const rows = await labRows()
      assert.ok(
        rows.some(row => /^9\.2 .+ \| $/.test(row)),
        rows.join('\n')
      )
    }
  },
  {
    title: 'a skipped step is said to be skipped, and the next one is named',
    async act() {
      const said = await saidDuring(() =>
        commands.executeCommand('netlabs.lab.skip', { lab, step: 'names' })
      )
      assert.match(said[0]?.message ?? '', /is skipped\. It stays open/)
      assert.ok((await labRows()).some(row => row.endsWith('| skipped')))
    }
  },
  {
    title: 'a test that is not met says what was expected and what was seen',
    async act() {
      const { labTests } = await api()
      const never = {
        isCancellationRequested: false,
        onCancellationRequested: () => ({ dispose() {} })
      }
      await labTests.run('verify', [`${lab}/isolate/frontend-is-cut-off`], never)
      assert.equal(labTests.states.get(`${lab}/isolate/frontend-is-cut-off`), 'failed')
    }
  },
  {
    title: 'a lab goes on after the practice cluster has ended: its objects are made again',
    async act() {
      await saidDuring(() => verify('apps'))
      await commands.executeCommand('netlabs.practice.stop')
      await eventually('an empty view', async () => (await clusterRows()).length === 0)
      await saidDuring(() =>
        picking('Go on', () => commands.executeCommand('netlabs.lab.start', lab))
      )
      await eventually('the server again', async () =>
        (await clusterRows()).some(row => /^web \| Service · [1-9] endpoint/.test(row))
      )
    }
  },
  {
    title: 'progress is a page, and cleaning up leaves nothing',
    async act() {
      await commands.executeCommand('netlabs.lab.showProgress')
      await eventually('the page', () =>
        window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ label }) => label.includes('Preview progress.md'))
        )
      )
      await commands.executeCommand('workbench.action.closeActiveEditor')
      const said = await saidDuring(() => commands.executeCommand('netlabs.lab.cleanUp', lab))
      assert.match(said[0]?.message ?? '', /objects of this lab are removed from practice/)
      await eventually('no Namespace of the lab', async () => (await namespaces()).length === 0)
      const again = await saidDuring(() => commands.executeCommand('netlabs.lab.cleanUp', lab))
      assert.match(again[0]?.message ?? '', /Nothing of this lab is in practice/)
    }
  },
  {
    title: 'a lab is begun anew with nothing of the old progress',
    async act() {
      await saidDuring(() =>
        pickingInTurn(['Begin anew', 'practice', `labs/${lab}`], () =>
          commands.executeCommand('netlabs.lab.start', lab)
        )
      )
      const rows = await labRows()
      assert.ok(
        rows.some(row => row.startsWith('Pod-to-Pod across namespaces | 0 of ')),
        rows.join('\n')
      )
      await commands.executeCommand('workbench.action.closeAllEditors')
    }
  }
]
