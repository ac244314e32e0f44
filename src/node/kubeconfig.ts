import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { failed, ok, type Result } from '../base/result.ts'
import type { ClusterError } from '../cluster/cluster-error.ts'

/**
 * Several kubeconfig files as one. They are only ever read.
 * https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export interface Kubeconfig {
  /** All files that count, also those that don't exist yet: what a watcher has to look at. */
  readonly files: readonly string[]
  readonly currentContext?: string
  readonly contexts: readonly KubeContext[]
  /** Entries as they stand in the files. Those of users hold secrets and are never logged. */
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>
  readonly users: ReadonlyMap<string, KubeconfigEntry>
}

export interface KubeContext {
  readonly name: string
  readonly cluster: string
  readonly user?: string
  readonly namespace?: string
  /** Address of the API server, when the cluster's entry exists. */
  readonly server?: string
  readonly file: string
}

export interface KubeconfigEntry {
  readonly fields: UnknownRecord
  /** Relative paths in the fields are relative to this file. */
  readonly file: string
}

/** Files that make up the kubeconfig: those of KUBECONFIG in their order, else `~/.kube/config`. */
export function kubeconfigFiles(
  env: Readonly<Record<string, string | undefined>>,
  home: string
): readonly string[] {
  const listed = (env.KUBECONFIG ?? '').split(path.delimiter).filter(file => file.trim() !== '')
  return listed.length === 0 ? [path.join(home, '.kube', 'config')] : [...new Set(listed)]
}

/**
 * Reads and merges the files: the first one to name a cluster, user, context or the current context wins,
 * and a file that doesn't exist is passed over, as kubectl does it.
 */
export async function readKubeconfig(
  files: readonly string[]
): Promise<Result<Kubeconfig, ClusterError>> {
  const contexts = new Map<string, KubeconfigEntry>()
  const clusters = new Map<string, KubeconfigEntry>()
  const users = new Map<string, KubeconfigEntry>()
  let currentContext: string | undefined
  let found = 0
  for (const file of files) {
    const read = await readFileFields(file)
    if (!read.ok) return read
    if (!read.value) continue
    found++
    const fields = read.value
    const current = stringOf(fields['current-context'])
    currentContext ??= current === '' ? undefined : current
    for (const [list, entry, into] of [
      ['contexts', 'context', contexts],
      ['clusters', 'cluster', clusters],
      ['users', 'user', users]
    ] as const)
      for (const [name, value] of namedEntries(fields[list], entry))
        if (!into.has(name)) into.set(name, { fields: value, file })
  }
  if (contexts.size === 0) return failed(noContext(files, found))
  return ok({
    files,
    ...(currentContext !== undefined && { currentContext }),
    contexts: [...contexts].map(([name, entry]) => contextFrom(name, entry, clusters)),
    clusters,
    users
  })
}

/**
 * A digest of all that the files say of a context: equal as long as a connection made from it still holds.
 * Undefined when there is no such context.
 */
export function contextFingerprint(kubeconfig: Kubeconfig, name: string): string | undefined {
  const context = kubeconfig.contexts.find(one => one.name === name)
  if (!context) return undefined
  const { cluster, user = '' } = context
  const entries = [context, kubeconfig.clusters.get(cluster), kubeconfig.users.get(user)]
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex')
}

async function readFileFields(
  file: string
): Promise<Result<UnknownRecord | undefined, ClusterError>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(undefined)
    return failed(unreadable(file, code))
  }
  const lines = new LineCounter()
  // kubectl lets the last of two equal keys win, and so does this.
  const document = parseDocument(text, {
    uniqueKeys: false,
    lineCounter: lines,
    logLevel: 'silent'
  })
  const [problem] = document.errors
  if (problem)
    return failed(malformed(file, `line ${lines.linePos(problem.pos[0]).line} is not YAML`))
  const value = document.toJS() as unknown
  // An empty file is an empty kubeconfig: tools make one before they fill it.
  if (value === null || value === undefined) return ok({})
  if (!isRecord(value)) return failed(malformed(file, 'it is not a map'))
  if ((value.kind ?? 'Config') !== 'Config')
    return failed(malformed(file, `its kind is not Config`))
  for (const list of ['contexts', 'clusters', 'users'])
    if (value[list] !== undefined && value[list] !== null && !Array.isArray(value[list]))
      return failed(malformed(file, `${list} is not a list`))
  return ok(value)
}

function namedEntries(list: unknown, entry: string): (readonly [string, UnknownRecord])[] {
  return itemsOf(list).flatMap(item => {
    const name = stringOf(recordOf(item).name) ?? ''
    return name === '' ? [] : [[name, recordOf(recordOf(item)[entry])] as const]
  })
}

function contextFrom(
  name: string,
  { fields, file }: KubeconfigEntry,
  clusters: ReadonlyMap<string, KubeconfigEntry>
): KubeContext {
  const cluster = stringOf(fields.cluster) ?? ''
  const user = stringOf(fields.user)
  const namespace = stringOf(fields.namespace)
  const server = stringOf(clusters.get(cluster)?.fields.server)
  return {
    name,
    cluster,
    file,
    ...(user !== undefined && user !== '' && { user }),
    ...(namespace !== undefined && namespace !== '' && { namespace }),
    ...(server !== undefined && { server })
  }
}

function noContext(files: readonly string[], found: number): ClusterError {
  const names = files.join(', ')
  if (found > 0)
    return {
      reason: 'kubeconfig',
      message: `The kubeconfig ${names} has no contexts.`,
      hint: 'Add a context with the tool that made your cluster, or use the practice cluster.'
    }
  return {
    reason: 'kubeconfig',
    message: `There is no kubeconfig: ${names} does not exist.`,
    hint: 'Set KUBECONFIG to your file, or use the practice cluster, which needs none.'
  }
}

function malformed(file: string, why: string): ClusterError {
  return {
    reason: 'kubeconfig',
    message: `The kubeconfig ${file} can't be read: ${why}.`,
    hint: `Open ${file} and correct it, or set KUBECONFIG to another file.`
  }
}

function unreadable(file: string, code: string): ClusterError {
  const why =
    code === 'EACCES' || code === 'EPERM'
      ? 'its permissions do not allow it'
      : code === 'EISDIR'
        ? 'it is a directory'
        : code
  return malformed(file, why)
}
