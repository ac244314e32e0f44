import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson } from '../go-value.ts'
import { ipFaults } from './address-values.ts'
import { affinityValues } from './affinity-values.ts'
import { containerListValues } from './container-values.ts'
import {
  dnsLabelFaults,
  dnsSubdomainFaults,
  qualifiedNameFaults,
  searchDomainFaults
} from './names.ts'
import { amountValues } from './resource-values.ts'
import { podSecurityValues } from './security-values.ts'
import { labelsAt } from './selector-values.ts'
import { spreadValues, tolerationValues } from './scheduling-values.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'
import { volumeValues } from './volume-values.ts'

export const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']

/** Rules of `ValidatePodCreate` (pkg/apis/core/validation). */
export function podValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  podSpecValues(spec, ['spec'], checker, { isPod: true })
  if (checker.isNew && itemsOf(spec.ephemeralContainers).length > 0)
    checker.forbidden(['spec', 'ephemeralContainers'], 'cannot be set on create')
  if (!isEmpty(spec.nodeName) && itemsOf(spec.schedulingGates).length > 0)
    checker.forbidden(
      ['spec', 'nodeName'],
      'cannot be set until all schedulingGates have been cleared'
    )
  if (!isEmpty(spec.serviceAccountName ?? spec.serviceAccount)) return
  itemsOf(spec.volumes).forEach((volume, v) =>
    itemsOf(recordOf(recordOf(volume).projected).sources).forEach((source, s) => {
      if (isRecord(recordOf(source).serviceAccountToken))
        checker.forbidden(
          ['spec', 'volumes', v, 'projected', 'sources', s, 'serviceAccountToken'],
          'must not be specified when serviceAccountName is not set'
        )
    })
  )
}

interface PodSpecOptions {
  readonly isPod: boolean
  /** Volumes that the kind adds to those of the template. */
  readonly moreVolumes?: readonly unknown[]
  /** The controller names host and subdomain itself, whatever the template says. */
  readonly ownNames?: boolean
}

/** Rules of `ValidatePodSpec`. */
export function podSpecValues(
  spec: UnknownRecord,
  at: FieldPath,
  checker: ValueChecker,
  { isPod, moreVolumes = [], ownNames = false }: PodSpecOptions
): void {
  const mounts = volumeValues(spec.volumes, [...at, 'volumes'], checker)
  const volumes = new Set([...mounts, ...moreVolumes])
  containerListValues({ spec, volumes, isPod }, at, checker)
  hostNetworkValues(spec, at, checker)
  if (isPod) checker.oneOf([...at, 'restartPolicy'], spec.restartPolicy, restartPolicies)
  else checker.againOneOf([...at, 'restartPolicy'], spec.restartPolicy, restartPolicies)
  checker.oneOf([...at, 'dnsPolicy'], spec.dnsPolicy, dnsPolicies)
  labelsAt(spec.nodeSelector, [...at, 'nodeSelector'], checker)
  podSecurityValues(spec.securityContext, spec, [...at, 'securityContext'], checker)
  affinityValues(spec.affinity, [...at, 'affinity'], checker)
  dnsConfigValues(spec, at, checker)
  nameValues(spec, at, ownNames, checker)
  tolerationValues(spec.tolerations, [...at, 'tolerations'], checker)
  spreadValues(spec.topologySpreadConstraints, [...at, 'topologySpreadConstraints'], checker)
  itemsOf(spec.readinessGates).forEach((gate, i) => {
    checker.check(
      [...at, 'readinessGates', i, 'conditionType'],
      recordOf(gate).conditionType ?? '',
      qualifiedNameFaults
    )
  })
  gateValues(spec, at, checker)
  hostValues(spec, at, checker)
  claimValues(spec, at, checker)
  for (const [name, amount] of Object.entries(recordOf(spec.overhead)))
    amountValues(name, amount, [...at, 'overhead', name], checker, {
      list: [...at, 'overhead', 'limits']
    })
  if (isRecord(spec.os)) {
    const { name } = spec.os
    if (isEmpty(name)) checker.required([...at, 'os', 'name'])
    else checker.given([...at, 'os', 'name'], name, ['linux', 'windows'], { path: [...at, 'os'] })
  }
  const { activeDeadlineSeconds: deadline } = spec
  if (typeof deadline === 'number' && (deadline < 1 || deadline > 2 ** 31 - 1))
    checker.invalid(
      [...at, 'activeDeadlineSeconds'],
      deadline,
      `must be between 1 and ${2 ** 31 - 1}, inclusive`
    )
  checker.given([...at, 'preemptionPolicy'], spec.preemptionPolicy, [
    'Never',
    'PreemptLowerPriority'
  ])
}

function nameValues(
  spec: UnknownRecord,
  at: FieldPath,
  ownNames: boolean,
  checker: ValueChecker
): void {
  for (const key of ['serviceAccountName', 'nodeName', 'priorityClassName'])
    checker.checkGiven([...at, key], spec[key], dnsSubdomainFaults)
  checker.check([...at, 'runtimeClassName'], spec.runtimeClassName, dnsSubdomainFaults)
  // The older name of the field counts where the newer one isn't given.
  if (isEmpty(spec.serviceAccountName))
    checker.checkGiven([...at, 'serviceAccount'], spec.serviceAccount, dnsSubdomainFaults, {
      path: [...at, 'serviceAccountName']
    })
  if (!ownNames)
    for (const key of ['hostname', 'subdomain'])
      checker.checkGiven([...at, key], spec[key], dnsLabelFaults)
  itemsOf(spec.hostAliases).forEach((alias, i) => {
    const { ip = '', hostnames } = recordOf(alias)
    checker.check([...at, 'hostAliases', i, 'ip'], ip, ipFaults)
    itemsOf(hostnames).forEach((name, h) =>
      checker.check([...at, 'hostAliases', i, 'hostnames', h], name, dnsSubdomainFaults)
    )
  })
}

