import { itemsOf, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { goJson } from '../go-value.ts'
import { dnsLabelFaults } from './names.ts'
import { amountValues } from './resource-values.ts'
import { tolerationValues } from './scheduling-values.ts'
import { labelsAt } from './selector-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateRuntimeClass` (pkg/apis/node/validation). */
export function runtimeClassValues(object: KubeObject, checker: ValueChecker): void {
  checker.requireText(['handler'], object.handler, text =>
    dnsLabelFaults(text).map(fault => fault.replace('63 characters', '63 bytes'))
  )
  const { podFixed } = recordOf(object.overhead)
  for (const [name, amount] of Object.entries(recordOf(podFixed)))
    amountValues(name, amount, ['overhead', 'podFixed', name], checker, {
      list: ['overhead', 'limits']
    })
  const { nodeSelector, tolerations } = recordOf(object.scheduling)
  labelsAt(nodeSelector, ['scheduling', 'nodeSelector'], checker)
  const at = ['scheduling', 'tolerations']
  tolerationValues(tolerations, at, checker)
  const seen = new Set<string>()
  itemsOf(tolerations).forEach((item, i) => {
    const { key, operator, value, effect, tolerationSeconds = null } = recordOf(item)
    const [Key, Operator, Value, Effect] = [key, operator, value, effect].map(one => one ?? '')
    const identity = goJson([Key, Operator, Value, Effect])
    if (seen.has(identity)) {
      const own = { Key, Operator, Value, Effect, TolerationSeconds: tolerationSeconds }
      const server = { value: JSON.stringify(own) }
      checker.add('duplicate', [...at, i], '', { badValue: item, server })
    }
    seen.add(identity)
  })
}
