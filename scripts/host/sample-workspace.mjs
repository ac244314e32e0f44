// The workspace that `npm start` opens: a copy of the samples, so that what a learner changes leaves the
// repository as it is and outlives the next start.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'

/**
 * Brings `workspace` up to the samples and returns what there is to say about it. A file that the learner
 * did not touch follows the samples; one that they changed stays as it is; a missing one comes back.
 *
 * What was copied is remembered in `record`, because only that tells a change of the learner's from one of
 * the samples.
 */
export function refreshSamples(samples, workspace, record) {
  const copied = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {}
  const now = Object.fromEntries(
    filesIn(samples).map(file => [file, digest(path.join(samples, file))])
  )
  const said = []
  mkdirSync(workspace, { recursive: true })
  for (const [file, sample] of Object.entries(now)) {
    const own = path.join(workspace, file)
    const untouched = !existsSync(own) || digest(own) === copied[file]
    if (untouched) cpSync(path.join(samples, file), own)
    else if (digest(own) !== sample && copied[file] !== sample)
      said.push(`${file} is new in the samples, and your changed one stays.`)
  }
  for (const file of Object.keys(copied)) {
    const own = path.join(workspace, file)
    if (!(file in now) && existsSync(own) && digest(own) === copied[file]) rmSync(own)
  }
  writeFileSync(record, `${JSON.stringify(now, null, 2)}\n`)
  return said
}

/** Moves the workspace aside and returns where it is now; undefined when there was none. */
export function setAside(workspace, now = new Date()) {
  if (!existsSync(workspace)) return undefined
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  const aside = `${workspace}-${stamp}`
  renameSync(workspace, aside)
  return aside
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map(file => file.replaceAll('\\', '/'))
    .sort()
}

function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
