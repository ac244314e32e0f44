/** Why the cluster can't be had, in sentences for the person who asked for it. */
export class ClusterFailure extends Error {
  override readonly name = 'ClusterFailure'
}

/** One that waiting does not mend, so whoever waits gives up at once. */
export class FinalFailure extends ClusterFailure {}
