import { l10n, Uri, window, workspace } from 'vscode'
import { loginShellPath } from '../../node/login-shell-path.ts'
import { confirm } from '../cluster/write-permission.ts'
import { settings } from '../host/settings.ts'
import { UserError } from '../host/user-error.ts'
import type { PlannedFile } from '../../labs/cluster-plan.ts'
import { shellWord } from '../../labs/in-context.ts'
import { fileExists } from '../host/file-exists.ts'

export interface ShownCommands {
  /** The question, such as `Make a cluster with kind?`. */
  readonly question: string
  /** What comes of it, as a sentence. */
  readonly effect: string
  /** The verb of the button. */
  readonly button: string
  readonly files?: readonly PlannedFile[]
  readonly commands: readonly string[]
}

/**
 * Shows commands and the files that they read, and runs them in a terminal that the person sees, once they want
 * it. The commands are the person's: nothing of what they do is hidden, and they can be stopped there.
 */
export async function runShown(
  { question, effect, button, files = [], commands }: ShownCommands,
  folder: Uri
): Promise<void> {
  requireTrust()
  const paths = new Map(files.map(({ name }) => [name, Uri.joinPath(folder, 'clusters', name)]))
  const lines = commands.map(command =>
    command.replace(/FILE:(\S+)/, (_all, name: string) =>
      shellWord(paths.get(name)?.fsPath ?? name)
    )
  )
  const shown = [
    ...lines.map(line => `$ ${line}`),
    ...files.map(({ name, text }) => `\n${name}:\n${text}`)
  ]
  await confirm(question, [effect, ...shown].join('\n'), button)
  for (const { name, text } of files) {
    const path = paths.get(name)
    if (path) await workspace.fs.writeFile(path, new TextEncoder().encode(text))
  }
  const kubeconfig = settings.kubeconfig()
  const terminal = window.createTerminal({
    name: l10n.t('Networking labs'),
    ...(kubeconfig !== '' && { env: { KUBECONFIG: kubeconfig } })
  })
  terminal.show()
  // One line, so that a command that fails keeps the rest from being run.
  terminal.sendText(lines.join(' && '))
}

export function requireTrust(): void {
  if (workspace.isTrusted) return
  throw new UserError(
    l10n.t('This workspace is not trusted, so no program is started. The practice cluster works.')
  )
}

/** Which of these programs are found where the person's shell looks for them. */
export async function installed<Name extends string>(
  names: readonly Name[]
): Promise<readonly Name[]> {
  const path = await loginShellPath(process.env)
  const folders = path.split(process.platform === 'win32' ? ';' : ':').filter(one => one !== '')
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  const found = await Promise.all(
    names.map(async name => {
      const places = folders.flatMap(folder =>
        endings.map(ending => Uri.joinPath(Uri.file(folder), name + ending))
      )
      const there = await Promise.all(places.map(fileExists))
      return there.includes(true) ? [name] : []
    })
  )
  return found.flat()
}
