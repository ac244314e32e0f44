/** Plays tests inside the extension host. */
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { EditorTest } from './editor-test.ts'

/** Written by the suite at its end; a host that dies in the middle can't look green without it. */
export interface Outcome {
  readonly passed: number
  readonly failed: readonly string[]
  /** Milliseconds by what took them. */
  readonly measured: Readonly<Record<string, number>>
}

/** A test that takes longer hangs: none waits for more than a few seconds. */
const testLimit = 45_000

/** The tests in order: each goes on where the last one ended. */
export async function play(
  tests: readonly EditorTest[],
  measured: Readonly<Record<string, number>> = {}
): Promise<void> {
  const failed: string[] = []
  let passed = 0
  const unhandled = watchUnhandledRejections()
  const blocked = monitorEventLoopDelay({ resolution: 10 })
  blocked.enable()
  let longest = 0
  for (const { title, act } of tests) {
    const started = performance.now()
    try {
      await withinLimit(act())
      passed++
      const took = Math.round(performance.now() - started)
      const longestHere = rounded(blocked.max)
      // What a person would begin to feel, beside the test that it happened in.
      const held = longestHere > 50 ? `, the host was blocked for ${longestHere} ms` : ''
      console.log(`  good  ${title} (${took} ms${held})`)
    } catch (error) {
      failed.push(title)
      console.error(`  FAIL  ${title}\n${told(error)}`)
    }
    longest = Math.max(longest, rounded(blocked.max))
    blocked.reset()
  }
  // What nobody awaits is reported a turn later.
  await new Promise(next => setTimeout(next, 100))
  for (const reason of unhandled()) {
    failed.push('no rejection is left unhandled')
    console.error(`  FAIL  a rejection was left unhandled\n${told(reason)}`)
  }
  const file = process.env.NETLABS_RESULT_FILE
  const outcome: Outcome = {
    passed,
    failed,
    measured: {
      ...measured,
      'longest time that the extension host was blocked': longest
    }
  }
  if (file) writeFileSync(file, JSON.stringify(outcome))
  if (failed.length > 0) throw new Error(`${failed.length} tests failed`)
}

/** Nanoseconds as milliseconds. */
function rounded(nanoseconds: number): number {
  return Math.round(nanoseconds / 1e6)
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It did not end within ${testLimit / 1000} s.`)),
      testLimit
    )
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

function watchUnhandledRejections(): () => readonly unknown[] {
  const reasons: unknown[] = []
  const listen = (reason: unknown): void => void reasons.push(reason)
  process.on('unhandledRejection', listen)
  return () => {
    process.off('unhandledRejection', listen)
    return reasons
  }
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
