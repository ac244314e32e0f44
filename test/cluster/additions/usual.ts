import type { AdditionName } from './additions.ts'

/**
 * What the tests' cluster is made with unless `--with` says otherwise. These are built in ten minutes of two
 * processors and start in seconds; what is heavier has to be asked for.
 */
export const usualAdditions: readonly AdditionName[] = [
  'metallb',
  'traefik',
  'multus',
  'external-dns'
]

/** What the cluster of this run of the tests is made with, by which a test makes another one. */
export function testAdditions(): readonly AdditionName[] {
  const named = process.env.NETLABS_WITH
  return named === undefined ? usualAdditions : (named.split(',') as AdditionName[])
}
