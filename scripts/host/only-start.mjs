// One `npm start` of a clone at a time: two servers on the same data would overwrite each other's.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Claims the folder for this process until it ends. Returns undefined when it is claimed, else what the
 * other process said about itself.
 */
export function claim(folder) {
  const file = path.join(folder, 'running.json')
  mkdirSync(folder, { recursive: true })
  const other = readOther(file)
  if (other && isAlive(other.pid)) return other
  rmSync(file, { force: true })
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    // Both saw a folder that nobody had claimed, and the other one was quicker.
    return readOther(file) ?? { pid: 0 }
  }
  process.on('exit', () => rmSync(file, { force: true }))
  return undefined
}

/** Lets a second start tell where the first one is. */
export function announce(folder, url) {
  writeFileSync(path.join(folder, 'running.json'), JSON.stringify({ pid: process.pid, url }))
}

function readOther(file) {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Cut off by a machine that went down while it was written; it claims nothing.
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process is one, too.
    return error.code === 'EPERM'
  }
}
