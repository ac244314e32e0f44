import type { ObjectRef } from '../../../src/cluster/cluster.ts'
import type { ImageRecipe } from '../images/image-list.ts'
import type { OpenedCluster } from '../parts/open-cluster.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import type { ProgramName, Programs } from '../programs/go-programs.ts'

/** Something that a cluster can have beyond Kubernetes itself. */
export interface Addition {
  /** What it is called by those who make it. */
  readonly title: string
  /** An object that is in a cluster only where the addition is. */
  readonly sign: ObjectRef
  /** A sentence that is told when it works. */
  readonly works: string
  /** Programs besides those that its images hold. */
  readonly programs?: readonly ProgramName[]
  readonly images: readonly ImageRecipe[]
  /** Installs it and waits until it works. Where it is installed already, nothing changes. */
  start(place: Place): Promise<void>
}

export interface Place {
  readonly plan: ClusterPlan
  readonly opened: OpenedCluster
  readonly programs: Partial<Programs>
}
