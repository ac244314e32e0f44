import { isRecord, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { domainPathValues } from './domain-path-values.ts'
import { dnsLabelFaults } from './names.ts'
import { referenceValues } from './reference-values.ts'
import type { ValueChecker } from './value-checker.ts'

/** Rules of `ValidateIngressClass`. */
export function ingressClassValues(object: KubeObject, checker: ValueChecker): void {
  const { controller, parameters } = recordOf(object.spec)
  if (typeof controller === 'string' && controller.length > 250)
    checker.add('too-long', ['spec', 'controller'], 'may not be more than 250 bytes')
  domainPathValues(['spec', 'controller'], controller ?? '', checker)
  if (!isRecord(parameters)) return
  const at = ['spec', 'parameters']
  referenceValues(parameters, at, checker)
  const { scope = 'Cluster', namespace } = parameters
  if (scope !== 'Cluster' && scope !== 'Namespace')
    checker.notSupported([...at, 'scope'], scope, ['Cluster', 'Namespace'])
  else if (scope === 'Cluster' && namespace !== undefined)
    checker.forbidden([...at, 'namespace'], "`parameters.scope` is set to 'Cluster'")
  else if (scope === 'Namespace' && namespace === undefined)
    checker.required([...at, 'namespace'], "`parameters.scope` is set to 'Namespace'")
  else checker.check([...at, 'namespace'], namespace, dnsLabelFaults)
}
