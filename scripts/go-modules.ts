import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * A copy of a published module that a go.mod replaces it by, less some folders. Files that are put in lie in
 * `overlay/<folder>` beside the go.mod. Go's own `-overlay` refuses files of the module cache.
 */
export interface ModulePatch {
  /** Path and version, as in `example.com/module@v1.2.3`. */
  readonly module: string
  /** Folder beside the go.mod that the `replace` line names. */
  readonly folder: string
  readonly without: readonly string[]
}

/** The folder to build in: the module's own, or a fresh copy with the patched modules beside its go.mod. */
export function patchedModule(code: string, copy: string, patches: readonly ModulePatch[]): string {
  if (patches.length === 0) return code
  rmSync(copy, { recursive: true, force: true })
  cpSync(code, copy, { recursive: true })
  for (const patch of patches) {
    const target = path.join(copy, patch.folder)
    cpSync(downloadedModule(patch.module), target, { recursive: true })
    makeWritable(target)
    for (const folder of patch.without) rmSync(path.join(target, folder), { recursive: true })
    const overlay = path.join(code, 'overlay', patch.folder)
    if (existsSync(overlay)) cpSync(overlay, target, { recursive: true })
    const declaration = path.join(target, 'go.mod')
    if (!existsSync(declaration))
      writeFileSync(declaration, `module ${patch.module.replace(/@.*/, '')}\n`)
  }
  return copy
}

/** The folder of a module in Go's cache, downloaded when it is not there. */
export function downloadedModule(module: string): string {
  const args = ['mod', 'download', '-json', module]
  // Outside of any module, because inside of one its replacements would hold.
  const answer = execFileSync('go', args, {
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off' }
  })
  return (JSON.parse(answer) as { readonly Dir: string }).Dir
}

/** Files of the module cache are read-only, and so are copies of them. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
}
