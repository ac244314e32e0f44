import { l10n } from 'vscode'
import type { ClusterError } from '../../cluster/cluster-error.ts'
import { conflictsOf } from '../../cluster/conflicts.ts'

/** Who manages which fields of an object that a manifest wants otherwise, as one sentence. */
export function managersIn(name: string, error: ClusterError): string {
  const fieldsOf = new Map<string, string[]>()
  for (const { field, manager = l10n.t('another manager') } of conflictsOf(error)) {
    const fields = fieldsOf.get(manager) ?? []
    fieldsOf.set(manager, [...fields, field.replace(/^\./, '')])
  }
  const parts = [...fieldsOf].map(([manager, fields]) =>
    l10n.t('{0} manages {1}', manager, fields.join(', '))
  )
  return l10n.t('{0} has fields of others: {1}.', name, parts.join('; '))
}
