import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'

type Change = (value: UnknownRecord) => UnknownRecord

/** `SetDefaults_Pod` (pkg/apis/core/v1): what holds for a Pod and not for a template. */
export function podDefaults(spec: UnknownRecord): UnknownRecord {
  const onHost = spec.hostNetwork === true
  const own = changed(spec, ['containers', 'initContainers'], container => ({
    ...container,
    ...(isRecord(container.resources) && { resources: withRequests(container.resources) }),
    ...(onHost && Array.isArray(container.ports) && { ports: hostPorts(container.ports) })
  }))
  return podSpecDefaults({ enableServiceLinks: true, ...own })
}

/** `SetDefaults_PodSpec` and the defaults of what it holds. */
export function podSpecDefaults(spec: UnknownRecord): UnknownRecord {
  const account = spec.serviceAccountName ?? spec.serviceAccount
  const filled = {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account })
  }
  return changed(
    changed(filled, ['containers', 'initContainers'], containerDefaults),
    ['volumes'],
    volumeDefaults
  )
}

/** A template with the defaults of its Pods. */
export function templateDefaults(template: unknown): UnknownRecord {
  const own = recordOf(template)
  return { ...own, spec: podSpecDefaults(recordOf(own.spec)) }
}

function containerDefaults(container: UnknownRecord): UnknownRecord {
  const image = typeof container.image === 'string' ? container.image : ''
  const latest = !image.includes('@') && (image.endsWith(':latest') || !/:[^/]+$/.test(image))
  const filled = {
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container
  }
  const listed = changed(
    changed(filled, ['ports'], port => ({ protocol: 'TCP', ...port })),
    ['env'],
    variableDefaults
  )
  const probed = nested(listed, ['livenessProbe', 'readinessProbe', 'startupProbe'], probe => ({
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...handlerDefaults(probe)
  }))
  return nested(probed, ['lifecycle'], hooks =>
    nested(hooks, ['postStart', 'preStop'], handlerDefaults)
  )
}

function variableDefaults(variable: UnknownRecord): UnknownRecord {
  return nested(variable, ['valueFrom'], sourceDefaults)
}

/** A field of the downward API, in a variable or in a file. */
function sourceDefaults(source: UnknownRecord): UnknownRecord {
  return nested(
    nested(source, ['fieldRef'], field => ({ apiVersion: 'v1', ...field })),
    ['resourceFieldRef'],
    field => ({ divisor: '0', ...field })
  )
}

function handlerDefaults(handler: UnknownRecord): UnknownRecord {
  return nested(
    nested(handler, ['httpGet'], get => ({ path: '/', scheme: 'HTTP', ...get })),
    ['grpc'],
    call => ({ service: '', ...call })
  )
}

function volumeDefaults(volume: UnknownRecord): UnknownRecord {
  if (Object.keys(volume).every(key => key === 'name')) return { ...volume, emptyDir: {} }
  const withMode: Change = source => ({ defaultMode: 0o644, ...source })
  const files: Change = source => changed(source, ['items'], sourceDefaults)
  return nested(
    nested(nested(volume, ['configMap', 'secret'], withMode), ['downwardAPI'], source =>
      withMode(files(source))
    ),
    ['hostPath', 'projected'],
    source =>
      'path' in source
        ? { type: '', ...source }
        : withMode(changed(source, ['sources'], one => projectedDefaults(one, files)))
  )
}

function projectedDefaults(source: UnknownRecord, files: Change): UnknownRecord {
  return nested(nested(source, ['downwardAPI'], files), ['serviceAccountToken'], token => ({
    expirationSeconds: 3600,
    ...token
  }))
}

function withRequests(resources: UnknownRecord): UnknownRecord {
  if (!isRecord(resources.limits)) return resources
  return { ...resources, requests: { ...resources.limits, ...recordOf(resources.requests) } }
}

function hostPorts(ports: unknown): unknown[] {
  return itemsOf(ports).map(port => {
    const own = recordOf(port)
    return { ...own, hostPort: own.hostPort ?? own.containerPort }
  })
}

/** A copy in which every item of some lists is changed. */
export function changed(
  value: UnknownRecord,
  keys: readonly string[],
  change: Change
): UnknownRecord {
  const result: Record<string, unknown> = { ...value }
  for (const key of keys)
    if (Array.isArray(result[key]))
      result[key] = (result[key] as unknown[]).map(item => change(recordOf(item)))
  return result
}

/** A copy in which some fields that are given are changed. */
export function nested(
  value: UnknownRecord,
  keys: readonly string[],
  change: Change
): UnknownRecord {
  const result: Record<string, unknown> = { ...value }
  for (const key of keys) if (isRecord(result[key])) result[key] = change(result[key])
  return result
}
