import { recordOf } from '../base/json.ts'
import { reviewKinds } from './discovery.ts'
import type { ResourcePath } from './route.ts'
import { methodNotAllowed } from './status.ts'

/** Who every client of the practice cluster is: whoever has the token may do everything. */
const user = {
  username: 'practice-admin',
  groups: ['system:masters', 'system:authenticated']
} as const

const everything = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]

/** Answers questions about oneself; undefined when the path isn't one. @throws ApiError 405 */
export function review(
  path: ResourcePath,
  method: string,
  body: () => unknown
): Record<string, unknown> | undefined {
  const kind = reviewKinds.find(
    one => one.group === path.group && one.version === path.version && one.plural === path.plural
  )
  if (!kind) return undefined
  if (method !== 'POST') throw methodNotAllowed()
  const { spec } = recordOf(body())
  return {
    kind: kind.kind,
    apiVersion: `${kind.group}/${kind.version}`,
    metadata: { creationTimestamp: null },
    ...(spec !== undefined && { spec }),
    status: statusOf(kind.kind)
  }
}

function statusOf(kind: (typeof reviewKinds)[number]['kind']): Record<string, unknown> {
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return { allowed: true, reason: 'the practice cluster lets its one user do everything' }
    case 'SelfSubjectRulesReview':
      return {
        resourceRules: everything,
        nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        incomplete: false
      }
    case 'SelfSubjectReview':
      return { userInfo: user }
  }
}
