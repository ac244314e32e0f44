import type { GroupVersionKind } from '../../model/object.ts'
import { generatedLifecycles, newestMinor } from './api-lifecycle.generated.ts'

/** When Kubernetes serves one version of a kind, in minor versions of Kubernetes 1. */
export interface ApiLifecycle {
  readonly introduced: number
  readonly deprecated?: number
  /** The first version that serves it no more. */
  readonly removed?: number
}

/**
 * Versions whose types are no longer in the source of Kubernetes, or never were in k8s.io/api.
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const earlier: Readonly<Record<string, ApiLifecycle>> = {
  'apiextensions.k8s.io/v1/CustomResourceDefinition': { introduced: 16 },
  'apiextensions.k8s.io/v1beta1/CustomResourceDefinition': {
    introduced: 7,
    deprecated: 16,
    removed: 22
  },
  'apiregistration.k8s.io/v1/APIService': { introduced: 10 },
  'apiregistration.k8s.io/v1beta1/APIService': { introduced: 7, deprecated: 19, removed: 22 },
  'autoscaling/v2beta1/HorizontalPodAutoscaler': { introduced: 8, deprecated: 22, removed: 25 },
  'autoscaling/v2beta2/HorizontalPodAutoscaler': { introduced: 12, deprecated: 23, removed: 26 },
  'extensions/v1beta1/PodSecurityPolicy': { introduced: 2, deprecated: 11, removed: 16 },
  'policy/v1beta1/PodSecurityPolicy': { introduced: 10, deprecated: 21, removed: 25 }
}

const lifecycles: Readonly<Record<string, ApiLifecycle>> = { ...generatedLifecycles, ...earlier }

/** The versions of which it is known when they are served, as `networking.k8s.io/v1/Ingress`. */
export const knownVersions: readonly string[] = Object.keys(lifecycles)

/** The newest minor version of Kubernetes that is known here, which is meant where nobody names one. */
export const newestKubernetes = newestMinor

export function lifecycleOf(key: string): ApiLifecycle | undefined {
  return Object.hasOwn(lifecycles, key) ? lifecycles[key] : undefined
}

/** The `apiVersion` to write instead: of the same kind, served at that version and not about to go. */
export function servedInstead(
  { group, kind }: GroupVersionKind,
  minor: number
): string | undefined {
  const groups = group === 'extensions' ? ['apps', 'networking.k8s.io'] : [group]
  const served = knownVersions
    .flatMap(key => {
      const [ownGroup, version, ownKind] = key.split('/')
      const lifecycle = lifecycles[key]
      return lifecycle && ownKind === kind && groups.includes(ownGroup ?? '')
        ? [{ apiVersion: `${ownGroup}/${version}`, ...lifecycle }]
        : []
    })
    .filter(one => one.introduced <= minor && minor < (one.deprecated ?? Infinity))
    .sort((a, b) => b.introduced - a.introduced)
  return served[0]?.apiVersion
}
