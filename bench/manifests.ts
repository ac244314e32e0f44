/** The manifests that are measured with: made by rule, so that every run has the same. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A Deployment and its Service: 40 lines. */
export function application(name: string): string {
  return `${deployment(name)}---\n${service(name)}`
}

/** Applications one after the other until the file has at least so many lines. */
export function fileOfLines(lines: number): string {
  const parts: string[] = []
  let count = 0
  for (let i = 0; count < lines; i++) {
    const part = application(`web-${i}`)
    parts.push(part)
    count += part.split('\n').length - 1
  }
  return parts.join('---\n')
}

export interface Corpus {
  readonly files: number
  readonly documents: number
}

/** The one fault of a corpus: `replicas` of the last Deployment is a word. */
export const plantedFault = 'replicas: two'

/** Writes a folder for each application, with all that a web application brings, and plants one fault. */
export function writeCorpus(folder: string, applications: number): Corpus {
  for (let i = 0; i < applications; i++) {
    const name = `app-${i}`
    const home = path.join(folder, `team-${i % 10}`, name)
    mkdirSync(home, { recursive: true })
    const isLast = i === applications - 1
    const text = isLast ? deployment(name).replace('replicas: 2', plantedFault) : deployment(name)
    writeFileSync(path.join(home, 'deployment.yaml'), text)
    writeFileSync(path.join(home, 'service.yaml'), service(name))
    writeFileSync(path.join(home, 'config.yaml'), configMap(name))
    writeFileSync(path.join(home, 'network.yaml'), `${ingress(name)}---\n${networkPolicy(name)}`)
  }
  return { files: 4 * applications, documents: 5 * applications }
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
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
        image: example.com/web:1.0
        ports:
        - name: http
          containerPort: 8080
        resources:
          requests:
            cpu: 10m
            memory: 16Mi
`
}

function service(name: string): string {
  return `apiVersion: v1
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
}

function configMap(name: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: shop
data:
  greeting: hello
  workers: "4"
`
}

function ingress(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
spec:
  rules:
  - host: ${name}.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: ${name}
            port:
              name: http
`
}

function networkPolicy(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: ${name}
  policyTypes:
  - Ingress
  ingress:
  - from:
    - podSelector: {}
    ports:
    - protocol: TCP
      port: 8080
`
}
