import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { traefikPrograms } from '../shared/traefik-entry-points.ts'
import { routeKinds, traefikKeys } from '../shared/traefik.ts'

const manifests = (entryPoint: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: traefik, namespace: traefik }
spec:
  selector: { matchLabels: { app: traefik } }
  template:
    metadata: { labels: { app: traefik } }
    spec:
      containers:
        - name: traefik
          image: docker.io/traefik:v3.6.0
          args: ["--entryPoints.web.address=:8000", "--entryPoints.websecure.address=:8443"]
          ports: [{ containerPort: 8000 }, { containerPort: 8443 }]
          readinessProbe: { tcpSocket: { port: 8000 } }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  entryPoints: [${entryPoint}]
  routes:
    - kind: Rule
      match: Host(\`shop.example\`)
      services: [{ name: web, port: 80 }]
`

export default defineRule({
  id: 'traefik/entry-point-missing',
  appliesTo: traefikKeys(...routeKinds),
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik'],
  what: 'A route names an entry point that the Traefik beside it does not have.',
  why: 'Traefik leaves out an entry point that it does not know and says so in its log only; where the route has no other, requests get 404.',
  todo: 'Write the name as it stands in the options of Traefik, `--entryPoints.NAME.address`.',
  docs: {
    bad: manifests('http'),
    good: manifests('web'),
    see: ['https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/']
  },

  check({ manifest, workspace, report }) {
    const items = new Field(manifest.object).get('spec', 'entryPoints').items
    if (items.length === 0) return
    const programs = workspace.derive(traefikPrograms)
    const [program, another] = programs
    // Of several, or of one that a file tells more, nobody knows which serves the route.
    if (!program?.names || another) return
    const { names } = program
    for (const item of items)
      if (item.text !== undefined && !names.includes(item.text.toLowerCase()))
        report({
          at: item.at,
          part: 'value',
          message: `${describeManifest(program.manifest)} has no entry point ${item.text}; it has ${names.join(', ')}.`,
          related: [{ manifest: program.manifest, at: ['spec'], message: 'It is run here.' }],
          fixes: names.map(name => ({
            title: `Use ${name}`,
            safe: false,
            preferred: names.length === 1,
            change: edit => edit.set(item.at, name)
          }))
        })
  }
})
