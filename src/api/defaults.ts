import { recordOf, type UnknownRecord } from '../base/json.ts'
import { gvkKey, gvkOf, type KubeObject } from '../model/object.ts'
import {
  endpointSliceDefaults,
  endpointsDefaults,
  ingressClassDefaults,
  namespaceDefaults,
  networkPolicyDefaults,
  serviceDefaults
} from './defaults/network-defaults.ts'
import { podDefaults } from './defaults/pod-defaults.ts'
import {
  daemonSetDefaults,
  deploymentDefaults,
  jobDefaults,
  replicaSetDefaults,
  statefulSetDefaults
} from './defaults/workload-defaults.ts'
import { fillDefaults } from './fill-defaults.ts'
import type { SchemaSet } from './schema-set.ts'

type Rule = (value: UnknownRecord) => UnknownRecord

/**
 * The object as the API server stores it: schema defaults first, then what the built-in kinds fill in
 * by rule (pkg/apis/…/defaults.go).
 */
export function withDefaults(object: KubeObject, schemas: SchemaSet): KubeObject {
  const gvk = gvkOf(object)
  const schema = schemas.schemaOf(gvk)
  const filled = (
    schema ? fillDefaults(object, schema, schemas, schemas.isCustom(gvk)) : object
  ) as KubeObject
  const rule = ofSpec[gvkKey(gvk)]
  if (rule) return { ...filled, spec: rule(recordOf(filled.spec)) }
  return (ofObject[gvkKey(gvk)]?.(filled) ?? filled) as KubeObject
}

const ofSpec: Readonly<Record<string, Rule | undefined>> = {
  'v1/Service': serviceDefaults,
  'v1/Pod': podDefaults,
  'apps/v1/Deployment': deploymentDefaults,
  'apps/v1/ReplicaSet': replicaSetDefaults,
  'apps/v1/StatefulSet': statefulSetDefaults,
  'apps/v1/DaemonSet': daemonSetDefaults,
  'networking.k8s.io/v1/NetworkPolicy': networkPolicyDefaults,
  'networking.k8s.io/v1/IngressClass': ingressClassDefaults
}

const ofObject: Readonly<Record<string, Rule | undefined>> = {
  'batch/v1/Job': jobDefaults,
  'v1/Namespace': namespaceDefaults,
  'v1/Endpoints': endpointsDefaults,
  'discovery.k8s.io/v1/EndpointSlice': endpointSliceDefaults
}
