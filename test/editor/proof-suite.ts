/** A suite that behaves as the environment says, so that the runner can be seen to notice. */
import assert from 'node:assert/strict'
import { play } from './play.ts'

const never = new Promise<void>(() => undefined)

const behaviours: Readonly<Record<string, () => Promise<void>>> = {
  passes: () => Promise.resolve(),
  'fails an assertion': () => {
    assert.equal(1 + 1, 3)
    return Promise.resolve()
  },
  'is killed': () => {
    process.kill(process.pid, 'SIGKILL')
    return never
  },
  'ends the host with success': () => process.exit(0),
  'leaves a rejection unhandled': () => {
    void Promise.reject(new Error('nobody listens'))
    return Promise.resolve()
  },
  'waits forever': () => never,
  'blocks the host': () => {
    for (;;);
  }
}

export async function run(): Promise<void> {
  const title = process.env.NETLABS_PROOF ?? ''
  const act = behaviours[title]
  if (!act) throw new Error(`There is no behaviour called "${title}".`)
  await play([
    { title: 'a test before it', act: () => Promise.resolve() },
    { title, act }
  ])
}
