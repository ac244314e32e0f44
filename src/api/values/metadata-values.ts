import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import { gvkOf, type KubeObject } from '../../model/object.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  pathSegmentFaults,
  qualifiedNameFaults
} from './names.ts'
import { canonicalIpFaults } from './address-values.ts'
import { labelsAt } from './selector-values.ts'
import { goQuoted } from '../go-value.ts'
import { withoutFields } from '../merge/without-fields.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

/**
 * Kinds whose names have another form than most: a single DNS label, because the name becomes one, any path segment,
 * or an address.
 */
const namesOf: Readonly<Record<string, (text: string) => readonly string[]>> = {
  Namespace: dnsLabelFaults,
  Service: dnsLabelFaults,
  StatefulSet: dnsLabelFaults,
  Role: pathSegmentFaults,
  ClusterRole: pathSegmentFaults,
  RoleBinding: pathSegmentFaults,
  ClusterRoleBinding: pathSegmentFaults,
  PodDisruptionBudget: pathSegmentFaults,
  APIService: pathSegmentFaults,
  CertificateSigningRequest: pathSegmentFaults,
  IPAddress: canonicalIpFaults
}

/** Kinds that need no name: they ask the server something and are never stored, or get one from it. */
const nameless = new Set([
  '/LimitRange',
  'authentication.k8s.io/SelfSubjectReview',
  'authentication.k8s.io/TokenRequest',
  'authentication.k8s.io/TokenReview',
  'authorization.k8s.io/LocalSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectAccessReview',
  'authorization.k8s.io/SelfSubjectRulesReview',
  'authorization.k8s.io/SubjectAccessReview'
])

/**
 * Groups of kinds whose metadata the server holds against apimachinery's own rules, which want no owner in the name of a
 * finalizer; pkg/apis/core/validation has rules on top of them for the others.
 */
const anyFinalizer = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'policy'
])

/** Rules of `ValidateObjectMeta` (apimachinery api/validation). */
export function metadataValues(object: KubeObject, checker: ValueChecker, namespaced = true): void {
  const metadata = recordOf(object.metadata)
  const { name, generateName, namespace } = metadata
  const { group, kind } = gvkOf(object)
  const faults = namesOf[kind] ?? dnsSubdomainFaults
  if (isEmpty(name) && isEmpty(generateName) && !nameless.has(`${group}/${kind}`))
    checker.required(['metadata', 'name'], 'name or generateName is required')
  if (typeof generateName === 'string' && generateName !== '')
    generatedNameValues(generateName, name, faults, checker)
  checker.checkGiven(['metadata', 'name'], name, faults)
  // Of what has no namespace the server doesn't read it.
  if (namespaced) checker.checkGiven(['metadata', 'namespace'], namespace, dnsLabelFaults)
  checker.notNegative(['metadata', 'generation'], metadata.generation)
  labelsAt(ownLabels(object, metadata.labels), ['metadata', 'labels'], checker)
  annotationsAt(metadata.annotations, ['metadata', 'annotations'], checker)
  const hasOwner = checker.builtIn && !anyFinalizer.has(group)
  const finalizersAt = ['metadata', 'finalizers']
  itemsOf(metadata.finalizers).forEach((finalizer, i) =>
    finalizerValues(finalizer, [...finalizersAt, i], checker, finalizersAt, hasOwner)
  )
  itemsOf(metadata.ownerReferences).forEach((owner, i) => {
    const path = ['metadata', 'ownerReferences', i]
    for (const key of ['apiVersion', 'kind', 'name', 'uid'])
      if (isEmpty(recordOf(owner)[key])) checker.required([...path, key], 'must not be empty')
    checker.check([...path, 'apiVersion'], recordOf(owner).apiVersion, text =>
      text.split('/').length > 2 ? ['must be <group>/<version> or <version>'] : []
    )
  })
}

/** A generated name may end with a dash, since five characters follow. */
function generatedNameValues(
  generateName: string,
  name: unknown,
  faults: (text: string) => readonly string[],
  checker: ValueChecker
): void {
  const path = ['metadata', 'generateName']
  const made = `${generateName}xxxxx`
  // With what follows it, a dot or two are a name like others.
  const isDots = /^\.{1,2}$/.test(generateName) && faults === pathSegmentFaults
  const whole = isDots ? made : generateName.replace(/(?<=.)-$/, 'a')
  checker.check(path, whole, faults, {
    value: goQuoted(generateName)
  })
  if (!isEmpty(name)) return
  // The server finds the same fault with what it makes of it.
  for (const fault of faults(made)) checker.again(path, made, fault, { path: ['metadata', 'name'] })
}

/** Whatever a Namespace has as its name label, the server writes its name there. */
function ownLabels({ kind }: KubeObject, labels: unknown): unknown {
  if (kind !== 'Namespace' || !isRecord(labels)) return labels
  return withoutFields(labels, 'kubernetes.io/metadata.name')
}

const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

/** Rules of `ValidateFinalizerName`, for built-in kinds also that it names its owner. */
export function finalizerValues(
  finalizer: unknown,
  path: FieldPath,
  checker: ValueChecker,
  listPath: FieldPath,
  hasOwner = checker.builtIn
): void {
  checker.check(path, finalizer, qualifiedNameFaults, { path: listPath })
  if (typeof finalizer !== 'string' || finalizer.includes('/')) return
  if (!hasOwner || standardFinalizers.has(finalizer)) return
  checker.invalid(
    path,
    finalizer,
    'name is neither a standard finalizer name nor is it fully qualified',
    { path: listPath[0] === 'spec' ? listPath : path }
  )
}

/** Rules of `ValidateAnnotations`: keys are qualified names whatever their letter case. */
export function annotationsAt(
  annotations: unknown,
  path: FieldPath,
  checker: ValueChecker,
  /** How the server calls the map, where it has another name for it. */
  serverPath: FieldPath = path
): void {
  if (!isRecord(annotations)) return
  let size = 0
  for (const [key, value] of Object.entries(annotations)) {
    for (const fault of qualifiedNameFaults(key.toLowerCase()))
      checker.invalid([...path, key], key, fault, { path: serverPath })
    size += key.length + (typeof value === 'string' ? value.length : 0)
  }
  if (size > 256 * 1024)
    checker.add('too-long', path, `may not be more than ${256 * 1024} bytes`, {
      server: { path: serverPath }
    })
}
