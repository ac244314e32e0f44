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
    const programs = goPrograms<ProgramName>(programsOf([name]))
    prepared.push({ addition, programs, archives: await imageArchives(addition.images, programs) })
  }
  return prepared
}

/** Programs that are built for additions. */
export function programsOf(wanted: readonly AdditionName[]): readonly ProgramName[] {
  return wanted.flatMap(name => {
    const { images, programs = [] }: Addition = additions[name]
    const inImages = images.flatMap(image => Object.values(image.programs ?? {}))
    return [...inImages, ...programs]
  })
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
