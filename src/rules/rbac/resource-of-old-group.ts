import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const role = (group: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: external-dns }
rules:
  - apiGroups: [${group}]
    resources: [ingresses]
    verbs: [get, watch, list]
`

/** Resources that left `extensions`, and where they are now. */
const moved: Readonly<Record<string, string>> = {
  ingresses: 'networking.k8s.io',
  networkpolicies: 'networking.k8s.io',
  deployments: 'apps',
  daemonsets: 'apps',
  replicasets: 'apps'
}

export default defineRule({
  id: 'rbac/resource-of-old-group',
  appliesTo: ['rbac.authorization.k8s.io/v1/ClusterRole', 'rbac.authorization.k8s.io/v1/Role'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['rbac', 'api'],
  what: 'A role allows a resource in the group extensions only, where it is no more.',
  why: 'Since Kubernetes 1.22 Ingresses are served by networking.k8s.io alone, and workloads by apps since 1.16. A program that lists them there is refused, although the role seems to allow it.',
  todo: 'Name the group that serves the resource.',
  docs: {
    bad: role('extensions'),
    good: role('networking.k8s.io'),
    see: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-22']
  },

  check({ manifest, kubernetesMinor, report }) {
    if (manifest.partial || kubernetesMinor < 22) return
    const rules = new Field(manifest.object).get('rules').items
    const allowed = rules.flatMap(rule =>
      rule
        .get('apiGroups')
        .texts.flatMap(group => rule.get('resources').texts.map(resource => `${group}/${resource}`))
    )
    const isAllowed = (group: string, resource: string): boolean =>
      [`${group}/${resource}`, `${group}/*`, `*/${resource}`, '*/*'].some(one =>
        allowed.includes(one)
      )
    for (const rule of rules) {
      const groups = rule.get('apiGroups').items
      const old = groups.find(({ text }) => text === 'extensions')
      if (!old) continue
      const lost = rule
        .get('resources')
        .texts.map(resource => [resource, moved[resource.replace(/\/.*$/, '')]] as const)
        .filter(([resource, group]) => group !== undefined && !isAllowed(group, resource))
      const [first] = lost
      if (!first) continue
      const [resource, group = ''] = first
      const isOnly = groups.length === 1 && lost.every(([, one]) => one === group)
      report({
        at: old.at,
        part: 'value',
        message: `${resource} is in ${group}, and nothing here allows it there.`,
        fixes: isOnly
          ? [
              {
                title: `Set to \`${group}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set(old.at, group)
              }
            ]
          : []
      })
    }
  }
})
