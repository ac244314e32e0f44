import { Field } from '../../base/field.ts'
import type { KubeObject } from '../../model/object.ts'
import { runningContainersOf, type Container } from '../../model/pod.ts'
import { podTemplateOf, podTemplatePathOf } from '../../model/workloads.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { folderOf } from './folder-of.ts'
import { perObject } from './per-object.ts'

export const newPrefix = 'external-dns.kubernetes.io/'
export const oldPrefix = 'external-dns.alpha.kubernetes.io/'

/** An annotation for ExternalDNS under either prefix. */
export function dnsAnnotation(object: KubeObject, name: string): Field {
  const annotations = new Field(object).get('metadata', 'annotations')
  const old = annotations.get(oldPrefix + name)
  const own = annotations.get(newPrefix + name)
  return old.isThere && !own.isThere ? old : own
}

/** ExternalDNS as a container, with what it is told. */
export interface ExternalDns {
  readonly at: FieldPath
  readonly container: Container
  /** The minor version of the image's tag; undefined where it isn't one of the project's own. */
  readonly minor: number | undefined
  readonly args: readonly string[]
}

/** The container of ExternalDNS in the Pods that a manifest makes. */
export function externalDnsIn(object: KubeObject): ExternalDns | undefined {
  const template = podTemplatePathOf(object)
  const containers = runningContainersOf(podTemplateOf(object)?.spec ?? {})
  if (template === undefined) return undefined
  const i = containers.findIndex(({ image }) => /(?:^|\/)external-dns(?:[:@]|$)/.test(image ?? ''))
  const container = containers[i]
  if (!container) return undefined
  // What stands for arguments in an example says nothing about those that are missing.
  if ((container.args ?? []).includes('...')) return undefined
  const minor = /:v?0\.(\d+)\.\d+/.exec(container.image ?? '')?.[1]
  return {
    at: [...template, 'spec', 'containers', i],
    container,
    minor: minor === undefined ? undefined : Number(minor),
    args: (container.args ?? []).filter(argument => typeof argument === 'string')
  }
}

const programOf = perObject(({ object }) => externalDnsIn(object))

/** The value of an argument, `--name=value` or in the next one; an empty text where it has none. */
export function argumentOf({ args }: ExternalDns, name: string): string | undefined {
  const i = args.findIndex(one => one === `--${name}` || one.startsWith(`--${name}=`))
  if (i < 0) return undefined
  const written = args[i] ?? ''
  if (written.includes('=')) return written.slice(written.indexOf('=') + 1)
  const next = args[i + 1] ?? ''
  return next.startsWith('--') ? '' : next
}

/** The one ExternalDNS that stands beside a manifest; those of other folders may be of other clusters. */
export function externalDnsBeside(
  workspace: WorkspaceView,
  { uri }: Pick<Manifest, 'uri'>
): ExternalDns | undefined {
  const folder = folderOf(uri)
  const beside = workspace.derive(everyExternalDns).filter(one => folderOf(one.uri) === folder)
  return beside.length === 1 ? beside[0]?.program : undefined
}

function everyExternalDns(
  workspace: WorkspaceView
): readonly { readonly uri: string; readonly program: ExternalDns }[] {
  return ['apps/v1/Deployment', 'v1/Pod']
    .flatMap(key => workspace.all(key))
    .flatMap(manifest => {
      const program = manifest.partial ? undefined : programOf(manifest)
      return program ? [{ uri: manifest.uri, program }] : []
    })
}

/** For the examples of pages. */
export function externalDns(args: string, tag = 'v0.22.0'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: external-dns, namespace: dns }
spec:
  selector: { matchLabels: { app: external-dns } }
  template:
    metadata: { labels: { app: external-dns } }
    spec:
      serviceAccountName: external-dns
      containers:
        - name: external-dns
          image: registry.k8s.io/external-dns/external-dns:${tag}
          args:
${args
  .split(' ')
  .map(argument => `            - ${argument}\n`)
  .join('')}`
}
