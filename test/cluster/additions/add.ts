import { imageArchives } from '../images/build-images.ts'
import { importImages } from '../parts/containerd.ts'
import { openCluster } from '../parts/open-cluster.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import { goPrograms, type ProgramName, type Programs } from '../programs/go-programs.ts'
import type { Addition } from './addition.ts'
import { additions, type AdditionName } from './additions.ts'

/** An addition with everything that it needs built. */
interface Prepared {
  readonly addition: Addition
  readonly programs: Partial<Programs>
  readonly archives: readonly string[]
}

/** Builds what the cache lacks of each. */
export async function prepareAdditions(
  wanted: readonly AdditionName[]
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = []
  for (const name of wanted) {
    const addition: Addition = additions[name]
    const names = addition.images.flatMap(({ programs }) => Object.values(programs ?? {}))
    const programs = goPrograms<ProgramName>([...names, ...(addition.programs ?? [])])
    prepared.push({ addition, programs, archives: await imageArchives(addition.images, programs) })
  }
  return prepared
}

/** Starts them one after the other. */
export async function addAll(
  plan: ClusterPlan,
  prepared: readonly Prepared[],
  tell: (sentence: string) => void
): Promise<void> {
  for (const { addition, programs, archives } of prepared) {
    const began = performance.now()
    for (const node of plan.nodes) await importImages(node, archives)
    // A client of its own each time, because each brings kinds of objects that were unknown before.
    await addition.start({ plan, programs, opened: await openCluster(plan.kubeconfig) })
    tell(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${addition.works}`)
  }
}
