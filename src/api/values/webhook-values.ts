import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { dnsSubdomainFaults, letterLabelFaults, qualifiedNameFaults } from './names.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const versions = ['v1', 'v1beta1']

/**
 * Rules of `ValidateValidatingWebhookConfiguration` and `ValidateMutatingWebhookConfiguration`
 * (pkg/apis/admissionregistration/validation), without whether the conditions compile.
 */
export function webhookValues(object: KubeObject, checker: ValueChecker): void {
  const names = new Set<unknown>()
  itemsOf(object.webhooks).forEach((item, i) => {
    const hook = recordOf(item)
    const at: FieldPath = ['webhooks', i]
    nameValues(hook.name, [...at, 'name'], checker)
    if (names.has(hook.name)) checker.duplicate([...at, 'name'], hook.name)
    if (!isEmpty(hook.name)) names.add(hook.name)
    itemsOf(hook.rules).forEach((rule, r) =>
      ruleValues(recordOf(rule), [...at, 'rules', r], checker)
    )
    checker.given([...at, 'failurePolicy'], hook.failurePolicy, ['Fail', 'Ignore'])
    checker.given([...at, 'matchPolicy'], hook.matchPolicy, ['Equivalent', 'Exact'])
    checker.given([...at, 'reinvocationPolicy'], hook.reinvocationPolicy, ['IfNeeded', 'Never'])
    if (hook.sideEffects === undefined)
      checker.required([...at, 'sideEffects'], 'must specify one of None, NoneOnDryRun')
    else checker.given([...at, 'sideEffects'], hook.sideEffects, ['None', 'NoneOnDryRun'])
    const { timeoutSeconds: timeout } = hook
    if (typeof timeout === 'number' && (timeout < 1 || timeout > 30))
      checker.invalid(
        [...at, 'timeoutSeconds'],
        timeout,
        'the timeout value must be between 1 and 30 seconds'
      )
    for (const key of ['namespaceSelector', 'objectSelector'])
      selectorValues(hook[key], [...at, key], checker)
    clientValues(recordOf(hook.clientConfig), [...at, 'clientConfig'], checker)
    conditionValues(hook.matchConditions, [...at, 'matchConditions'], checker)
    reviewVersionValues(hook.admissionReviewVersions, [...at, 'admissionReviewVersions'], checker)
  })
}

function nameValues(name: unknown, at: FieldPath, checker: ValueChecker): void {
  checker.requireText(at, name, text => {
    const faults = dnsSubdomainFaults(text)
    if (faults.length > 0) return [faults.join(',')]
    return text.split('.').length < 3
      ? ['should be a domain with at least three segments separated by dots']
      : []
  })
}

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']

export function ruleValues(rule: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  for (const [key, what] of Object.entries({
    operations: 'operations',
    apiGroups: 'API groups',
    apiVersions: 'API versions'
  })) {
    const list = itemsOf(rule[key])
    if (list.length === 0) checker.required([...at, key])
    if (list.length > 1 && list.includes('*'))
      checker.invalid([...at, key], list, `if '*' is present, must not specify other ${what}`)
  }
  itemsOf(rule.operations).forEach((operation, i) =>
    checker.given([...at, 'operations', i], operation ?? '', operations)
  )
  itemsOf(rule.apiVersions).forEach((version, i) => {
    if (isEmpty(version)) checker.required([...at, 'apiVersions', i])
  })
  resourceValues(itemsOf(rule.resources), [...at, 'resources'], checker)
  checker.given([...at, 'scope'], rule.scope, ['*', 'Cluster', 'Namespaced'])
}

/** Rules of `validateResources`: what a star covers may not be named besides. */
function resourceValues(resources: readonly unknown[], at: FieldPath, checker: ValueChecker): void {
  if (resources.length === 0) checker.required(at)
  const anySub = new Set<string>()
  const anyResource = new Set<string>()
  resources.forEach((text, i) => {
    if (isEmpty(text)) checker.required([...at, i])
    if (typeof text !== 'string' || text === '') return
    const slash = text.indexOf('/')
    if (slash < 0) return
    const [resource, sub] = [text.slice(0, slash), text.slice(slash + 1)]
    if (anySub.has(resource))
      checker.invalid([...at, i], text, `if '${resource}/*' is present, must not specify ${text}`)
    if (anyResource.has(sub))
      checker.invalid([...at, i], text, `if '*/${sub}' is present, must not specify ${text}`)
    if (sub === '*') anySub.add(resource)
    if (resource === '*') anyResource.add(sub)
  })
  if (resources.length > 1 && resources.includes('*/*'))
    checker.invalid(at, resources, "if '*/*' is present, must not specify other resources")
  const plain = resources.filter(text => text !== '' && !String(text).includes('/'))
  if (resources.includes('*') && plain.at(-1) !== '*')
    checker.invalid(
      at,
      resources,
      "if '*' is present, must not specify other resources without subresources"
    )
}

