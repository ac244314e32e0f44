import { formatFieldPath, type FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { claimSpecValues } from './claim-values.ts'
import { annotationsAt } from './metadata-values.ts'
import { dnsLabelFaults, dnsSubdomainFaults } from './names.ts'
import { downwardFieldValues, resourceFieldValues } from './downward-values.ts'
import { parseQuantity } from './quantity.ts'
import { labelsAt } from './selector-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

type SourceRule = (source: UnknownRecord, at: FieldPath, checker: ValueChecker) => void

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket'
]

/** Sources of volumes with rules; the others are counted only. */
const sourceRules: Readonly<Record<string, SourceRule | undefined>> = {
  emptyDir: ({ sizeLimit }, at, checker) => {
    if ((parseQuantity(sizeLimit)?.nano ?? 0n) < 0n)
      checker.forbidden([...at, 'sizeLimit'], 'SizeLimit field must be a valid resource quantity')
  },
  hostPath: ({ path, type }, at, checker) => {
    checker.requireText([...at, 'path'], path, backstepFaults)
    if (!isEmpty(path)) checker.given([...at, 'type'], type, hostPathTypes)
  },
  secret: (source, at, checker) => {
    checker.requireText([...at, 'secretName'], source.secretName)
    fileValues(source, at, checker)
  },
  configMap: (source, at, checker) => {
    checker.requireText([...at, 'name'], source.name)
    fileValues(source, at, checker)
  },
  persistentVolumeClaim: ({ claimName }, at, checker) =>
    checker.requireText([...at, 'claimName'], claimName),
  nfs: ({ server, path }, at, checker) => {
    checker.requireText([...at, 'server'], server)
    if (isEmpty(path)) checker.required([...at, 'path'])
    if (typeof path !== 'string' || !path.startsWith('/'))
      checker.invalid([...at, 'path'], path ?? '', 'must be an absolute path')
  },
  downwardAPI: (source, at, checker) => {
    modeValue(source.defaultMode, [...at, 'defaultMode'], checker)
    itemsOf(source.items).forEach((file, i) =>
      downwardFileValues(recordOf(file), [...at, 'items', i], at, checker)
    )
  },
  projected: projectedValues,
  image: ({ reference, pullPolicy }, at, checker) => {
    checker.requireText([...at, 'reference'], reference)
    checker.oneOf([...at, 'pullPolicy'], pullPolicy, ['Always', 'IfNotPresent', 'Never'])
  },
  ephemeral: ({ volumeClaimTemplate: claim }, at, checker) => {
    const path = [...at, 'volumeClaimTemplate']
    if (!isRecord(claim)) {
      checker.required(path)
      return
    }
    const { labels, annotations, ...others } = recordOf(claim.metadata)
    labelsAt(labels, [...path, 'metadata', 'labels'], checker)
    annotationsAt(annotations, [...path, 'metadata', 'annotations'], checker)
    for (const key of Object.keys(others))
      checker.forbidden([...path, 'metadata', key], 'cannot be set')
    claimSpecValues(claim.spec, [...path, 'spec'], checker)
  },
  csi: ({ driver, nodePublishSecretRef: secret }, at, checker) => {
    checker.requireText([...at, 'driver'], driver, text => dnsSubdomainFaults(text.toLowerCase()))
    if (typeof driver === 'string' && driver.length > 63)
      checker.add('too-long', [...at, 'driver'], 'may not be more than 63 bytes')
    if (isRecord(secret))
      // The server leaves the reference out of the path of a name that it can't take.
      checker.requireText([...at, 'nodePublishSecretRef', 'name'], secret.name)
    if (isRecord(secret))
      checker.checkGiven([...at, 'nodePublishSecretRef', 'name'], secret.name, dnsSubdomainFaults, {
        path: [...at, 'name']
      })
  },
  iscsi: (source, at, checker) => {
    checker.requireText([...at, 'targetPortal'], source.targetPortal)
    checker.requireText([...at, 'iqn'], source.iqn, iscsiFaults)
    const { lun, initiatorName, chapAuthDiscovery, chapAuthSession, secretRef } = source
    if (typeof lun === 'number' && (lun < 0 || lun > 255))
      checker.invalid([...at, 'lun'], lun, 'must be between 0 and 255, inclusive')
    if ((chapAuthDiscovery === true || chapAuthSession === true) && !isRecord(secretRef))
      checker.required([...at, 'secretRef'])
    checker.check([...at, 'initiatorName'], initiatorName, iscsiFaults, {
      path: [...at, 'initiatorname']
    })
  },
  fc: undefined,
  gitRepo: requiring('repository'),
  gcePersistentDisk: ({ pdName, partition }, at, checker) => {
    // The server calls the source by another name than the field has.
    const server = [...at.slice(0, -1), 'persistentDisk']
    if (isEmpty(pdName)) checker.required([...at, 'pdName'], '', { path: [...server, 'pdName'] })
    partitionValue(partition, at, server, checker)
  },
  awsElasticBlockStore: ({ volumeID, partition }, at, checker) => {
    checker.requireText([...at, 'volumeID'], volumeID)
    partitionValue(partition, at, at, checker)
  },
  glusterfs: requiring('endpoints', 'path'),
  flocker: undefined,
  rbd: (source, at, checker) => {
    if (itemsOf(source.monitors).length === 0) checker.required([...at, 'monitors'])
    checker.requireText([...at, 'image'], source.image)
  },
  cinder: ({ volumeID, secretRef }, at, checker) => {
    checker.requireText([...at, 'volumeID'], volumeID)
    if (isRecord(secretRef)) checker.requireText([...at, 'secretRef', 'name'], secretRef.name)
  },
  cephfs: undefined,
  quobyte: undefined,
  flexVolume: ({ driver, options }, at, checker) => {
    checker.requireText([...at, 'driver'], driver)
    for (const key of Object.keys(recordOf(options)))
      if (/(?:^|\.)(?:kubernetes|k8s)\.io$/i.test(key.split('/')[0] ?? ''))
        checker.invalid(
          [...at, 'options', key],
          key,
          'kubernetes.io and k8s.io namespaces are reserved',
          { path: `${formatFieldPath([...at, 'options'])}[${key}]` }
        )
  },
  azureFile: requiring('secretName', 'shareName'),
  vsphereVolume: requiring('volumePath'),
  photonPersistentDisk: requiring('pdID'),
  portworxVolume: requiring('volumeID'),
  azureDisk: undefined,
  storageos: undefined,
  scaleIO: requiring('gateway', 'system', 'volumeName')
}

