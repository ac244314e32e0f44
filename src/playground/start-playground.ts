import { editor, Range, Uri } from 'monaco-editor/editor.js'
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/yaml/register.js'
import { askWorker } from './ask-worker.ts'
import { showCheck } from './check-panel.ts'
import { editsOf, registerFeatures } from './editor-features.ts'
import { pageElement } from './element.ts'
import { allExamples, exampleOf, fileOf, optionsOf } from './examples.ts'
import { showFindings } from './findings-table.ts'
import { checkScheme, LiveFindings, rangeOf } from './live-findings.ts'
import type { CheckPage, Example, OpenFile, ToldFinding, ToldFix } from './protocol.ts'
import { yamlBySchema } from './yaml-by-schema.ts'

/** What the build puts into the page, since the page may not fetch anything. */
export interface PlaygroundData {
  readonly examples: readonly Example[]
  readonly labTitles: Readonly<Record<string, string>>
  /** JSON schemas of definitions of labs and of settings, as text. */
  readonly schemas: Readonly<Record<string, string>>
  /** Code of the workers. */
  readonly workers: Readonly<Record<'editor' | 'lint' | 'yaml', string>>
}

export async function startPlayground(data: PlaygroundData): Promise<void> {
  const worker = (name: keyof PlaygroundData['workers']): Worker =>
    new Worker(URL.createObjectURL(new Blob([data.workers[name]], { type: 'text/javascript' })))
  Object.assign(globalThis, { MonacoEnvironment: { getWorker: () => worker('editor') } })
  followColorScheme()

  const code = editor.create(pageElement('#editor'), {
    model: null,
    automaticLayout: true,
    ariaLabel: 'Manifest',
    fixedOverflowWidgets: true,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    tabSize: 2,
    wordBasedSuggestions: 'off'
  })
  const ask = askWorker(worker('lint'), sentence => {
    pageElement('#summary').textContent = `The checks could not run: ${sentence}`
  })
  const apply = async (fix: ToldFix): Promise<void> => {
    const found = await live.now()
    const model = code.getModel()
    // Its offsets belong to the text that it was found in; a newer text has fixes of its own.
    if (!model || !found.some(({ fixes }) => fixes.includes(fix))) return
    code.pushUndoStop()
    code.executeEdits('netlabs', editsOf(model, fix))
    code.pushUndoStop()
    code.focus()
  }
  const goTo = ({ position }: ToldFinding): void => {
    const range = Range.lift(rangeOf(position))
    code.setSelection(range)
    code.revealRangeInCenterIfOutsideViewport(range)
    code.focus()
  }
  const live = new LiveFindings(ask, found =>
    showFindings(found, { apply: fix => void apply(fix), goTo })
  )
  registerFeatures(ask, live)
  yamlBySchema(data.schemas, () => worker('yaml'))

  const open = ({ name, text, check }: OpenFile): void => {
    const uri = Uri.file(name)
    const before = code.getModel()
    if (before?.uri.toString() === uri.toString()) {
      before.setValue(text)
      return
    }
    const model = editor.createModel(text, 'yaml', uri)
    // Offsets of findings and edits count one character for the end of a line, whatever is pasted.
    model.setEOL(editor.EndOfLineSequence.LF)
    code.setModel(model)
    live.follow(model, check)
    before?.dispose()
  }

  const checks = await ask('checks')
  const examples = allExamples(data.examples, checks)
  const list = pageElement('#example') as HTMLSelectElement
  list.append(...optionsOf(examples))
  list.onchange = () => (location.hash = list.value)
  const openCheck = (check: CheckPage, text: string): void => open(fileOf(exampleOf(check, text)))

  /** `#check/…` shows a page, anything else opens an example; so a teacher can link to both. */
  const follow = (): void => {
    const link = decodeURIComponent(location.hash.slice(1))
    const check = checks.find(({ id }) => link === `check/${id}`)
    if (check) showCheck(check, { labTitles: data.labTitles, open: openCheck })
    const example = examples.find(one => one.link === link)
    if (example) list.value = example.link
    if (example) open(fileOf(example))
    else if (!code.getModel() && examples[0]) open(fileOf(examples[0]))
  }
  editor.registerLinkOpener({
    open({ scheme, path }) {
      if (scheme === checkScheme) location.hash = `check${path}`
      return scheme === checkScheme
    }
  })
  addEventListener('hashchange', follow)
  follow()
}

function followColorScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = (): void => editor.setTheme(dark.matches ? 'vs-dark' : 'vs')
  dark.addEventListener('change', paint)
  paint()
}
