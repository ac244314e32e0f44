import type { KubeObject } from '../model/object.ts'
import type { Manifest } from './manifest.ts'
import type { Report } from './report.ts'
import type { Severity } from './severity.ts'
import type { WorkspaceView } from './workspace-view.ts'

/** What the pages, the lists and the messages of a check are made of. */
export interface CheckMeta {
  /** Path of the file under `rules/`; it names the fault and never changes meaning. */
  readonly id: string
  readonly severity: Severity
  readonly tags: readonly string[]
  /** What is the case, in general: one sentence. */
  readonly what: string
  /** Why it matters: what the API server or the network does with it. */
  readonly why: string
  /** What to do about it. */
  readonly todo: string
  /** A manifest with the fault, the same without it, and where Kubernetes says so. */
  readonly docs: {
    readonly bad: string
    readonly good: string
    readonly see: readonly string[]
    /** The version that the examples are for, where it isn't the newest. */
    readonly kubernetes?: string
  }
  /** Labs that teach it, by id. */
  readonly labs?: readonly string[]
}

export interface RuleMeta extends CheckMeta {
  /** Types it looks at: `networking.k8s.io/v1/Ingress`; `*` for every type. */
  readonly appliesTo: readonly string[]
  /**
   * `manifest`: the answer depends on the object alone, so it is kept until the text changes.
   * `workspace`: other manifests matter, so it is asked again after every change.
   */
  readonly scope: 'manifest' | 'workspace'
  /** An opinion that a correct manifest need not share: asked only where somebody names its id. */
  readonly optIn?: true
  /** Checks whose finding at the same field says the same with fewer words; they give way. */
  readonly supersedes?: readonly string[]
}

export interface RuleContext<Kind extends KubeObject = KubeObject> {
  readonly manifest: Manifest<Kind>
  readonly workspace: WorkspaceView
  readonly report: (report: Report) => void
  /** The Kubernetes 1.x that the manifests are for: what somebody named, or the newest one. */
  readonly kubernetesMinor: number
}

export interface Rule extends RuleMeta {
  readonly check: (context: RuleContext) => void
}

/** Gives a rule its type. The object is what the API server's schema of `appliesTo` says, fields possibly absent. */
export function defineRule<Kind extends KubeObject = KubeObject>(
  rule: RuleMeta & { readonly check: (context: RuleContext<Kind>) => void }
): Rule {
  return rule as Rule
}

/** Where the page of a check stands among the files of the product. */
export function rulePage(id: string): string {
  return `docs/rules/${id}.md`
}
