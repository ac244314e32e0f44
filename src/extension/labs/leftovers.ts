import { commands, l10n, window } from 'vscode'
import { practiceContext } from '../cluster/context-choice.ts'
import type { CommandId } from '../ids.ts'
import type { LabDesk } from './lab-desk.ts'

/**
 * What an earlier session of the window has left: the practice cluster is gone with it, and what was made in
 * another cluster is still there. The person is told once, and nothing is asked of that cluster before they want
 * it.
 */
export async function offerCleanUp({ runs, library }: LabDesk): Promise<void> {
  for (const { lab, touched } of runs.fromEarlierSessions())
    if (touched.includes(practiceContext)) await runs.cleaned(lab, practiceContext)
  const [run, ...more] = runs.fromEarlierSessions()
  if (!run) return
  const title = library.find(run.lab)?.lab.title ?? run.lab
  const text =
    more.length === 0
      ? l10n.t('The lab “{0}” still has objects in {1}.', title, run.touched.join(', '))
      : l10n.t('The lab “{0}” and {1} others still have objects in clusters.', title, more.length)
  const goOn = l10n.t('Go On')
  const cleanUp = l10n.t('Clean Up')
  const picked = await window.showInformationMessage(text, goOn, cleanUp)
  const command: CommandId | undefined =
    picked === goOn ? 'netlabs.lab.start' : picked === cleanUp ? 'netlabs.lab.cleanUp' : undefined
  const args = more.length === 0 ? [run.lab] : []
  if (command) await commands.executeCommand(command, ...args)
}
