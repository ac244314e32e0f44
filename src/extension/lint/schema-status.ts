import { l10n, languages, type LanguageStatusItem } from 'vscode'

/** Says beside the language of a YAML file which schemas it is checked with. */
export function showSchemaStatus(label: string): LanguageStatusItem {
  const item = languages.createLanguageStatusItem('netlabs.schemas', [
    { language: 'yaml' },
    { language: 'helm' }
  ])
  item.name = l10n.t('Kubernetes schemas')
  item.text = label
  item.detail = l10n.t('Kubernetes manifests are checked with these schemas')
  return item
}
