import { setTimeout as delay } from 'node:timers/promises'
import { ClusterFailure, FinalFailure } from './cluster-failure.ts'

/**
 * Asks again and again until the answer is yes.
 * @param what a clause that completes "… did not come about", such as "the node is Ready"
 * @throws ClusterFailure after the limit, with the last error or what `state` says; the FinalFailure that `ask` throws, at once
 */
export async function until(
  what: string,
  limitMs: number,
  ask: () => Promise<boolean>,
  state: () => Promise<string> | string = () => ''
): Promise<void> {
  const end = Date.now() + limitMs
  let problem = ''
  for (;;) {
    try {
      if (await ask()) return
      problem = ''
    } catch (thrown) {
      if (thrown instanceof FinalFailure) throw thrown
      problem = thrown instanceof Error ? thrown.message : String(thrown)
    }
    if (Date.now() > end) break
    await delay(150)
  }
  const why = [problem, await state()].filter(text => text !== '').join(' ')
  throw new ClusterFailure(`Waited ${limitMs / 1000} s in vain until ${what}. ${why}`.trim())
}
