import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { isEmptySelector, selects, type Labels } from '../../model/selector.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson, selectorText } from '../go-value.ts'
import { annotationsAt } from './metadata-values.ts'
import { podSpecValues, restartPolicies } from './pod-values.ts'
import { labelsNamed, selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

interface TemplateOptions {
  readonly moreVolumes?: readonly unknown[]
  readonly ownNames?: boolean
}

const at = ['spec', 'template']

/** Rules of `ValidatePodTemplateSpec` (pkg/apis/core/validation). */
export function podTemplateValues(
  spec: UnknownRecord,
  checker: ValueChecker,
  options: TemplateOptions = {}
): void {
  templateValues(recordOf(spec.template), at, checker, options)
}

/** A template that is an object of its own, and says nothing of how its Pods are to live. */
export function podTemplateObjectValues(object: KubeObject, checker: ValueChecker): void {
  const template = recordOf(object.template)
  templateValues(template, ['template'], checker)
  checker.oneOf(
    ['template', 'spec', 'restartPolicy'],
    recordOf(template.spec).restartPolicy,
    restartPolicies
  )
}

function templateValues(
  template: UnknownRecord,
  path: FieldPath,
  checker: ValueChecker,
  options: TemplateOptions = {}
): void {
  const { labels, annotations } = recordOf(template.metadata)
  // The server leaves `metadata` out of these paths.
  labelsNamed(labels, [...path, 'metadata', 'labels'], [...path, 'labels'], checker)
  annotationsAt(annotations, [...path, 'metadata', 'annotations'], checker, [
    ...path,
    'annotations'
  ])
  if (!isRecord(template.spec) && checker.partial) return
  podSpecValues(recordOf(template.spec), [...path, 'spec'], checker, { isPod: false, ...options })
  if (itemsOf(recordOf(template.spec).ephemeralContainers).length > 0)
    checker.forbidden(
      [...path, 'spec', 'ephemeralContainers'],
      'ephemeral containers not allowed in pod template'
    )
}

/** What a kind without an end asks of its Pods: they are always restarted and have no deadline. */
export function endlessPodValues(spec: UnknownRecord, kind: string, checker: ValueChecker): void {
  const pod = recordOf(recordOf(spec.template).spec)
  checker.oneOf([...at, 'spec', 'restartPolicy'], pod.restartPolicy, ['Always'])
  if (pod.activeDeadlineSeconds !== undefined)
    checker.forbidden(
      [...at, 'spec', 'activeDeadlineSeconds'],
      `activeDeadlineSeconds in ${kind} is not Supported`
    )
}

interface SelectorOptions {
  /** How the server calls the kind in its sentence about an empty selector. */
  readonly kind?: string
  /** What it says when it can't make a selector; it leaves the template alone then. */
  readonly unreadable?: string
}

/** A selector that must be given, select something, and select the Pods of the template. */
export function templateSelectorValues(
  spec: UnknownRecord,
  checker: ValueChecker,
  { kind, unreadable }: SelectorOptions
): boolean {
  const { selector } = spec
  const path: FieldPath = ['spec', 'selector']
  const before = checker.errors.length
  if (!isRecord(selector)) {
    if (kind === 'daemonset') return missingSelector(path, spec, checker)
    checker.required(path)
  } else {
    selectorValues(selector, path, checker)
    if (checker.errors.length > before) {
      if (unreadable !== undefined)
        checker.again(path, selector, unreadable, { value: selectorText(selector) })
      return false
    }
    if (kind !== undefined && isEmptySelector(selector))
      checker.invalid(path, selector, `empty selector is invalid for ${kind}`, {
        value: selectorText(selector)
      })
  }
  matchValues(selector, spec, checker)
  return true
}

/** The server says only what follows from it: without a selector no labels can match. */
function missingSelector(path: FieldPath, spec: UnknownRecord, checker: ValueChecker): boolean {
  const { labels } = recordOf(recordOf(spec.template).metadata)
  checker.required(path, '', {
    type: 'invalid',
    path: [...at, 'metadata', 'labels'],
    value: goJson(labels),
    detail: mismatch
  })
  return true
}

const mismatch = '`selector` does not match template `labels`'

function matchValues(selector: unknown, spec: UnknownRecord, checker: ValueChecker): void {
  if (checker.partial) return
  const { labels } = recordOf(recordOf(spec.template).metadata)
  const path = [...at, 'metadata', 'labels']
  // Without a selector nothing is selected, which the server says as well.
  if (!isRecord(selector)) checker.again(path, labels, mismatch)
  else if (!selects(selector, recordOf(labels) as Labels)) checker.invalid(path, labels, mismatch)
}
