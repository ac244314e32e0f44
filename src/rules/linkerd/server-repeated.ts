import { Field } from '../../base/field.ts'
import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { linkerdObjects, linkerdServer, serverKeys } from '../shared/linkerd.ts'

const second = linkerdServer.replace('storefront-http', 'other')

export default defineRule({
  id: 'linkerd/server-repeated',
  appliesTo: serverKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['linkerd', 'policy'],
  what: 'Two Servers stand for one port of the same Pods.',
  why: 'A port can belong to one Server only; the second is refused, or it is not defined which holds.',
  todo: 'Keep one Server, and name it in all policies of the port.',
  docs: {
    bad: `${linkerdServer}---\n${second}`,
    good: `${linkerdServer}---\n${second.replace('port: http', 'port: admin')}`,
    see: ['https://linkerd.io/2/reference/authorization-policy/#server']
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const all = linkerdObjects(workspace, 'Server', manifest)
    const other = all.slice(0, all.indexOf(manifest)).find(one => {
      const its = new Field(one.object).get('spec')
      return (
        one.name !== manifest.name &&
        one.uri === manifest.uri &&
        its.get('podSelector').isThere &&
        its.get('port').value === spec.get('port').value &&
        jsonEqual(its.get('podSelector').value, spec.get('podSelector').value)
      )
    })
    if (!other || manifest.partial) return
    report({
      at: spec.get('port').at,
      part: 'value',
      message: `${describeManifest(other)} stands for this port of the same Pods.`,
      related: [{ manifest: other, at: ['spec', 'port'], message: 'The other is here.' }]
    })
  }
})