/** The sources that a PersistentVolume can have, in the order in which the server looks at them. */
export const volumeSources = [
  ...[
    'hostPath',
    'gcePersistentDisk',
    'awsElasticBlockStore',
    'glusterfs',
    'flocker',
    'nfs',
    'rbd'
  ],
  ...['quobyte', 'cephfs', 'iscsi', 'cinder', 'fc', 'flexVolume', 'azureFile', 'vsphereVolume'],
  ...['photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi']
]

/** The rules of a source, as Pods and PersistentVolumes share them. */
export function sourceRuleOf(key: string): SourceRule | undefined {
  return Object.hasOwn(sourceRules, key) ? sourceRules[key] : undefined
}

/** Fields of a Pod that files of a volume can hold. */
const fileFields = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid'
]

/** Rules of `ValidateVolumes` (pkg/apis/core/validation); answers the names that can be mounted. */
export function volumeValues(
  volumes: unknown,
  at: FieldPath,
  checker: ValueChecker
): ReadonlySet<unknown> {
  const names = new Set<unknown>()
  itemsOf(volumes).forEach((item, i) => {
    const volume = recordOf(item)
    const before = checker.errors.length
    const path = [...at, i]
    sourceValues(volume, path, checker)
    checker.requireText([...path, 'name'], volume.name, dnsLabelFaults)
    if (names.has(volume.name)) checker.duplicate([...path, 'name'], volume.name)
    if (checker.errors.length === before) names.add(volume.name)
  })
  return names
}

/** The rule of a source that must have these texts. */
function requiring(...fields: readonly string[]): SourceRule {
  return (source, at, checker) => {
    for (const field of fields) checker.requireText([...at, field], source[field])
  }
}

/** A volume without a source is an emptyDir. */
function sourceValues(volume: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  let count = 0
  for (const [key, rule] of Object.entries(sourceRules)) {
    const source = volume[key]
    if (!isRecord(source)) continue
    if (count++ > 0) checker.forbidden([...at, key], 'may not specify more than 1 volume type')
    else rule?.(source, [...at, key], checker)
  }
}

function partitionValue(
  partition: unknown,
  at: FieldPath,
  server: FieldPath,
  checker: ValueChecker
): void {
  if (typeof partition === 'number' && (partition < 0 || partition > 255))
    checker.invalid([...at, 'partition'], partition, 'must be between 1 and 255, inclusive', {
      path: [...server, 'partition']
    })
}

const iscsiNames: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/
}

function iscsiFaults(name: string): readonly string[] {
  const form = iscsiNames[name.slice(0, 3)]
  if (!form) return ['must be valid format starting with iqn, eui, or naa']
  return form.test(name) ? [] : ['must be valid format']
}

