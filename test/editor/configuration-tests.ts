/** Files that are no objects of a cluster are checked in the editor as well. */
import { rules } from '../../src/rules/index.generated.ts'
import { rulesOf } from './ask-editor.ts'
import { eventually, write, type EditorTest } from './editor-test.ts'

/** What a group of rules is about, with a name that such a file has. */
const kinds: readonly { readonly group: string; readonly what: string; readonly file: string }[] = [
  { group: 'kubeadm', what: 'kubeadm configuration', file: 'kubeadm.yaml' },
  { group: 'kind', what: 'kind configuration', file: 'kind.yaml' },
  { group: 'k3s', what: 'K3s configuration', file: 'config.yaml' },
  { group: 'helm-values', what: 'values of a Helm chart', file: 'values.yaml' },
  { group: 'corefile', what: 'a Corefile in a ConfigMap', file: 'coredns.yaml' },
  { group: 'cni', what: 'a network of CNI', file: 'network.conflist' }
]

export const configurationTests: readonly EditorTest[] = kinds.map(({ group, what, file }) => ({
  title: `${what} is checked: every fault of its rules is underlined`,
  async act() {
    // A file for CNI is JSON; examples that show a network in YAML, beside manifests, are tested with the rule.
    const fits = (text: string): boolean => !file.endsWith('.conflist') || text.startsWith('{')
    const own = rules.filter(
      ({ id, optIn, docs }) => id.startsWith(`${group}/`) && optIn !== true && fits(docs.bad)
    )
    if (own.length === 0) throw new Error(`There are no rules about ${what}.`)
    for (const { id, docs } of own) {
      const text = await write(file, docs.bad)
      await eventually(id, () => rulesOf(text).includes(id))
    }
  }
}))
