import { isRecord, recordOf, type UnknownRecord } from '../../base/json.ts'
import { selects, type Labels } from '../../model/selector.ts'
import type { KubeObject } from '../../model/object.ts'
import { selectorText } from '../go-value.ts'
import { domainPathValues } from './domain-path-values.ts'
import { failurePolicyValues, successPolicyValues } from './job-policy-values.ts'
import { dnsLabelFaults, labelValueFaults, qualifiedNameFaults } from './names.ts'
import { podTemplateValues } from './pod-template-values.ts'
import { selectorValues } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes'
]

/** Stands for the UID that the server gives a new object. */
const anyUid = '00000000-0000-0000-0000-000000000000'

/** Rules of `ValidateJobCreate` (pkg/apis/batch/validation). */
export function jobValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  selectorOf(spec, checker)
  jobSpecValues(spec, checker, recordOf(object.metadata).name)
  copiedLabelValues(object, spec, checker)
  // The name becomes a label of the Pods.
  const { name = '' } = recordOf(object.metadata)
  if (typeof name === 'string')
    for (const fault of labelValueFaults(name))
      for (const path of [
        ['spec', 'template', 'labels'],
        ...(isUnlabelled(object) ? [['metadata', 'labels']] : [])
      ])
        checker.again(['metadata', 'name'], name, fault, { path })
}

/** Rules of `validateJobSpec`, which hold for the template of a CronJob as well. */
export function jobSpecValues(spec: UnknownRecord, checker: ValueChecker, name?: unknown): void {
  for (const key of counts) checker.notNegative(['spec', key], spec[key])
  const { managedBy } = spec
  if (managedBy !== undefined) domainPathValues(['spec', 'managedBy'], managedBy, checker)
  if (typeof managedBy === 'string' && managedBy.length > 63)
    checker.add('too-long', ['spec', 'managedBy'], 'may not be more than 63 bytes')
  checker.given(['spec', 'completionMode'], spec.completionMode, ['NonIndexed', 'Indexed'])
  indexValues(spec, name, checker)
  failurePolicyValues(spec, checker)
  successPolicyValues(spec, checker)
  const hasPolicy = isRecord(spec.podFailurePolicy)
  checker.given(
    ['spec', 'podReplacementPolicy'],
    spec.podReplacementPolicy,
    hasPolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  )
  podTemplateValues(spec, checker)
  restartValues(spec, hasPolicy, checker)
}

function isUnlabelled(object: KubeObject): boolean {
  return Object.keys(recordOf(recordOf(object.metadata).labels)).length === 0
}

/** A Job without labels gets those of its Pods, and the server finds the same fault with both. */
function copiedLabelValues(object: KubeObject, spec: UnknownRecord, checker: ValueChecker): void {
  if (!isUnlabelled(object)) return
  const { labels } = recordOf(recordOf(spec.template).metadata)
  for (const [key, value] of Object.entries(recordOf(labels)))
    for (const [text, faults] of [
      [key, qualifiedNameFaults],
      [value, labelValueFaults]
    ] as const)
      if (typeof text === 'string')
        for (const fault of faults(text))
          checker.again(['spec', 'template', 'metadata', 'labels', key], text, fault, {
            path: ['metadata', 'labels']
          })
}

function restartValues(spec: UnknownRecord, hasPolicy: boolean, checker: ValueChecker): void {
  const path = ['spec', 'template', 'spec', 'restartPolicy']
  const { restartPolicy } = recordOf(recordOf(spec.template).spec)
  if (isEmpty(restartPolicy) || restartPolicy === 'Always')
    checker.required(path, 'valid values: "OnFailure", "Never"')
  else if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never')
    checker.given(path, restartPolicy, ['OnFailure', 'Never'])
  else if (hasPolicy && restartPolicy !== 'Never')
    checker.invalid(
      path,
      restartPolicy,
      'only "Never" is supported when podFailurePolicy is specified'
    )
}

/** What goes with an index per Pod. */
function indexValues(spec: UnknownRecord, name: unknown, checker: ValueChecker): void {
  const { completions, parallelism, maxFailedIndexes: failed, backoffLimitPerIndex: limit } = spec
  if (typeof failed === 'number' && limit === undefined)
    checker.required(['spec', 'backoffLimitPerIndex'], 'when maxFailedIndexes is specified')
  if (spec.completionMode !== 'Indexed') {
    if (!isEmpty(spec.completionMode) && spec.completionMode !== 'NonIndexed') return
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes'])
      if (spec[key] !== undefined)
        checker.invalid(['spec', key], spec[key], 'requires indexed completion mode')
    return
  }
  if (typeof completions !== 'number') {
    // The server counts to one where neither number is given.
    if (parallelism === undefined) return
    checker.required(['spec', 'completions'], 'when completion mode is Indexed')
    return
  }
  if (typeof parallelism === 'number' && parallelism > 100_000)
    checker.invalid(
      ['spec', 'parallelism'],
      parallelism,
      'must be less than or equal to 100000 when completion mode is Indexed'
    )
  if (typeof failed === 'number') {
    const path = ['spec', 'maxFailedIndexes']
    if (failed > completions)
      checker.invalid(path, failed, 'must be less than or equal to completions')
    if (failed > 100_000) checker.invalid(path, failed, 'must be less than or equal to 100000')
  }
  // A name that the server makes is only known to it.
  if (isEmpty(name)) return
  const host = `${typeof name === 'string' ? name : ''}-${completions - 1}`
  if (completions > 0 && dnsLabelFaults(host).length > 0)
    checker.invalid(
      ['metadata', 'name'],
      name,
      `will not able to create pod with invalid DNS label: ${host}`
    )
}

/** Rules of `validateGeneratedSelector`: the server makes the selector unless it is asked not to. */
function selectorOf(spec: UnknownRecord, checker: ValueChecker): void {
  const { selector, manualSelector } = spec
  const path = ['spec', 'selector']
  const labels = recordOf(recordOf(spec.template).metadata).labels
  if (!isRecord(selector)) {
    if (manualSelector !== true) return
    checker.required(path)
    checker.again(
      ['spec', 'template', 'metadata', 'labels'],
      labels,
      '`selector` does not match template `labels`'
    )
    return
  }
  const before = checker.errors.length
  selectorValues(selector, path, checker)
  if (checker.errors.length > before || isGenerated(selector)) return
  if (manualSelector !== true) {
    const matchLabels = {
      ...recordOf(selector.matchLabels),
      'batch.kubernetes.io/controller-uid': anyUid
    }
    checker.invalid(path, selector, '`selector` not auto-generated', {
      value: selectorText({ ...selector, matchLabels })
    })
  }
  if (!selects(selector, recordOf(labels) as Labels) && !checker.partial)
    checker.invalid(
      ['spec', 'template', 'metadata', 'labels'],
      labels,
      '`selector` does not match template `labels`'
    )
}

/** A selector as the server makes it, as in a Job that was read from a cluster. */
function isGenerated(selector: UnknownRecord): boolean {
  const keys = Object.keys(recordOf(selector.matchLabels))
  return (
    keys.length > 0 && keys.every(key => /^(batch\.kubernetes\.io\/)?controller-uid$/.test(key))
  )
}
