/** The tests in a trusted window, in their order. */
import { checkTests } from './check-tests.ts'
import { clusterTests } from './cluster-tests.ts'
import { fixTests } from './fix-tests.ts'
import { labTests } from './lab-tests.ts'
import { lensTests } from './lens-tests.ts'
import { manifestTests } from './manifest-tests.ts'
import { ownLabTests } from './own-lab-tests.ts'
import { toolTests } from './tool-tests.ts'
import { play } from './play.ts'
import { playLabTests } from './play-lab-tests.ts'
import { twoClusterTests } from './two-cluster-tests.ts'
import { blockedLabTests } from './blocked-lab-tests.ts'
import { measured, startTests } from './start-tests.ts'

/** Called by the extension host. */
export async function run(): Promise<void> {
  await play(
    [
      ...startTests,
      ...checkTests,
      ...fixTests,
      ...lensTests,
      ...clusterTests,
      ...labTests,
      ...playLabTests,
      ...twoClusterTests,
      ...blockedLabTests,
      ...ownLabTests,
      ...toolTests,
      ...manifestTests
    ],
    measured
  )
}
