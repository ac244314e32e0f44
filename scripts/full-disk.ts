import { statfsSync } from 'node:fs'

/** Bytes below which whatever failed has most likely failed for want of room. */
const hardlyAny = 64 * 2 ** 20

/**
 * What failed, with the reason where the disk is full. Asked at once, before what is unfinished is removed and
 * its room is free again.
 * @param what a sentence such as "etcd could not be built."
 */
export function withFullDisk(what: string, folder: string): string {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= hardlyAny) return what
  return `${what} The disk of ${folder} is full: make room there, then try again.`
}