/** Rules of `validatePodHostNetworkDeps`. */
function hostNetworkValues(spec: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  if (spec.hostNetwork !== true) return
  itemsOf(spec.containers).forEach((container, c) =>
    itemsOf(recordOf(container).ports).forEach((port, p) => {
      const { hostPort, containerPort } = recordOf(port)
      if (typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort)
        checker.invalid(
          [...at, 'containers', c, 'ports', p, 'hostPort'],
          hostPort,
          'must match `containerPort` when `hostNetwork` is true'
        )
    })
  )
}

/** Rules of `validatePodDNSConfig`. */
function dnsConfigValues(spec: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const { dnsPolicy, dnsConfig } = spec
  const path = [...at, 'dnsConfig']
  const { nameservers, searches, options } = recordOf(dnsConfig)
  if (dnsPolicy === 'None') {
    if (!isRecord(dnsConfig)) {
      checker.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')
      return
    }
    if (itemsOf(nameservers).length === 0) {
      checker.required(
        [...path, 'nameservers'],
        'must provide at least one DNS nameserver when `dnsPolicy` is None'
      )
      return
    }
  }
  if (itemsOf(nameservers).length > 3)
    checker.invalid([...path, 'nameservers'], nameservers, 'must not have more than 3 nameservers')
  itemsOf(nameservers).forEach((server, i) =>
    checker.check([...path, 'nameservers', i], server, ipFaults)
  )
  const domains = itemsOf(searches)
  if (domains.length > 32)
    checker.invalid([...path, 'searches'], searches, 'must not have more than 32 search paths')
  if (domains.join(' ').length > 2048)
    checker.invalid(
      [...path, 'searches'],
      searches,
      'must not have more than 2048 characters (including spaces) in the search list'
    )
  domains.forEach((domain, i) => {
    if (typeof domain === 'string' && domain !== '.')
      checker.check([...path, 'searches', i], domain.replace(/\.$/, ''), searchDomainFaults)
  })
  itemsOf(options).forEach((option, i) => {
    if (isEmpty(recordOf(option).name))
      checker.required([...path, 'options', i], 'must not be empty')
  })
}

function gateValues(spec: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const names = itemsOf(spec.schedulingGates).map(gate => recordOf(gate).name ?? '')
  names.forEach((name, i) => {
    const path = [...at, 'schedulingGates', i]
    checker.check([...path, 'name'], name, qualifiedNameFaults, { path })
    if (names.indexOf(name) < i) checker.duplicate(path, name)
  })
}

/** Rules of `validatePodResourceClaims`. */
function claimValues(spec: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  const claims = itemsOf(spec.resourceClaims).map(recordOf)
  const names = claims.map(({ name }) => name)
  claims.forEach(({ name, resourceClaimName, resourceClaimTemplateName }, i) => {
    const path = [...at, 'resourceClaims', i]
    checker.requireText([...path, 'name'], name, dnsLabelFaults)
    if (!isEmpty(name) && names.indexOf(name) < i) checker.duplicate([...path, 'name'], name)
    const given = Object.entries({ resourceClaimName, resourceClaimTemplateName })
    for (const [key, text] of given) checker.check([...path, key], text, dnsSubdomainFaults)
    const count = given.filter(([, text]) => text !== undefined).length
    if (count === 1) return
    const must =
      count === 0
        ? 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'
        : 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
    checker.invalid(path, claims[i], must, {
      value: goJson({
        Name: name ?? '',
        ResourceClaimName: resourceClaimName ?? null,
        ResourceClaimTemplateName: resourceClaimTemplateName ?? null
      })
    })
  })
  if (recordOf(spec.resources).claims !== undefined)
    checker.forbidden(
      [...at, 'resources', 'claims'],
      'claims may not be set for Resources at pod-level'
    )
}

/** Rules of `validatePodHostName`, `validateHostUsers` and `validateShareProcessNamespace`. */
function hostValues(spec: UnknownRecord, at: FieldPath, checker: ValueChecker): void {
  if (spec.shareProcessNamespace === true && spec.hostPID === true)
    checker.invalid(
      [...at, 'shareProcessNamespace'],
      true,
      'ShareProcessNamespace and HostPID cannot both be enabled'
    )
  if (spec.hostUsers === false)
    for (const [key, name] of [
      ['hostPID', 'HostPID'],
      ['hostIPC', 'HostIPC']
    ] as const)
      if (spec[key] === true)
        checker.forbidden([...at, key], 'when `hostUsers` is false', { path: [...at, name] })
  const { hostnameOverride: override } = spec
  if (override === undefined) return
  const path = [...at, 'hostnameOverride']
  if (spec.setHostnameAsFQDN === true)
    checker.forbidden(path, 'may not be specified when setHostnameAsFQDN is true')
  if (spec.hostNetwork === true)
    checker.forbidden(path, 'may not be specified when hostNetwork is true')
  if (typeof override === 'string' && override.length > 64)
    checker.add('too-long', path, 'may not be more than 64 bytes')
  checker.check(path, override, dnsSubdomainFaults)
}
