import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cgroupFault } from './cgroups.ts'
import { cacheFolder, goModules } from './folders.ts'
import { run, succeeds } from './run.ts'

export interface Route {
  readonly dst: string
  readonly dev?: string
  /** `link`: hosts of that range are on the wire itself, so two wires of it can't be told apart. */
  readonly scope?: string
}

/** What the checks want to know of a machine. A test puts another machine in its place. */
export interface MachineFacts {
  readonly platform: string
  readonly isRoot: boolean
  hasCommand(name: string): Promise<boolean>
  /** As in `go1.26.4`; undefined where there is no Go. */
  goVersion(): Promise<string | undefined>
  /** Whether a script succeeds in namespaces of its own, which are gone afterwards. */
  allowsInNamespaces(script: string): Promise<boolean>
  /** What keeps Pods from being put into control groups, as a sentence; undefined where nothing does. */
  cgroupFault(): string | undefined
  /** Bytes that are free for the cache, and whether its file system is an overlay. */
  space(): { readonly free: number; readonly isOverlay: boolean }
  routes(): Promise<readonly Route[]>
  /** What keeps Go modules, or Debian's packages, from being fetched; undefined where nothing does. */
  moduleFault(): Promise<string | undefined>
  packageFault(): Promise<string | undefined>
}

export const thisMachine: MachineFacts = {
  platform: os.platform(),
  isRoot: process.getuid?.() === 0,
  hasCommand: name => succeeds('sh', ['-c', `command -v ${name}`]),
  goVersion: () =>
    // In a module of the cluster, because Go takes the version that it asks for where it may.
    run('go', ['env', 'GOVERSION'], { cwd: path.join(goModules, 'kubernetes') }).then(
      text => text.trim(),
      () => undefined
    ),
  allowsInNamespaces(script) {
    const namespaces = ['-n', '-m', '-p', '-u', '-i', '--fork', '--propagation', 'private']
    return succeeds('unshare', [...namespaces, 'sh', '-ec', script])
  },
  cgroupFault,
  space() {
    mkdirSync(cacheFolder, { recursive: true })
    const { bavail, bsize, type } = statfsSync(cacheFolder)
    return { free: bavail * bsize, isOverlay: type === 0x794c7630 }
  },
  async routes() {
    return JSON.parse(await run('ip', ['-json', 'route'])) as readonly Route[]
  },
  moduleFault: () =>
    faultOf(folder =>
      run('go', ['mod', 'download', 'golang.org/x/time@v0.14.0'], {
        cwd: '/',
        // A cache of its own, because one that has the module would not ask anybody.
        env: { GOMODCACHE: folder, GOFLAGS: '-modcacherw', GOSUMDB: 'off', GOWORK: 'off' },
        timeoutMs: 120_000
      })
    ),
  packageFault: () =>
    faultOf(folder => {
      mkdirSync(path.join(folder, 'partial'))
      const options = [`Dir::State::Lists=${folder}`, 'APT::Sandbox::User=root']
      const given = options.flatMap(option => ['-o', option])
      return run('apt-get', [...given, 'update', '-qq', '--error-on=any'], { timeoutMs: 300_000 })
    })
}

/** The last words of what fails in a folder that is removed again. */
async function faultOf(attempt: (folder: string) => Promise<unknown>): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netlabs-reach-'))
  try {
    await attempt(folder)
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
