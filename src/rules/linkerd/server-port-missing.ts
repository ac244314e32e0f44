import { Field } from '../../base/field.ts'
import { runningContainersOf } from '../../model/pod.ts'
import { isEmptySelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { linkerdServer, serverKeys } from '../shared/linkerd.ts'
import { selectorOf } from '../shared/monitoring.ts'
import { slipOf } from '../shared/slip-of.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (port: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - { name: web, image: "registry.example/web:1.0", ports: [{ name: http-web, containerPort: 8080 }] }
---
${linkerdServer.replace('port: http', `port: ${port}`)}`

export default defineRule({
  id: 'linkerd/server-port-missing',
  appliesTo: serverKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['linkerd', 'ports', 'policy'],
  what: 'No container of the Pods has the port, while one has a port that was most likely meant.',
  why: 'A Server is a port of Pods. With a name that no container has it is none, so the policies of the port do not hold.',
  todo: 'Write the name of the container port, or its number.',
  docs: {
    bad: manifests('http-wbe'),
    good: manifests('http-web'),
    see: ['https://linkerd.io/2/reference/authorization-policy/#server']
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const port = spec.get('port')
    const selector = selectorOf(spec.get('podSelector'))
    if (port.text === undefined || isEmptySelector(selector) || manifest.partial) return
    const pods = podsOfSelector(workspace, manifest, selector)
    const names = pods
      .flatMap(pod => runningContainersOf(pod.spec))
      .flatMap(container => (container.ports ?? []).flatMap(({ name }) => name ?? []))
    const [pod] = pods
    const meant = names.includes(port.text) ? undefined : slipOf(port.text, names)
    if (!pod || meant === undefined) return
    report({
      at: port.at,
      part: 'value',
      message: `The Pods of ${describeManifest(pod.manifest)} have no port ${port.text}; they have ${meant}.`,
      fixes: setTo(port.at, meant)
    })
  }
})
