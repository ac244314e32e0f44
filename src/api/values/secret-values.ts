import { recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { configKeyFaults } from './names.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** What the types that Kubernetes knows must hold; of those joined by "or" one is enough, as in no password. */
const keysOfType: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key']
}

/** Rules of `ValidateSecret` (pkg/apis/core/validation). What `stringData` holds counts as `data`. */
export function secretValues(object: KubeObject, checker: ValueChecker): void {
  const { data, stringData, type } = object
  const all = { ...recordOf(data), ...recordOf(stringData) }
  for (const [field, part] of Object.entries({ data, stringData }))
    for (const key of Object.keys(recordOf(part)))
      checker.check([field, key], key, configKeyFaults, { path: `data[${key}]` })
  if (typeof type !== 'string') return
  for (const key of keysOfType[type] ?? [])
    if (!Object.hasOwn(all, key)) checker.required(['data', key], '', { path: `data[${key}]` })
  if (type === 'kubernetes.io/service-account-token') accountValues(object, checker)
  if (type !== 'kubernetes.io/basic-auth') return
  if (Object.hasOwn(all, 'username') || Object.hasOwn(all, 'password')) return
  for (const key of ['username', 'password'])
    checker.required(['data', key], '', { path: `data[${key}]` })
}

/** A token belongs to an account. */
function accountValues({ metadata }: KubeObject, checker: ValueChecker): void {
  const key = 'kubernetes.io/service-account.name'
  const { annotations } = recordOf(metadata)
  if (!isEmpty(recordOf(annotations)[key])) return
  const server = { path: `metadata.annotations[${key}]` }
  checker.required(['metadata', 'annotations', key], '', server)
}
