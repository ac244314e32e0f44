/**
 * What `dist/cli.js` is: it starts the command, which is in `dist/command.js`. Checking manifests is over so soon
 * that much of its time went into preparing code, so `netlabs lint` keeps the prepared code from call to call.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import { codeCacheFile, runWithCodeCache } from './code-cache.ts'
import { optimiseLater } from './optimise-later.ts'

/** Names the content of `command.js`; the build puts it in. */
declare const commandDigest: string

const command = path.join(import.meta.dirname, 'command.js')
if (process.argv[2] === 'lint') {
  optimiseLater(process.versions.v8)
  runWithCodeCache(command, codeCacheFile('lint', commandDigest, process.env))
} else createRequire(command)(command)
