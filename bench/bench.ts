/**
 * `npm run bench`: prints how long the product takes for what a person waits for. Every figure is the
 * median of several runs on this machine; nothing here is a test, so nothing here can fail for slowness.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { schemaSetFrom, type SchemaBundle } from '../src/api/schema-set.ts'
import { createLanguageService } from '../src/language/language-service.ts'
import { rules } from '../src/rules/index.generated.ts'

const root = path.dirname(import.meta.dirname)
const bundle = JSON.parse(
  readFileSync(path.join(root, 'schemas/kubernetes.json'), 'utf8')
) as SchemaBundle

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
      - name: web
        image: registry.example/web:1.0
        ports:
        - name: http
          containerPort: 8080
        readinessProbe:
          httpGet:
            path: /
            port: http
        resources:
          requests:
            cpu: 10m
            memory: 16Mi
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
`

const small = deployment('web')
const large = Array.from({ length: 116 }, (_, i) => deployment(`web-${i}`)).join('---\n')

console.log(
  `Node ${process.version}, ${process.arch}. Medians in milliseconds of work in the language service.`
)
for (const [title, text] of [
  ['small', small],
  ['large', large]
] as const) {
  const lines = text.split('\n').length
  const cold = measure(9, () => {
    const service = newService()
    service.setFile('file:///bench.yaml', text)
    return () => service.lint('file:///bench.yaml')
  })
  const service = newService()
  service.setFile('file:///bench.yaml', text)
  service.lint('file:///bench.yaml')
  let turn = 0
  const keystroke = measure(31, () => {
    turn++
    const edited = text.replace('replicas: 2', `replicas: ${2 + (turn % 5)}`)
    return () => {
      service.setFile('file:///bench.yaml', edited)
      return service.lint('file:///bench.yaml')
    }
  })
  console.log(
    `${title.padEnd(6)} ${String(lines).padStart(5)} lines: first findings ${cold.toFixed(2)}, after a keystroke ${keystroke.toFixed(2)}`
  )
}

const vsix = path.join(root, 'out/kubernetes-networking-labs.vsix')
console.log(
  existsSync(vsix)
    ? `package: ${statSync(vsix).size} bytes`
    : 'package: not built, so not measured (npm run package)'
)

function newService(): ReturnType<typeof createLanguageService> {
  return createLanguageService({ schemas: schemaSetFrom(bundle), rules })
}

/** The median time of what `prepare` returns; preparing is not counted. */
function measure(times: number, prepare: () => () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const run = prepare()
    const from = performance.now()
    run()
    return performance.now() - from
  }).sort((a, b) => a - b)
  return taken[taken.length >> 1] ?? NaN
}
