import { l10n, window, type Uri } from 'vscode'
import { capabilityWords } from '../../labs/how-to-get.ts'
import type { ClusterSession } from '../cluster/cluster-session.ts'
import { requireWritePermission } from '../cluster/write-permission.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import { addonFor, addons, addonTitles, installCommands, type Addon } from './addon-commands.ts'
import { requireTrust, runShown } from './shown-commands.ts'

/** Installs a program into the chosen context, by commands that are shown before. */
export async function installAddon(
  { session, storage }: { readonly session: ClusterSession; readonly storage: Uri },
  wanted: unknown
): Promise<void> {
  requireTrust()
  const { choice } = session
  if (choice.origin === 'practice')
    throw new UserError(
      l10n.t(
        'Nothing is installed into the practice cluster: it computes what it can, and the rest needs a cluster of your own.'
      ),
      { button: { title: l10n.t('Make a Cluster'), command: 'netlabs.tools.createCluster' } }
    )
  const named = typeof wanted === 'string' ? addonFor(wanted) : undefined
  const addon = named ?? (await pickAddon())
  const cluster = await session.cluster()
  const title = addonTitles[addon]
  await requireWritePermission(session, cluster, l10n.t('install {0}', title))
  await runShown(
    {
      question: l10n.t('Install {0} into {1}?', title, session.context),
      effect: capabilityWords[addon].advice,
      button: l10n.t('Install in a Terminal'),
      commands: installCommands(addon, choice.name)
    },
    storage
  )
}

async function pickAddon(): Promise<Addon> {
  const picked = await window.showQuickPick(
    addons.map(addon => ({
      label: addonTitles[addon],
      detail: capabilityWords[addon].advice,
      addon
    })),
    {
      title: l10n.t('Install into the cluster'),
      placeHolder: l10n.t('The commands are shown before they are run')
    }
  )
  if (!picked) throw new Cancelled('nothing was installed')
  return picked.addon
}
