import os from 'node:os'
import path from 'node:path'

export const projectRoot = path.resolve(import.meta.dirname, '../../..')

/** Where Go modules of the cluster's programs are. */
export const goModules = path.join(projectRoot, 'test/cluster/build')

/** What is built or downloaded once and used by every cluster of this machine. */
export const cacheFolder = path.join(os.homedir(), '.cache/netlabs')

/** The state of running clusters: certificates, logs, the store, containers. `down` removes it. */
export const clustersFolder = path.join(cacheFolder, 'clusters')
