/** The tests in a folder that is not trusted. */
import { play } from './play.ts'
import { restrictedTests } from './restricted-tests.ts'

/** Called by the extension host. */
export async function run(): Promise<void> {
  await play(restrictedTests)
}
