import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { folderOf } from '../shared/folder-of.ts'
import {
  attachment,
  attachments,
  networkRequestsOf,
  podMakerKeys,
  podOnNetworks,
  type NetworkRequest
} from '../shared/multus.ts'
import { slipOf } from '../shared/slip-of.ts'
import { rangeInText } from '../shared/text-range.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const definition = attachment('{ "cniVersion": "1.0.0", "type": "bridge" }')

export default defineRule({
  id: 'multus/network-missing',
  appliesTo: podMakerKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['multus', 'reference'],
  what: 'A Pod asks for a network that is not here, while the one that is meant is.',
  why: 'Multus finds no NetworkAttachmentDefinition, so the Pod stays in ContainerCreating. A name without a namespace is looked for beside the Pod.',
  todo: 'Write `namespace/name` of the NetworkAttachmentDefinition as they are.',
  docs: {
    bad: `${definition}---\n${podOnNetworks('lab-nte@eth1')}`,
    good: `${definition}---\n${podOnNetworks('lab-net@eth1')}`,
    see: [
      'https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md#run-pod-with-network-annotation'
    ]
  },

  check({ manifest, workspace, report }) {
    const networks = networkRequestsOf(manifest)
    if (!networks || networks.problem) return
    const { at, text } = networks
    for (const request of networks.requests) {
      const meant = meantBy(request, manifest, workspace)
      if (meant === undefined) continue
      const start = text.indexOf(request.written)
      const end = start + request.written.length
      const isPlain = !/[[{"]/.test(text)
      const face = request.interface === undefined ? '' : `@${request.interface}`
      report({
        at,
        part: 'value',
        range: place => rangeInText(place, at, text, { start, end }),
        message: `There is no network ${request.name} in ${request.namespace ?? manifest.namespace ?? 'the namespace of the Pod'} here; there is ${meant}.`,
        fixes: isPlain
          ? [
              {
                title: `Ask for \`${meant}${face}\``,
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set(at, `${text.slice(0, start)}${meant}${face}${text.slice(end)}`)
              }
            ]
          : []
      })
    }
  }
})

function meantBy(
  request: NetworkRequest,
  pod: Manifest,
  workspace: WorkspaceView
): string | undefined {
  const namespace = request.namespace ?? pod.namespace
  if (namespace === undefined || request.name === '') return undefined
  const all = attachments(workspace)
  const beside = all.filter(one => (one.namespace ?? namespace) === namespace)
  if (beside.some(({ name }) => name === request.name)) return undefined
  const slip = slipOf(
    request.name,
    beside.flatMap(({ name }) => name ?? [])
  )
  if (slip !== undefined) return request.namespace === undefined ? slip : `${namespace}/${slip}`
  const [only, another] = all.filter(
    one => one.name === request.name && folderOf(one.uri) === folderOf(pod.uri)
  )
  return only?.namespace === undefined || another ? undefined : `${only.namespace}/${request.name}`
}
