/** What helps while manifests are written, in a trusted window. */
import { actionTests } from './action-tests.ts'
import { configurationTests } from './configuration-tests.ts'
import { folderTests } from './folder-tests.ts'
import { helmTests } from './helm-tests.ts'
import { jsonTests } from './json-tests.ts'
import { navigationTests } from './navigation-tests.ts'
import { play } from './play.ts'
import { snippetTests } from './snippet-tests.ts'

/** Called by the extension host. */
export async function run(): Promise<void> {
  await play(
    [
      ...snippetTests,
      ...jsonTests,
      ...configurationTests,
      ...navigationTests,
      ...actionTests,
      ...folderTests,
      ...helmTests
    ],
    {}
  )
}
