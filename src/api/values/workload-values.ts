import type { FieldPath } from '../../base/field-path.ts'
import { isRecord, itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { selects, type Labels } from '../../model/selector.ts'
import { dnsLabelFaults, portNameFaults } from './names.ts'
import { labelsAt, selectorValues } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateDeployment`, `ValidateReplicaSet`, `ValidateStatefulSet`, `ValidateDaemonSet`. */
export function workloadValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const template = recordOf(spec.template)
  const labels = recordOf(template.metadata).labels
  selectorValues(spec.selector, ['spec', 'selector'], checker)
  if (isRecord(spec.selector) && isRecord(spec.template) && !checker.partial) {
    if (!selects(spec.selector, recordOf(labels) as Labels))
      checker.invalid(
        ['spec', 'template', 'metadata', 'labels'],
        labels,
        '`selector` does not match template `labels`'
      )
  }
  if (typeof spec.replicas === 'number' && spec.replicas < 0)
    checker.invalid(['spec', 'replicas'], spec.replicas, 'must be greater than or equal to 0')
  labelsAt(labels, ['spec', 'template', 'metadata', 'labels'], checker)
  const podSpec = recordOf(template.spec)
  checker.oneOf(['spec', 'template', 'spec', 'restartPolicy'], podSpec.restartPolicy, ['Always'])
  podValues(template.spec, ['spec', 'template', 'spec'], checker)
}

/** Rules of `ValidatePodSpec` about containers, ports and volumes. */
export function podValues(value: unknown, at: FieldPath, checker: ValueChecker): void {
  if (!isRecord(value)) return
  const volumes = new Set(itemsOf(value.volumes).map(volume => recordOf(volume).name))
  const names = new Set<unknown>()
  for (const list of ['initContainers', 'containers'])
    itemsOf(value[list]).forEach((item, i) => {
      const path = [...at, list, i]
      const container = recordOf(item)
      checker.check([...path, 'name'], container.name, dnsLabelFaults)
      if (names.has(container.name)) checker.duplicate([...path, 'name'], container.name)
      names.add(container.name)
      if (container.image === undefined || container.image === '')
        checker.required([...path, 'image'])
      itemsOf(container.ports).forEach((port, p) => {
        checker.port([...path, 'ports', p, 'containerPort'], recordOf(port).containerPort)
        checker.check([...path, 'ports', p, 'name'], recordOf(port).name, portNameFaults)
      })
      itemsOf(container.volumeMounts).forEach((mount, m) => {
        const { name } = recordOf(mount)
        if (typeof name === 'string' && !volumes.has(name) && !checker.partial)
          checker.add('not-found', [...path, 'volumeMounts', m, 'name'], '', { badValue: name })
      })
    })
  if (Array.isArray(value.containers) && value.containers.length === 0)
    checker.required([...at, 'containers'])
}
