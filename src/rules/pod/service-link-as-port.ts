import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { servicesBeside } from '../shared/service-port.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (value: string): string => `apiVersion: v1
kind: Service
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: registry.example/web:1.0
      args: [--redis-host=redis, "--redis-port=${value}"]
`

export default defineRule({
  id: 'pod/service-link-as-port',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'service', 'environment'],
  what: 'A variable that Kubernetes makes of a Service is taken for a port.',
  why: 'For each Service of the namespace a container gets variables of old Docker links: `REDIS_PORT` is then `tcp://10.96.0.7:6379`, unless the container sets it. A program that wants a number from it ends.',
  todo: 'Use `REDIS_SERVICE_PORT`, set the variable under `env`, or write `enableServiceLinks: false`.',
  docs: {
    bad: manifests('$(REDIS_PORT)'),
    good: manifests('$(REDIS_SERVICE_PORT)'),
    see: [
      'https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service'
    ]
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial || pod.spec.enableServiceLinks === false) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const root = new Field(container, at)
      // What a ConfigMap brings is not seen here.
      if (root.get('envFrom').items.length > 0) continue
      const env = root.get('env').items
      const set = new Set(env.map(one => one.get('name').text))
      for (const { text, at: place } of textsOf(root)) {
        const variable = /\$[({]([A-Z][A-Z0-9_]*_PORT)[)}]/.exec(text)?.[1]
        if (variable === undefined || set.has(variable)) continue
        const service = serviceOf(variable, manifest, workspace)
        if (!service) continue
        // A value that is filled in as a whole is told of by what holds it.
        const isWhole = /^\$[({]\w+[)}]$/.test(text)
        report({
          at: isWhole ? place.slice(0, -1) : place,
          part: 'value',
          message: `${variable} is tcp://ADDRESS:PORT here, because of ${describeManifest(service)}.`,
          related: [
            { manifest: service, at: ['metadata', 'name'], message: 'The Service is here.' }
          ],
          fixes: [
            {
              title: `Use ${variable.replace(/_PORT$/, '_SERVICE_PORT')}`,
              safe: false,
              preferred: true,
              change: edit =>
                edit.set(place, text.replace(variable, variable.replace(/_PORT$/, '_SERVICE_PORT')))
            }
          ]
        })
      }
      const host = env.find(one => {
        const port = portOfHost(one.get('name').text)
        return port !== undefined && !set.has(port) && serviceOf(port, manifest, workspace)
      })
      const port = portOfHost(host?.get('name').text)
      if (host && port !== undefined)
        report({
          at: host.at,
          part: 'value',
          severity: 'hint',
          message: `${port} is not set here, so Kubernetes sets it to tcp://ADDRESS:PORT.`,
          todo: `Set \`${port}\` to the number as well, or write \`enableServiceLinks: false\`.`
        })
    }
  }
})

/** Arguments and the values of variables. */
function textsOf(container: Field): readonly { readonly text: string; readonly at: FieldPath }[] {
  return [
    ...container.get('command').items,
    ...container.get('args').items,
    ...container.get('env').items.map(one => one.get('value'))
  ].flatMap(({ text, at }) => (text === undefined ? [] : [{ text, at }]))
}

/** `REDIS_HOST: redis` without `REDIS_PORT`: a program that reads the one reads the other as a rule. */
function portOfHost(name: string | undefined): string | undefined {
  return name?.endsWith('_HOST') === true ? name.replace(/_HOST$/, '_PORT') : undefined
}

/** The Service whose variables begin like this one, when it is in the namespace of the Pod for certain. */
function serviceOf(
  variable: string,
  manifest: Manifest,
  workspace: WorkspaceView
): Manifest | undefined {
  const name = variable.replace(/_PORT$/, '')
  return servicesBeside(workspace, manifest).find(
    service =>
      service.namespace === manifest.namespace &&
      service.object.spec?.clusterIP !== 'None' &&
      service.object.spec?.type !== 'ExternalName' &&
      service.name?.toUpperCase().replaceAll('-', '_') === name
  )
}