function fileValues(source: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  modeValue(source.defaultMode, [...at, 'defaultMode'], checker)
  itemsOf(source.items).forEach((item, i) => keyToPathValues(item, [...at, 'items', i], checker))
}

function keyToPathValues(item: unknown, at: FieldPath, checker: ValueChecker): void {
  const { key, path, mode } = recordOf(item)
  checker.requireText([...at, 'key'], key)
  checker.requireText([...at, 'path'], path, localPathFaults)
  modeValue(mode, [...at, 'mode'], checker)
}

function modeValue(mode: unknown, at: FieldPath, checker: ValueChecker): void {
  if (typeof mode === 'number' && (mode < 0 || mode > 0o777))
    checker.invalid(at, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
}

/** `server` is where the server puts errors of a file: on the volume, without the index. */
function downwardFileValues(
  file: UnknownRecord,
  at: FieldPath,
  server: FieldPath,
  checker: ValueChecker
): void {
  const { path, fieldRef, resourceFieldRef } = file
  const named = { path: [...server, 'path'] }
  if (isEmpty(path)) checker.required([...at, 'path'], '', named)
  else checker.check([...at, 'path'], path, localPathFaults, named)
  if (isRecord(fieldRef)) {
    downwardFieldValues(fieldRef, fileFields, [...server, 'fieldRef'], checker)
    if (isRecord(resourceFieldRef))
      checker.invalid(
        at,
        'resource',
        'fieldRef and resourceFieldRef can not be specified simultaneously',
        { path: server }
      )
  } else if (isRecord(resourceFieldRef))
    resourceFieldValues(resourceFieldRef, [...server, 'resourceFieldRef'], true, checker)
  else checker.required(at, 'one of fieldRef and resourceFieldRef is required', { path: server })
  modeValue(file.mode, [...at, 'mode'], checker)
}

function projectedValues(projected: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  modeValue(projected.defaultMode, [...at, 'defaultMode'], checker)
  itemsOf(projected.sources).forEach((item, i) => {
    const { secret, configMap, downwardAPI, serviceAccountToken, ...rest } = recordOf(item)
    const path = [...at, 'sources', i]
    for (const [key, source] of Object.entries({ secret, configMap }))
      if (isRecord(source)) {
        checker.requireText([...path, key, 'name'], source.name)
        itemsOf(source.items).forEach((file, f) =>
          keyToPathValues(file, [...path, key, 'items', f], checker)
        )
      }
    if (isRecord(downwardAPI))
      itemsOf(downwardAPI.items).forEach((file, f) => {
        const own = [...path, 'downwardAPI']
        downwardFileValues(recordOf(file), [...own, 'items', f], own, checker)
      })
    if (isRecord(serviceAccountToken))
      tokenValues(serviceAccountToken, [...path, 'serviceAccountToken'], at, checker)
    const others = Object.values(rest)
    const count = [secret, configMap, downwardAPI, serviceAccountToken, ...others].filter(isRecord)
    if (count.length > 1)
      checker.forbidden(path, 'may not specify more than 1 volume type per source')
  })
}

function tokenValues(
  token: UnknownRecord,
  at: FieldPath,
  server: FieldPath,
  checker: ValueChecker
): void {
  const { expirationSeconds: seconds, path } = token
  if (typeof seconds === 'number') {
    if (seconds < 600)
      checker.invalid(
        [...at, 'expirationSeconds'],
        seconds,
        'may not specify a duration less than 10 minutes'
      )
    if (seconds > 2 ** 32)
      checker.invalid(
        [...at, 'expirationSeconds'],
        seconds,
        'may not specify a duration larger than 2^32 seconds'
      )
  }
  const named = { path: [...server, 'path'] }
  if (isEmpty(path)) checker.required([...at, 'path'], '', named)
  else checker.check([...at, 'path'], path, localPathFaults, named)
}

/** `validatePathNoBacksteps`. */
export function backstepFaults(path: string): readonly string[] {
  return path.split('/').includes('..') ? ["must not contain '..'"] : []
}

/** `validateLocalDescendingPath`. */
export function descendingPathFaults(path: string): readonly string[] {
  return [...(path.startsWith('/') ? ['must be a relative path'] : []), ...backstepFaults(path)]
}

/** `ValidateLocalNonReservedPath`. */
function localPathFaults(path: string): readonly string[] {
  const reserved = path.startsWith('..') && !path.startsWith('../')
  return [...descendingPathFaults(path), ...(reserved ? ["must not start with '..'"] : [])]
}
