import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { FixPlan } from '../report.ts'

const namespace = (labels: string): string => `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
${labels}`

export default defineRule({
  id: 'istio/injection-label-conflict',
  appliesTo: ['v1/Namespace'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'injection'],
  what: 'A namespace asks for its proxies in two ways.',
  why: 'With `istio-injection` the revision in `istio.io/rev` is ignored, and where sidecars are injected ambient mode passes the Pods over.',
  todo: 'Keep the label of the way that is meant.',
  docs: {
    bad: namespace('    istio-injection: enabled\n    istio.io/rev: canary\n'),
    good: namespace('    istio.io/rev: canary\n'),
    see: ['https://istio.io/latest/docs/setup/upgrade/canary/#data-plane']
  },

  check({ manifest, report }) {
    const labels = new Field(manifest.object).get('metadata', 'labels')
    const [injection, revision, mode] = [
      'istio-injection',
      'istio.io/rev',
      'istio.io/dataplane-mode'
    ].map(key => labels.get(key))
    if (injection?.text === 'enabled' && revision?.isThere)
      report({
        at: revision.at,
        message: 'Beside `istio-injection: enabled` the revision is ignored.',
        fixes: [remove(injection, 'istio-injection'), remove(revision, 'istio.io/rev')]
      })
    if (injection?.text === 'enabled' && mode?.text === 'ambient')
      report({
        at: mode.at,
        message: 'The Pods get a sidecar, so ambient mode leaves them out.',
        fixes: [remove(injection, 'istio-injection'), remove(mode, 'istio.io/dataplane-mode')]
      })
  }
})

function remove(label: Field, name: string): FixPlan {
  return { title: `Remove \`${name}\``, safe: false, change: edit => edit.remove(label.at) }
}
