import { commands, l10n, Uri, window, workspace } from 'vscode'
import { Cancelled } from '../host/user-error.ts'
import type { LabDesk } from './lab-desk.ts'
import { progressJson, progressMarkdown } from './progress-report.ts'

/** Opens the progress over all labs as a page. */
export async function showProgress({ library, progress, documents }: LabDesk): Promise<void> {
  await library.load()
  const uri = documents.open('progress.md', pageOf({ library, progress }))
  await commands.executeCommand('markdown.showPreview', uri)
}

/** Saves the progress with its evidence: as a page, or as data when the file's name ends with .json. */
export async function exportReport({ library, progress }: LabDesk): Promise<void> {
  await library.load()
  const base = workspace.workspaceFolders?.[0]?.uri
  const target = await window.showSaveDialog({
    title: l10n.t('Export the progress'),
    saveLabel: l10n.t('Export'),
    filters: { Markdown: ['md'], JSON: ['json'] },
    ...(base && { defaultUri: Uri.joinPath(base, 'networking-labs.md') })
  })
  if (!target) throw new Cancelled('nothing was exported')
  const labs = library.entries.map(({ lab }) => lab)
  const text = target.path.endsWith('.json')
    ? `${JSON.stringify(progressJson(labs, progress), null, 2)}\n`
    : [
        pageOf({ library, progress }),
        ...labs.flatMap(lab =>
          lab.steps.flatMap(({ id }) => progress.of(lab.id, id)?.report ?? []).filter(Boolean)
        )
      ].join('\n---\n\n')
  await workspace.fs.writeFile(target, new TextEncoder().encode(text))
  await window.showTextDocument(await workspace.openTextDocument(target))
}

function pageOf({ library, progress }: Pick<LabDesk, 'library' | 'progress'>): string {
  return progressMarkdown(
    library.entries.map(({ lab }) => lab),
    progress,
    at => new Date(at).toLocaleString()
  )
}
