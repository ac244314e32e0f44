import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Capability } from '../../../src/labs/lab-definition.generated.ts'
import type { KubeObject } from '../../../src/model/object.ts'

/**
 * What is done to a cluster and looked at, in words that any cluster understands. A scene plays in a
 * namespace of its own; `${ns}` in a text is that namespace.
 */
export interface Scene {
  readonly id: string
  readonly title: string
  /** What the cluster must be able to do for it; plain Kubernetes unless said. */
  readonly needs?: readonly Capability[]
  readonly steps: readonly Step[]
  /** Where the practice cluster may differ, each with the reason. Anything else fails. */
  readonly differs?: readonly Difference[]
}

export interface Difference {
  /** Path of the answer, such as `2.body.message`; `*` stands for one part. */
  readonly at: string
  readonly because: string
}

export type Step =
  | { readonly apply: readonly KubeObject[] }
  | { readonly call: ApiCall; readonly see?: readonly string[]; readonly save?: Saved }
  | { readonly watch: WatchCall }
  | { readonly wait: Wait }
  | { readonly run: Run; readonly until?: string; readonly see?: readonly string[] }

/** Values kept for later texts: name to path in the answer. `${name}` puts one in. */
export type Saved = Readonly<Record<string, string>>

/** One request. What comes back is an answer to compare: the status and the body, or the paths in `see`. */
export interface ApiCall {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Short for the content type of a patch. */
  readonly type?: 'apply' | 'merge' | 'strategic' | 'json' | 'yaml'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Reads a watch until this many events came, or nothing came for a minute. */
export interface WatchCall {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly events: number
  readonly see?: readonly string[]
}

/** Waits until an object has a value at a path. Not an answer: both clusters take their own time. */
export interface Wait {
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly at: string
  readonly is: unknown
}

/**
 * A command in a container, run again until it prints what the pattern `until` fits as a whole, where a proxy takes
 * up a change at a time that no object tells of. `pod` is a Pod's name, or `key=value`, the first Running Pod with that label.
 */
export interface Run {
  readonly pod: string
  readonly command: readonly string[]
}

export function readScene(file: string): Scene {
  const scene = parse(readFileSync(file, 'utf8'), { merge: true }) as Omit<Scene, 'id'>
  return { ...scene, id: path.basename(file, '.yaml') }
}
