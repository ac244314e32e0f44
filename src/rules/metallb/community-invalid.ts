import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { metallbGroup } from '../shared/metallb.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const advertisement = (community: string): string => `apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: public, namespace: metallb-system }
spec: { communities: ["${community}"] }
`

export default defineRule({
  id: 'metallb/community-invalid',
  appliesTo: ['metallb.io/v1beta1/BGPAdvertisement'],
  scope: 'workspace',
  severity: 'error',
  tags: ['metallb', 'bgp'],
  what: 'A BGP community cannot be read, or its name has a slip.',
  why: 'MetalLB refuses the advertisement, so the addresses are not announced.',
  todo: 'Write two numbers up to 65535 as `64512:100`, three numbers as `large:64512:100:7`, or the name of one in a Community object.',
  docs: {
    bad: advertisement('64512:70000'),
    good: advertisement('64512:7000'),
    see: ['https://metallb.io/configuration/_advanced_bgp_configuration/#community-aliases']
  },

  check({ manifest, workspace, report }) {
    const names = workspace.derive(communityNames)
    for (const item of new Field(manifest.object).get('spec', 'communities').items) {
      const text = item.text ?? ''
      if (names.includes(text)) continue
      const meant = text.includes(':') ? undefined : slipOf(text, names)
      const message =
        meant === undefined ? faultOf(text) : `No Community here has ${text}; one has ${meant}.`
      if (message === undefined) continue
      report({
        at: item.at,
        part: 'value',
        message,
        fixes: setTo(item.at, meant)
      })
    }
  }
})

function communityNames(workspace: WorkspaceView): readonly string[] {
  return workspace
    .ofKind(metallbGroup, 'Community')
    .flatMap(({ object }) => new Field(object).get('spec', 'communities').items)
    .flatMap(community => community.get('name').text ?? [])
}

/** Names without a colon may stand for a community of an object that is not here. */
function faultOf(text: string): string | undefined {
  if (!text.includes(':')) return undefined
  const large = text.startsWith('large:')
  const parts = (large ? text.slice('large:'.length) : text).split(':')
  const most = large ? 4294967295 : 65535
  const fits = parts.every(part => /^\d+$/.test(part) && Number(part) <= most)
  if (parts.length === (large ? 3 : 2) && fits) return undefined
  return large
    ? `${text} does not have three numbers up to ${most} after \`large:\`.`
    : `${text} is not two numbers up to ${most} with a colon between.`
}