function clientValues(client: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { url, service } = client
  if ((typeof url === 'string') === isRecord(service)) {
    checker.required(at, 'exactly one of url or service is required')
    return
  }
  if (typeof url === 'string') urlValues(url, [...at, 'url'], checker)
  else serviceValues(recordOf(service), [...at, 'service'], checker)
}

/** Rules of `ValidateWebhookURL` (k8s.io/apiserver/pkg/util/webhook). */
function urlValues(url: string, at: FieldPath, checker: ValueChecker): void {
  if (/^[a-z]+:\/\/[^/?#]*\s/i.test(url)) {
    checker.required(
      at,
      `url must be a valid URL: a host has no blanks; desired format: https://host[/path]`
    )
    return
  }
  const form = '; desired format: https://host[/path]'
  const [, scheme = '', , host = '', rest = ''] =
    /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(\/\/([^/?#]*))?(.*)$/s.exec(url) ?? []
  if (scheme.toLowerCase() !== 'https')
    checker.invalid(at, scheme, `'https' is the only allowed URL scheme${form}`)
  const [, user, name = host] = /^(.*)@(.*)$/.exec(host) ?? []
  if (name === '') checker.invalid(at, '', `host must be specified${form}`)
  if (user !== undefined) checker.invalid(at, user, 'user information is not permitted in the URL')
  const [, query = '', fragment = ''] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest) ?? []
  if (fragment !== '') checker.invalid(at, fragment, 'fragments are not permitted in the URL')
  if (query !== '') checker.invalid(at, query, 'query parameters are not permitted in the URL')
}

/** Rules of `ValidateWebhookService`. */
function serviceValues(service: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { name, namespace, port, path } = service
  // The server takes the one for the other in its words.
  if (isEmpty(name)) checker.required([...at, 'name'], '', { path: [...at, 'namespace'] })
  if (isEmpty(namespace)) checker.required([...at, 'namespace'], '', { path: [...at, 'name'] })
  if (typeof port === 'number' && (port < 1 || port > 65_535))
    checker.invalid(
      [...at, 'port'],
      port,
      'port is not valid: must be between 1 and 65535, inclusive'
    )
  checker.checkGiven([...at, 'path'], path, text => {
    if (text === '/') return []
    if (text === '//') return ['segment[0] may not be empty']
    return [
      ...(text.startsWith('/') ? [] : ["must start with a '/'"]),
      ...text
        .slice(1)
        .replace(/\/$/, '')
        .split('/')
        .flatMap((step, i) =>
          step === ''
            ? [`segment[${i}] may not be empty`]
            : dnsSubdomainFaults(step).map(fault => `segment[${i}]: ${fault}`)
        )
    ]
  })
}

/** Rules of `validateMatchConditions`, but for the expressions. */
export function conditionValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const conditions = itemsOf(value).map(recordOf)
  checker.tooMany(at, conditions.length, 64)
  conditions.forEach(({ name, expression }, i) => {
    if (isEmpty(expression) || (typeof expression === 'string' && expression.trim() === ''))
      checker.required([...at, i, 'expression'])
    checker.requireText([...at, i, 'name'], name, qualifiedNameFaults)
    if (!isEmpty(name) && conditions.findIndex(one => one.name === name) < i)
      checker.duplicate([...at, i, 'name'], name)
  })
}

function reviewVersionValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  const list = itemsOf(value)
  if (list.length === 0) {
    checker.required(at, `must specify one of ${versions.join(', ')}`)
    return
  }
  list.forEach((version, i) => {
    if (list.indexOf(version) < i) checker.invalid([...at, i], version, 'duplicate version')
    else checker.check([...at, i], version ?? '', letterLabelFaults)
  })
  if (!list.some(version => versions.includes(String(version))))
    checker.invalid(at, list, `must include at least one of ${versions.join(', ')}`)
}
