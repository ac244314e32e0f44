/** The tests inside VS Code, in order: each goes on where the last one ended. */
import { writeFileSync } from 'node:fs'
import { checkTests } from './check-tests.ts'
import { clusterTests } from './cluster-tests.ts'
import { measured, startTests } from './start-tests.ts'
import type { EditorTest } from './editor-test.ts'

const tests: readonly EditorTest[] = [...startTests, ...checkTests, ...clusterTests]

/** Called by the extension host. Writes its result, so that a host that dies can't look green. */
export async function run(): Promise<void> {
  const failed: string[] = []
  let passed = 0
  for (const { title, act } of tests) {
    const started = performance.now()
    try {
      await act()
      passed++
      console.log(`  good  ${title} (${Math.round(performance.now() - started)} ms)`)
    } catch (error) {
      failed.push(title)
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
      console.error(`  FAIL  ${title}\n${said}`)
    }
  }
  const file = process.env.NETLABS_RESULT_FILE
  if (file) writeFileSync(file, JSON.stringify({ passed, failed, measured }))
  if (failed.length > 0) throw new Error(`${failed.length} tests failed`)
}
