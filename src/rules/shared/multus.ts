import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { jsonProblem, type JsonProblem } from '../../model/json-problem.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import type { FieldPart } from '../../yaml/node-path.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import type { CniFault } from './cni-values.ts'
import { rangeInText } from './text-range.ts'

export const attachmentKeys = ['k8s.cni.cncf.io/v1/NetworkAttachmentDefinition']

export const networksAnnotation = 'k8s.v1.cni.cncf.io/networks'

/** The kinds that make Pods, which carry Multus' annotation in their template. */
export const podMakerKeys = [
  'v1/Pod',
  'v1/ReplicationController',
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map(kind => `apps/v1/${kind}`),
  'batch/v1/Job',
  'batch/v1/CronJob'
]

/** The CNI configuration of a definition, which is JSON in a text of YAML. */
export interface NetworkConfig {
  readonly at: FieldPath
  readonly text: string
  readonly problem: JsonProblem | undefined
  /** What the text says; nothing when it is no JSON. */
  readonly root: Field
  /** The plugins of a list, or the one that the configuration is. */
  readonly plugins: readonly Field[]
}

export function networkConfigOf(manifest: Pick<Manifest, 'object'>): NetworkConfig | undefined {
  const field = new Field(manifest.object).get('spec', 'config')
  const text = field.text
  if (text === undefined || text.trim() === '' || /\$\{|\{\{/.test(text)) return undefined
  const problem = jsonProblem(text)
  const root = new Field(problem ? undefined : (JSON.parse(text) as unknown))
  const list = root.get('plugins')
  return { at: field.at, text, problem, root, plugins: list.isThere ? list.items : [root] }
}

/** The place of a finding inside of the configuration. */
export function inConfig(
  { at, text }: NetworkConfig,
  path: FieldPath,
  part: FieldPart = 'value'
): Pick<Report, 'at' | 'part' | 'range'> {
  return {
    at,
    part: 'value',
    range: place => {
      const [document] = parseYamlFile(text, { path: 'config.json' }).documents
      const inner = document?.rangeOf(path, part) ?? { start: 0, end: 1 }
      return rangeInText(place, at, text, inner)
    }
  }
}

/** The report of a fault inside of the configuration. */
export function inConfigOf(
  config: NetworkConfig,
  { field, message, meant, isTaken = false }: CniFault
): Report {
  return {
    ...inConfig(config, field.at),
    message,
    ...(isTaken && { severity: 'warning' as const }),
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Set to \`${String(meant)}\``,
              safe: false,
              preferred: true,
              change: edit => edit.set(config.at, changedConfig(config, field.at, meant))
            }
          ]
  }
}

/** The configuration with one value changed, as text again. */
export function changedConfig({ text }: NetworkConfig, path: FieldPath, value: unknown): string {
  const [document] = parseYamlFile(text, { path: 'config.json' }).documents
  const edits = [...(document?.edit.set(path, value) ?? [])]
  return edits
    .sort((a, b) => b.range.start - a.range.start)
    .reduce(
      (all, { range, newText }) => all.slice(0, range.start) + newText + all.slice(range.end),
      text
    )
}

export function attachments(workspace: WorkspaceView): readonly Manifest[] {
  return workspace.ofKind('k8s.cni.cncf.io', 'NetworkAttachmentDefinition')
}

/** One network that a Pod asks for. */
export interface NetworkRequest {
  readonly name: string
  readonly namespace: string | undefined
  readonly interface: string | undefined
  /** The words of the request in the annotation. */
  readonly written: string
  /** The request as JSON, where it is written so. */
  readonly fields: Field
}

export interface NetworkRequests {
  readonly at: FieldPath
  readonly text: string
  readonly problem:
    { readonly message: string; readonly start: number; readonly end: number } | undefined
  readonly requests: readonly NetworkRequest[]
}

/** The annotation of the Pods that a manifest makes. */
export function networkRequestsOf(manifest: Manifest): NetworkRequests | undefined {
  const template = podTemplatePathOf(manifest.object)
  if (template === undefined) return undefined
  const at = [...template, 'metadata', 'annotations', networksAnnotation]
  const text = new Field(manifest.object).get(...at).text
  if (text === undefined || /\$\{|\{\{/.test(text)) return undefined
  return { at, text, ...readNetworks(text) }
}

/**
 * Reads the annotation: names with commas between, or a list in JSON. Multus takes it for JSON as soon as it
 * holds a bracket or a double quote. https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md
 */
export function readNetworks(text: string): Omit<NetworkRequests, 'at' | 'text'> {
  if (!/[[{"]/.test(text)) return readNames(text)
  const problem = jsonProblem(text)
  if (problem) {
    const { message, offset } = problem
    return { problem: { message, start: offset, end: offset + 1 }, requests: [] }
  }
  const list = new Field(JSON.parse(text) as unknown)
  if (!list.isList)
    return {
      problem: { message: 'The JSON has to be a list.', start: 0, end: text.length },
      requests: []
    }
  return {
    problem: undefined,
    requests: list.items.map(item => ({
      name: item.get('name').text ?? '',
      namespace: item.get('namespace').text,
      interface: item.get('interface').text,
      written: item.get('name').text ?? '',
      fields: item
    }))
  }
}

function readNames(text: string): Omit<NetworkRequests, 'at' | 'text'> {
  const requests: NetworkRequest[] = []
  for (const match of text.matchAll(/[^,]+/g)) {
    const written = match[0].trim()
    if (written === '') continue
    const start = match.index + match[0].indexOf(written)
    const parts =
      /^(?:(?<namespace>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\/)?(?<name>[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?)(?:@(?<face>[A-Za-z0-9](?:[-.\w]*[A-Za-z0-9])?))?$/.exec(
        written
      )?.groups
    if (!parts)
      return {
        problem: {
          message: `${written} is not written as \`namespace/name@interface\`.`,
          start,
          end: start + written.length
        },
        requests
      }
    const { name = '', namespace, face } = parts
    requests.push({ name, namespace, interface: face, written, fields: new Field(undefined) })
  }
  return { problem: undefined, requests }
}

/** For the examples of pages. */
export function attachment(config: string, name = 'lab-net'): string {
  return `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: { name: ${name}, namespace: shop }
spec:
  config: '${config}'
`
}

export function podOnNetworks(networks: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  annotations:
    k8s.v1.cni.cncf.io/networks: ${networks}
spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
`
}
