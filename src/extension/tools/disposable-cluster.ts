import { env, l10n, Uri, window, type QuickPickItem } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import { neededAnywhere, neededBySteps } from '../../labs/requirements.ts'
import { Cancelled, UserError } from '../host/user-error.ts'
import type { LabLibrary } from '../labs/lab-library.ts'
import { stepArgument } from '../labs/step-argument.ts'
import {
  creationPlan,
  deletionCommands,
  providerLimit,
  providers,
  showCommands,
  wishesOf,
  type ClusterWishes,
  type Provider
} from '../../labs/cluster-plan.ts'
import { installed, requireTrust, runShown } from './shown-commands.ts'

export interface ClusterTools {
  readonly library: LabLibrary
  /** Where the generated configuration goes. */
  readonly storage: Uri
}

/** Makes a cluster that can be thrown away, like the one that a lab needs. */
export async function createCluster(tools: ClusterTools, args: readonly unknown[]): Promise<void> {
  requireTrust()
  await tools.library.load()
  const lab = tools.library.find(stepArgument(args).lab)?.lab
  const provider = await pickProvider()
  const wishes = await pickWishes(provider, lab)
  const obstacle = providerLimit(provider, wishes)
  if (obstacle !== undefined) throw new UserError(obstacle)
  const { files, commands, contexts } = creationPlan(provider, wishes)
  await runShown(
    {
      question: l10n.t('Make a cluster with {0}?', provider),
      effect: l10n.t(
        '{0} downloads what it needs, and adds the context {1} to your kubeconfig.',
        provider,
        contexts.join(', ')
      ),
      button: l10n.t('Make It in a Terminal'),
      files,
      commands
    },
    tools.storage
  )
}

export async function showClusters({ storage }: ClusterTools): Promise<void> {
  requireTrust()
  const provider = await pickProvider()
  await runShown(
    {
      question: l10n.t('Show the clusters of {0}?', provider),
      effect: l10n.t('Nothing is changed.'),
      button: l10n.t('Show Them in a Terminal'),
      commands: showCommands(provider)
    },
    storage
  )
}

export async function deleteClusters({ storage }: ClusterTools): Promise<void> {
  requireTrust()
  const provider = await pickProvider()
  await runShown(
    {
      question: l10n.t('Delete the labs’ clusters of {0}?', provider),
      effect: l10n.t('Everything in them goes, and their contexts leave your kubeconfig.'),
      button: l10n.t('Delete Them in a Terminal'),
      commands: deletionCommands(provider)
    },
    storage
  )
}

const pages: Readonly<Record<Provider, string>> = {
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/',
  minikube: 'https://minikube.sigs.k8s.io/docs/start/',
  k3d: 'https://k3d.io/'
}

async function pickProvider(): Promise<Provider> {
  const there = await installed(providers)
  const items = providers.map(provider => ({
    label: provider,
    description: there.includes(provider) ? '' : l10n.t('is not installed; shows how to get it'),
    provider
  }))
  const sorted = [...items].sort(
    (a, b) => Number(there.includes(b.provider)) - Number(there.includes(a.provider))
  )
  const picked = await window.showQuickPick(sorted, {
    title: l10n.t('Disposable cluster'),
    placeHolder: l10n.t('With which program? All of them need Docker or another container runtime.')
  })
  if (!picked) throw new Cancelled('no program was chosen')
  if (there.includes(picked.provider)) return picked.provider
  await env.openExternal(Uri.parse(pages[picked.provider]))
  throw new Cancelled(`${picked.provider} is not installed`)
}

interface Wish extends QuickPickItem {
  readonly wish: keyof ClusterWishes
}

async function pickWishes(provider: Provider, lab: Lab | undefined): Promise<ClusterWishes> {
  const neededOf = provider === 'kind' ? neededAnywhere : neededBySteps
  const needs = wishesOf(lab ? neededOf(lab) : [])
  const items: readonly Wish[] = [
    { wish: 'dualStack', label: l10n.t('Addresses of both families'), picked: needs.dualStack },
    {
      wish: 'noNetwork',
      label: l10n.t('Without a network plugin'),
      description: l10n.t('to install Cilium or another one'),
      picked: needs.noNetwork
    },
    {
      wish: 'second',
      label: l10n.t('A second cluster'),
      description: l10n.t('with other ranges of addresses'),
      picked: needs.second
    }
  ]
  const picked = await window.showQuickPick(items, {
    title: lab ? l10n.t('Disposable cluster for {0}', lab.title) : l10n.t('Disposable cluster'),
    placeHolder: lab
      ? l10n.t('What the lab needs is chosen already')
      : l10n.t('What does it have to have? Nothing is fine for most labs.'),
    canPickMany: true
  })
  if (!picked) throw new Cancelled('no cluster was made')
  const has = (wish: Wish['wish']): boolean => picked.some(one => one.wish === wish)
  return {
    dualStack: has('dualStack'),
    noNetwork: has('noNetwork'),
    second: has('second'),
    ...(needs.ownBalancer === true && { ownBalancer: true })
  }
}
