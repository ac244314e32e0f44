/**
 * What `dist/cli.js` is: the command. Checking manifests is over so soon that much of its time went into preparing
 * code, so the code of `netlabs lint` is kept as it was prepared, from call to call.
 */
import path from 'node:path'
import { codeCacheFile, loadWithCodeCache } from './code-cache.ts'
import { optimiseLater } from './optimise-later.ts'

/** Names the content of the bundles that a lint runs; the build puts it in. */
declare const lintDigest: string

if (process.argv[2] === 'lint') {
  optimiseLater(process.versions.v8)
  const kept = codeCacheFile('lint', lintDigest, process.env)
  if (kept !== undefined) {
    const bundles = ['text.js', 'manifests.js', 'lint.js']
    loadWithCodeCache(
      bundles.map(name => path.join(import.meta.dirname, name)),
      kept
    )
  }
}
// Only now, because it asks for `lint.js` at once.
void import('./main.ts')
