/**
 * When Kubernetes began to serve each version of its kinds, deprecated it and stopped serving it, as the
 * functions say that its own API server decides by: `APILifecycleIntroduced` and the like of k8s.io/api.
 */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { downloadedModule } from '../go-modules.ts'

/** Minor versions of Kubernetes 1. */
interface Lifecycle {
  introduced?: number
  deprecated?: number
  removed?: number
}

/** The source text of `src/rules/shared/api-lifecycle.generated.ts`. */
export function lifecycleSource(kubernetes: string): string {
  const module = `k8s.io/api@v${kubernetes.replace(/^1/, '0')}`
  const folder = downloadedModule(module)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => path.basename(file) === 'zz_generated.prerelease-lifecycle.go')
    .sort()
  const found = new Map(files.flatMap(file => [...lifecyclesOf(path.join(folder, file))]))
  const lines = [...found]
    .filter(([, { introduced }]) => introduced !== undefined)
    .map(([key, lifecycle]) => `  '${key}': ${wordsOf(lifecycle)}`)
  return `// Written by npm run generate:schemas from k8s.io/api ${kubernetes.replace(/^1/, '0')}. Do not edit.
import type { ApiLifecycle } from './api-lifecycle.ts'

/** The newest minor version that this knows. */
export const newestMinor = ${Number(kubernetes.split('.')[1])}

export const generatedLifecycles: Readonly<Record<string, ApiLifecycle>> = {
${lines.join(',\n')}
}
`
}

function lifecyclesOf(file: string): Map<string, Lifecycle> {
  const code = readFileSync(file, 'utf8')
  const register = readFileSync(path.join(path.dirname(file), 'register.go'), 'utf8')
  const group = /GroupName\s*=\s*"([^"]*)"/.exec(register)?.[1] ?? ''
  const version = path.basename(path.dirname(file))
  const found = new Map<string, Lifecycle>()
  const pattern =
    /func \(in \*(\w+)\) APILifecycle(Introduced|Deprecated|Removed)\(\) \(major, minor int\) \{\s*return 1, (\d+)/g
  for (const [, kind = '', what = '', minor] of code.matchAll(pattern)) {
    if (/(?:List|Options)$/.test(kind)) continue
    const key = [group, version, kind].filter(part => part !== '').join('/')
    const lifecycle = found.get(key) ?? {}
    lifecycle[what.toLowerCase() as keyof Lifecycle] = Number(minor)
    found.set(key, lifecycle)
  }
  return found
}

function wordsOf({ introduced, deprecated, removed }: Lifecycle): string {
  const fields = { introduced, deprecated, removed }
  return `{ ${Object.entries(fields)
    .filter(([, minor]) => minor !== undefined)
    .map(([name, minor]) => `${name}: ${minor}`)
    .join(', ')} }`
}
