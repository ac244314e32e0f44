import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { withFullDisk } from './full-disk.ts'
import { downloadedModule, patchedModule, type ModulePatch } from './go-modules.ts'

const modules = path.join(path.dirname(import.meta.dirname), 'test/cluster/build')
const cache = path.join(os.homedir(), '.cache/netlabs/go')

export interface GoProgram {
  /** Folder in test/cluster/build; its go.mod pins the version. */
  readonly module: string
  readonly name: string
  /** Package with the program's `main`. */
  readonly target: string
  /** Build tags, by which a program leaves parts of itself out. */
  readonly tags?: readonly string[]
  /** Copies of other modules that its go.mod replaces them by. */
  readonly patches?: readonly ModulePatch[]
}

/**
 * The path of a program, built unless it is there already. The folder it is in is named by the module, its
 * own code and Go itself, so another version is another folder and a build that fails leaves none.
 * @throws Error when Go is missing or the build fails
 */
export function buildGo({ module, name, target, tags = [], patches = [] }: GoProgram): string {
  const program = pathOf({ module, name })
  if (existsSync(program)) return program
  mkdirSync(path.dirname(program), { recursive: true })
  const unfinished = `${program}.${process.pid}`
  const lock = `${program}.lock`
  awaitOther(name, lock)
  // The other one may have built it meanwhile.
  if (existsSync(program)) return program
  console.log(`Building ${name} …`)
  try {
    writeFileSync(lock, String(process.pid))
    // At low priority, because a cold build of Kubernetes keeps all cores busy for minutes.
    const args = ['-n', '10', 'go', 'build', '-trimpath', '-mod=readonly']
    const code = patchedModule(path.join(modules, module), `${program}.source`, patches)
    args.push('-tags', tags.join(','))
    execFileSync('nice', [...args, '-ldflags', linkerFlags(code), '-o', unfinished, target], {
      cwd: code,
      stdio: 'inherit',
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', NODE_OPTIONS: '' }
    })
    renameSync(unfinished, program)
  } catch (cause) {
    const what = `${name} could not be built; what Go says about it stands above.`
    throw new Error(withFullDisk(what, path.dirname(program)), { cause })
  } finally {
    rmSync(unfinished, { force: true })
    rmSync(lock, { force: true })
  }
  return program
}

/** Waits while another process builds the same program, since two would take twice as long. */
function awaitOther(name: string, lock: string): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  for (let told = false; ; told = true) {
    const builder = builderOf(lock)
    if (builder === undefined) return
    if (!told) console.log(`Process ${builder} is building ${name}; waiting for it …`)
    Atomics.wait(sleeper, 0, 0, 1000)
  }
}

/** The process that holds a lock; undefined when there is none, or it is gone and its number somebody else's. */
function builderOf(lock: string): string | undefined {
  try {
    const pid = readFileSync(lock, 'utf8')
    const isNode = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node')
    return isNode && pid !== String(process.pid) ? pid : undefined
  } catch {
    return undefined
  }
}

/** Whether a program of this very version is there, so that `buildGo` answers at once. */
export function isBuilt(program: GoProgram): boolean {
  return existsSync(pathOf(program))
}

/**
 * Where a module that a program is built from was unpacked, with its manifests beside the code.
 * @param module its path, such as `sigs.k8s.io/gateway-api`; the go.mod of `folder` has its version
 */
export function goModuleFolder(folder: string, module: string): string {
  const text = readFileSync(path.join(modules, folder, 'go.mod'), 'utf8')
  const line = text
    .split('\n')
    .find(one => one.trim().replace('require ', '').startsWith(`${module} `))
  const [, version] = /\s(v\S+)/.exec(line ?? '') ?? []
  if (version === undefined) throw new Error(`The go.mod of ${folder} does not require ${module}.`)
  return downloadedModule(`${module}@${version}`)
}

function pathOf({ module, name }: Pick<GoProgram, 'module' | 'name'>): string {
  return path.join(cache, `${module}-${fingerprint(path.join(modules, module))}`, name)
}

function goVersion(): string {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim()
  } catch (cause) {
    throw new Error('Go is needed to build the programs of a cluster. Install Go 1.26 or newer.', {
      cause
    })
  }
}

function fingerprint(code: string): string {
  const hash = createHash('sha256').update(goVersion())
  for (const file of readdirSync(code, { recursive: true, encoding: 'utf8' }).sort())
    if (/(\.go|go\.mod|go\.sum)$/.test(file))
      hash.update(`${file}\0`).update(readFileSync(path.join(code, file)))
  return hash.digest('hex').slice(0, 12)
}

/** Kubernetes learns its own version from the linker; without it every part says v0.0.0. */
function linkerFlags(code: string): string {
  const [, version] =
    /k8s\.io\/kubernetes (v[\d.]+)/.exec(readFileSync(path.join(code, 'go.mod'), 'utf8')) ?? []
  const variable = 'k8s.io/component-base/version.gitVersion'
  return version === undefined ? '-s -w' : `-s -w -X ${variable}=${version}`
}
