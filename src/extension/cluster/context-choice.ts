import { isRecord } from '../../base/json.ts'

/**
 * A context by where it comes from, because a kubeconfig may have one that is called like the practice
 * cluster.
 */
export type ContextChoice =
  { readonly origin: 'practice' } | { readonly origin: 'kubeconfig'; readonly name: string }

export const practiceContext = 'practice'
export const practiceChoice: ContextChoice = { origin: 'practice' }

/** What the context is called before people: a name that no other choice has. */
export function titleOf(choice: ContextChoice): string {
  if (choice.origin === 'practice') return practiceContext
  return choice.name === practiceContext ? `${choice.name} (kubeconfig)` : choice.name
}

/** Reads a choice that was kept; anything else is the practice cluster. */
export function keptChoice(kept: unknown): ContextChoice {
  return isRecord(kept) && kept.origin === 'kubeconfig' && typeof kept.name === 'string'
    ? { origin: 'kubeconfig', name: kept.name }
    : practiceChoice
}
