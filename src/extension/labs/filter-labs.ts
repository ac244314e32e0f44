import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode'
import type { Lab } from '../../labs/lab.ts'
import { Cancelled } from '../host/user-error.ts'
import { noFilter, type LabFilter } from './lab-filter.ts'
import type { LabLibrary } from './lab-library.ts'

interface Item extends QuickPickItem {
  readonly part?: Partial<LabFilter>
}

interface Filtered {
  readonly filter: LabFilter
  filterBy(filter: LabFilter): Promise<void>
}

const levels: readonly Lab['level'][] = ['beginner', 'intermediate', 'advanced']
const minutes = [15, 30, 60]

/** Asks which labs the view is to show. Nothing chosen shows them all. */
export async function filterLabs(
  { library }: { readonly library: LabLibrary },
  view: Filtered
): Promise<void> {
  await library.load()
  const picked = await window.showQuickPick(itemsFor(library, view.filter), {
    title: l10n.t('Filter the labs'),
    placeHolder: l10n.t('Which labs do you want to see?'),
    canPickMany: true
  })
  if (!picked) throw new Cancelled('the filter stays')
  await view.filterBy(picked.reduce<LabFilter>(merged, noFilter))
}

function itemsFor({ entries }: LabLibrary, now: LabFilter): readonly Item[] {
  const topics = [...new Set(entries.flatMap(({ lab }) => lab.topics))].sort()
  const count = (accepts: (lab: Lab) => boolean): string => {
    const found = entries.filter(({ lab }) => accepts(lab)).length
    return found === 1 ? l10n.t('1 lab') : l10n.t('{0} labs', found)
  }
  return [
    separator(l10n.t('Progress and context')),
    { label: l10n.t('Not finished'), part: { unfinished: true }, picked: now.unfinished },
    {
      label: l10n.t('What this context can carry'),
      part: { carried: true },
      picked: now.carried
    },
    separator(l10n.t('Level')),
    ...levels.map(level => ({
      label: level,
      description: count(lab => lab.level === level),
      part: { levels: [level] },
      picked: now.levels.includes(level)
    })),
    separator(l10n.t('Minutes')),
    ...minutes.map(limit => ({
      label: l10n.t('Up to {0} min', limit),
      description: count(lab => lab.minutes <= limit),
      part: { minutes: limit },
      picked: now.minutes === limit
    })),
    separator(l10n.t('Topic')),
    ...topics.map(topic => ({
      label: topic,
      description: count(lab => lab.topics.includes(topic)),
      part: { topics: [topic] },
      picked: now.topics.includes(topic)
    }))
  ]
}

/** Of several limits of time the longest holds, as several words of one kind widen what is shown. */
function merged(filter: LabFilter, { part = {} }: Item): LabFilter {
  const longest = Math.max(filter.minutes ?? 0, part.minutes ?? 0)
  return {
    levels: [...filter.levels, ...(part.levels ?? [])],
    topics: [...filter.topics, ...(part.topics ?? [])],
    carried: filter.carried || part.carried === true,
    unfinished: filter.unfinished || part.unfinished === true,
    ...(longest > 0 && { minutes: longest })
  }
}

function separator(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator }
}
