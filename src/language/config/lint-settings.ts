import type { Severity } from '../../rules/severity.ts'
import { newestKubernetes } from '../../rules/shared/api-lifecycle.ts'

/** How one file is to be checked. */
export interface LintSettings {
  /** Nothing is said about the file; other files may still rely on what stands in it. */
  readonly ignored: boolean
  /** Severities that differ from the checks' own, by id. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>
  /** Rules that are off by default and wanted here, by id. */
  readonly optIns: ReadonlySet<string>
  /** The Kubernetes 1.x that the manifests are for. */
  readonly kubernetesMinor: number
}

export const standardSettings: LintSettings = {
  ignored: false,
  severities: new Map(),
  optIns: new Set(),
  kubernetesMinor: newestKubernetes
}

/** The standard settings but for what is given. */
export function lintSettings(different: Partial<LintSettings>): LintSettings {
  return { ...standardSettings, ...different }
}
