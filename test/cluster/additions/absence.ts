import type { Cluster } from '../../../src/cluster/cluster.ts'
import { additions, type AdditionName } from './additions.ts'

/** Why something can't be tested on a cluster; false where it can. */
export async function absence(cluster: Cluster, name: AdditionName): Promise<string | false> {
  const { title, sign } = additions[name]
  const read = await cluster.get(sign)
  if (read.ok) return false
  return `This cluster has no ${title}: ${read.error.message} One of our own has it with: npm run cluster -- up --with ${name}`
}
