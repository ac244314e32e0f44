/**
 * The names that the manifest and the code share: commands, settings, views, context keys. The
 * manifest's `contributes` is generated from these tables and the code is typed by them, so neither can
 * name what the other lacks. Their texts stand in package.nls.json under the same names.
 */
import { protectedByDefault } from '../cluster/protected-contexts.ts'

export const extensionId = 'kubernetes-networking-labs.kubernetes-networking-labs'

export interface CommandFacts {
  readonly icon?: string
  /** When the command palette offers it; `false` for commands that need what only a view knows. */
  readonly palette?: string | false
  /** When it can be run at all. */
  readonly enablement?: string
}

/** The languages of manifests, as clauses of `when` name them. */
export const inManifestLanguage = 'resourceLangId =~ /^(yaml|helm|jsonc?)$/'
const trusted = 'isWorkspaceTrusted'

export const commandTable = {
  'netlabs.context.pick': { icon: '$(plug)' },
  'netlabs.context.pickSecond': { icon: '$(plug)' },
  'netlabs.practice.start': { icon: '$(play)' },
  'netlabs.practice.stop': { icon: '$(debug-stop)', enablement: 'netlabs.practiceRunning' },
  'netlabs.practice.copyKubeconfig': { icon: '$(copy)', enablement: 'netlabs.practiceRunning' },
  'netlabs.cluster.refresh': { icon: '$(refresh)' },
  'netlabs.cluster.explainReach': { icon: '$(git-compare)' },
  'netlabs.cluster.showObject': { icon: '$(go-to-file)', palette: false },
  'netlabs.manifest.apply': { icon: '$(play)', palette: inManifestLanguage },
  'netlabs.manifest.applyFile': { icon: '$(run-all)', palette: inManifestLanguage },
  'netlabs.manifest.createNamespace': { icon: '$(add)', palette: false },
  'netlabs.manifest.preview': { icon: '$(diff)', palette: inManifestLanguage },
  'netlabs.manifest.previewFile': { icon: '$(diff-multiple)', palette: inManifestLanguage },
  'netlabs.manifest.verify': { icon: '$(beaker)', palette: inManifestLanguage },
  'netlabs.manifest.remove': { icon: '$(trash)', palette: inManifestLanguage },
  'netlabs.lint.fixAll': { icon: '$(wand)', palette: inManifestLanguage },
  'netlabs.lint.showRule': { icon: '$(book)' },
  'netlabs.lab.start': { icon: '$(play)' },
  'netlabs.lab.open': { icon: '$(book)' },
  'netlabs.lab.openPage': { icon: '$(book)' },
  'netlabs.lab.openManifest': { icon: '$(go-to-file)' },
  'netlabs.lab.apply': { icon: '$(cloud-upload)' },
  'netlabs.lab.verify': { icon: '$(beaker)' },
  'netlabs.lab.nextStep': { icon: '$(arrow-right)' },
  'netlabs.lab.predict': { icon: '$(question)' },
  'netlabs.lab.hint': { icon: '$(lightbulb)' },
  'netlabs.lab.solve': { icon: '$(wand)' },
  'netlabs.lab.skip': { icon: '$(debug-step-over)' },
  'netlabs.lab.reset': { icon: '$(discard)' },
  'netlabs.lab.cleanUp': { icon: '$(trash)' },
  'netlabs.lab.showEvidence': { icon: '$(output)' },
  'netlabs.lab.showProgress': { icon: '$(graph)' },
  'netlabs.lab.exportReport': { icon: '$(save-as)' },
  'netlabs.lab.showCaptures': { icon: '$(folder-opened)' },
  'netlabs.lab.filter': { icon: '$(filter)' },
  'netlabs.lab.clearFilter': {
    icon: '$(clear-all)',
    enablement: 'netlabs.labsFiltered'
  },
  'netlabs.tools.createCluster': { icon: '$(server-environment)', enablement: trusted },
  'netlabs.tools.showClusters': { icon: '$(server-environment)', enablement: trusted },
  'netlabs.tools.deleteClusters': { icon: '$(trash)', enablement: trusted },
  'netlabs.tools.install': { icon: '$(package)', enablement: trusted },
  'netlabs.log.show': { icon: '$(output)' }
} as const satisfies Readonly<Record<string, CommandFacts>>

export type CommandId = keyof typeof commandTable

/** The container's id in the activity bar. */
export const viewContainer = 'netlabs'

/** The submenu of the editor's context menu. */
export const manifestMenu = 'netlabs.manifest'

export const viewIds = {
  labs: 'netlabs.labs',
  cluster: 'netlabs.cluster',
  runs: 'netlabs.runs'
} as const

/**
 * Keys of `when` clauses. A step that is proven has a key of its own, `netlabs.done.<lab>.<step>`, see
 * `doneKey`.
 */
export const contextKeys = {
  /** The practice cluster listens. */
  practiceRunning: 'netlabs.practiceRunning',
  /** `none`, `connecting`, `connected`, `failed` or `restricted` (the workspace isn't trusted). */
  clusterState: 'netlabs.clusterState',
  /** The active editor shows Kubernetes objects; other YAML gets no entries in its menu. */
  inManifest: 'netlabs.inManifest',
  /** At least one lab could be read. */
  hasLabs: 'netlabs.hasLabs',
  /** The Labs view shows some of them only. */
  labsFiltered: 'netlabs.labsFiltered'
} as const

export const doneKeyPrefix = 'netlabs.done.'

/** The context key that ticks a step of a walkthrough. */
export function doneKey(lab: string, step: string): string {
  return `${doneKeyPrefix}${lab}.${step}`
}

export interface SettingFacts {
  readonly type: 'boolean' | 'number' | 'string' | 'array' | 'object'
  readonly default: unknown
  readonly scope: 'resource' | 'window' | 'machine' | 'machine-overridable'
  /** Ignored in a workspace that isn't trusted: the value names a file, a program or a cluster. */
  readonly restricted?: true
  readonly schema?: object
}

const severities = ['error', 'warning', 'info', 'hint', 'off']

export const settingTable = {
  'netlabs.lint.enabled': { type: 'boolean', default: true, scope: 'resource' },
  'netlabs.lint.rules': {
    type: 'object',
    default: {},
    scope: 'resource',
    schema: { additionalProperties: { type: 'string', enum: severities } }
  },
  'netlabs.lint.kubernetesVersion': {
    type: 'string',
    default: '',
    scope: 'resource',
    schema: { pattern: '^(1\\.[0-9]{1,2})?$' }
  },
  'netlabs.lint.giveWayToYamlExtension': { type: 'boolean', default: true, scope: 'window' },
  'netlabs.lint.maximumFiles': {
    type: 'number',
    default: 5000,
    scope: 'window',
    schema: { minimum: 0 }
  },
  'netlabs.labs.folders': {
    type: 'array',
    default: [],
    scope: 'resource',
    schema: { items: { type: 'string', minLength: 1 } }
  },
  'netlabs.codeLens.enabled': { type: 'boolean', default: true, scope: 'window' },
  'netlabs.cluster.kubeconfig': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    restricted: true
  },
  'netlabs.cluster.signInSeconds': {
    type: 'number',
    default: 120,
    scope: 'machine-overridable',
    schema: { minimum: 1, maximum: 3600 }
  },
  'netlabs.cluster.protectedContexts': {
    type: 'array',
    default: protectedByDefault,
    // A workspace must not be able to take the protection away, so it can only be set by the user.
    scope: 'machine',
    schema: { items: { type: 'string' } }
  }
} as const satisfies Readonly<Record<string, SettingFacts>>

export type SettingId = keyof typeof settingTable
