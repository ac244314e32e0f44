import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { kustomizationKeys } from '../shared/kustomize.ts'

const kustomization = (resource: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ${resource}
`

export default defineRule({
  id: 'kustomize/remote-unpinned',
  appliesTo: kustomizationKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['kustomize', 'version'],
  what: 'A file or folder of another project is taken as it is today.',
  why: 'A branch, or the newest release, changes under its name: the same command installs something else tomorrow, and paths in a branch move away.',
  todo: 'Name a release: its tag in the address, or `?ref=` with it.',
  docs: {
    bad: kustomization(
      'https://raw.githubusercontent.com/metallb/metallb/main/config/manifests/metallb-native.yaml'
    ),
    good: kustomization(
      'https://raw.githubusercontent.com/metallb/metallb/v0.16.1/config/manifests/metallb-native.yaml'
    ),
    see: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/']
  },
  labs: ['metallb'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    for (const list of ['resources', 'bases', 'components', 'crds'])
      for (const item of root.get(list).items) {
        const message = faultOf(item.text ?? '')
        if (message !== undefined) report({ at: item.at, part: 'value', message })
      }
  }
})

const branch = /^(?:main|master|HEAD|develop|latest)$/

/** What of an address changes with time. */
function faultOf(text: string): string | undefined {
  const raw =
    /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/(?:refs\/heads\/)?([^/]+)\//.exec(
      text
    )?.[1]
  if (raw !== undefined)
    return branch.test(raw) || text.includes('/refs/heads/')
      ? `${raw} is a branch, which changes.`
      : undefined
  if (/^https:\/\/github\.com\/[^/]+\/[^/]+\/releases\/latest\//.test(text))
    return 'The newest release is another one tomorrow.'
  if (/^https:\/\/github\.com\/[^/]+\/[^/]+\/releases\/download\//.test(text)) return undefined
  const isRepository =
    /^(?:https:\/\/|ssh:\/\/git@|git::https:\/\/)?(?:git@)?github\.com[/:][^/]+\/[^/]+/.test(
      text
    ) || /^git::|\.git(?:\/|\?|$)/.test(text)
  if (!isRepository) return undefined
  const ref = /[?&](?:ref|version)=([^&]+)/.exec(text)?.[1]
  if (ref === undefined) return 'Without `?ref=` the newest state of the repository is taken.'
  return branch.test(ref) ? `${ref} is a branch, which changes.` : undefined
}
