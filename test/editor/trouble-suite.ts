/** The tests of clusters that are not as they should be, in a window of their own. */
import { play } from './play.ts'
import { troubleTests } from './trouble-tests.ts'

/** Called by the extension host. */
export async function run(): Promise<void> {
  await play(troubleTests)
}
