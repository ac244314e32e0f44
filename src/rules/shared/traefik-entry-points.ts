import { Field } from '../../base/field.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { commandTextsOf } from './command-texts.ts'
import { valuesKey } from './helm-values.ts'
import { podKeys } from './pod-templates.ts'

/** How Traefik is run here: the ports that it listens at, and what else it is told. */
export interface TraefikProgram {
  readonly manifest: Manifest
  readonly ports: readonly number[]
  /** Names of its entry points in lower case; undefined where a file may have more of them. */
  readonly names: readonly string[] | undefined
  readonly hasExperimentalChannel: boolean
}

/** Entry points of the chart that nobody has changed. */
const ofChart: Readonly<Record<string, number>> = { web: 8000, websecure: 8443, traefik: 8080 }

/** Traefik as values of its chart or as a workload. Use it through `workspace.derive`. */
export function traefikPrograms(workspace: WorkspaceView): readonly TraefikProgram[] {
  const values = workspace.all(valuesKey('Traefik')).map(manifest => {
    const root = new Field(manifest.object)
    const written = root
      .get('ports')
      .entries.map(([name, port]) => [name, port.get('port').number ?? ofChart[name] ?? 0] as const)
    return {
      manifest,
      ports: Object.values({ ...ofChart, ...Object.fromEntries(written) }),
      // Arguments, files and the environment can bring more.
      names: undefined,
      hasExperimentalChannel:
        root.get('providers', 'kubernetesGateway', 'experimentalChannel').value === true
    }
  })
  const workloads = podKeys
    .flatMap(key => workspace.all(key))
    .flatMap(manifest => {
      const texts = commandTextsOf(manifest.object)
        .filter(({ container }) => /(?:^|\/)traefik(?:[:@]|$)/.test(container.image ?? ''))
        .map(({ text }) => text)
      const ports = texts.flatMap(text => {
        const port = /^--entrypoints\.[\w-]+\.address=.*:(\d+)(?:\/\w+)?$/i.exec(text)?.[1]
        return port === undefined ? [] : [Number(port)]
      })
      return ports.length === 0
        ? []
        : [
            {
              manifest,
              ports,
              names: namesIn(texts),
              hasExperimentalChannel: texts.some(text =>
                /^--providers\.kubernetesgateway\.experimentalchannel(?:=true)?$/i.test(text)
              )
            }
          ]
    })
  return [...values, ...workloads]
}

/** Traefik reads its options without regard to case. */
function namesIn(texts: readonly string[]): readonly string[] | undefined {
  if (texts.some(text => /^--configfile\b/i.test(text) || /\$\(|\{\{/.test(text))) return undefined
  return texts.flatMap(
    text => /^--entrypoints\.([\w-]+)\.address=/i.exec(text)?.[1]?.toLowerCase() ?? []
  )
}
