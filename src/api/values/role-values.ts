import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsSubdomainFaults, pathSegmentFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/** Rules of `ValidateRole` and `ValidateClusterRole` (pkg/apis/rbac/validation). */
export function roleValues(object: KubeObject, checker: ValueChecker): void {
  const isNamespaced = object.kind === 'Role'
  itemsOf(object.rules).forEach((rule, i) =>
    policyRuleValues(rule, ['rules', i], isNamespaced, checker)
  )
  const { aggregationRule: rule } = object
  if (isNamespaced || !isRecord(rule)) return
  const path = ['aggregationRule', 'clusterRoleSelectors']
  const selectors = itemsOf(rule.clusterRoleSelectors)
  if (selectors.length === 0)
    checker.required(
      path,
      'at least one clusterRoleSelector required if aggregationRule is non-nil'
    )
  selectors.forEach((selector, i) => {
    const before = checker.errors.length
    selectorValues(selector, [...path, i], checker)
    if (checker.errors.length > before) checker.again([...path, i], null, 'invalid label selector.')
  })
}

function policyRuleValues(
  rule: unknown,
  at: FieldPath,
  isNamespaced: boolean,
  checker: ValueChecker
): void {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs: urls } = recordOf(rule)
  const count = (list: unknown): number => itemsOf(list).length
  if (count(verbs) === 0)
    checker.required([...at, 'verbs'], 'verbs must contain at least one value')
  if (count(urls) > 0) {
    const path = [...at, 'nonResourceURLs']
    if (isNamespaced)
      checker.invalid(path, urls, 'namespaced rules cannot apply to non-resource URLs')
    if (count(apiGroups) + count(resources) + count(resourceNames) > 0)
      checker.invalid(
        path,
        urls,
        'rules cannot apply to both regular resources and non-resource URLs'
      )
    return
  }
  if (count(apiGroups) === 0)
    checker.required([...at, 'apiGroups'], 'resource rules must supply at least one api group')
  if (count(resources) === 0)
    checker.required([...at, 'resources'], 'resource rules must supply at least one resource')
}

const rbac = 'rbac.authorization.k8s.io'

/** Rules of `ValidateRoleBinding` and `ValidateClusterRoleBinding`. */
export function roleBindingValues(object: KubeObject, checker: ValueChecker): void {
  const isNamespaced = object.kind === 'RoleBinding'
  const { roleRef, subjects } = object
  if (isRecord(roleRef) || !checker.partial) {
    const { apiGroup, kind, name } = recordOf(roleRef)
    checker.oneOf(['roleRef', 'apiGroup'], apiGroup, [rbac])
    const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']
    if (!checker.partial || kind !== undefined)
      checker.given(['roleRef', 'kind'], kind ?? '', kinds)
    checker.requireText(['roleRef', 'name'], name, pathSegmentFaults)
  }
  itemsOf(subjects).forEach((subject, i) =>
    subjectValues(subject, ['subjects', i], isNamespaced, checker)
  )
}

function subjectValues(
  subject: unknown,
  at: FieldPath,
  isNamespaced: boolean,
  checker: ValueChecker
): void {
  const { kind = '', name, namespace, apiGroup } = recordOf(subject)
  if (isEmpty(name)) checker.required([...at, 'name'])
  if (kind === 'ServiceAccount') {
    checker.checkGiven([...at, 'name'], name, dnsSubdomainFaults)
    checker.oneOf([...at, 'apiGroup'], apiGroup, [''])
    if (!isNamespaced && isEmpty(namespace)) checker.required([...at, 'namespace'])
  } else if (kind === 'User' || kind === 'Group')
    checker.oneOf([...at, 'apiGroup'], apiGroup, [rbac])
  else checker.given([...at, 'kind'], kind, ['ServiceAccount', 'User', 'Group'])
}
