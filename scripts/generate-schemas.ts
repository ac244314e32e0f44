/**
 * `npm run generate:schemas`: builds a kube-apiserver and etcd from their Go modules, starts the two on
 * loopback, installs the CRDs of the Gateway API, and writes the structure of everything that the server
 * serves to `schemas/`. Needs Go; nothing outside of a temporary folder and the build cache is touched.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import os from 'node:os'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { leanSchema } from './schemas/lean-schema.ts'

const root = path.dirname(import.meta.dirname)
const build = path.join(root, 'test/cluster/build')
const bin = path.join(os.homedir(), '.cache/netlabs/bin')
const versions = { kubernetes: '1.37.2', gatewayApi: '1.6.1' }
const port = 16443

interface Document {
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
}

interface ApiResource {
  readonly name: string
  readonly singularName?: string
  readonly namespaced: boolean
  readonly kind: string
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
}

try {
  execFileSync('go', ['version'], { stdio: 'ignore' })
} catch {
  console.error(
    'Go is needed to build the API server that the schemas are read from. Install Go 1.26.'
  )
  process.exit(2)
}

const work = mkdtempSync(path.join(os.tmpdir(), 'netlabs-schemas-'))
const token = randomBytes(16).toString('hex')
const running: ChildProcess[] = []
try {
  compile('kubernetes', 'kube-apiserver', 'k8s.io/kubernetes/cmd/kube-apiserver')
  compile('etcd', 'etcd', 'go.etcd.io/etcd/server/v3')
  startServer()
  await ready()
  await installGatewayApi()
  await writeSchemas()
} finally {
  for (const child of running.reverse()) child.kill('SIGKILL')
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}

function compile(module: string, name: string, target: string): void {
  mkdirSync(bin, { recursive: true })
  console.log(`Building ${name} …`)
  execFileSync('go', ['build', '-trimpath', '-mod=readonly', '-o', path.join(bin, name), target], {
    cwd: path.join(build, module),
    stdio: 'inherit',
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', NODE_OPTIONS: '' }
  })
}

function startServer(): void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(work, name), text, { mode: 0o600 })
    return path.join(work, name)
  }
  const start = (name: string, args: readonly string[]): void => {
    running.push(spawn(path.join(bin, name), args, { stdio: 'ignore' }))
  }
  start('etcd', [
    `--data-dir=${path.join(work, 'etcd')}`,
    '--name=netlabs',
    '--listen-client-urls=http://127.0.0.1:23790',
    '--advertise-client-urls=http://127.0.0.1:23790',
    '--listen-peer-urls=http://127.0.0.1:23800',
    '--initial-advertise-peer-urls=http://127.0.0.1:23800',
    '--initial-cluster=netlabs=http://127.0.0.1:23800',
    '--unsafe-no-fsync'
  ])
  start('kube-apiserver', [
    '--etcd-servers=http://127.0.0.1:23790',
    `--cert-dir=${path.join(work, 'certs')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    '--advertise-address=10.0.0.1',
    '--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112',
    '--authorization-mode=RBAC',
    `--token-auth-file=${file('tokens.csv', `${token},admin,admin,system:masters\n`)}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('sa.pub', publicKey)}`,
    `--service-account-signing-key-file=${file('sa.key', privateKey)}`
  ])
}

async function ready(): Promise<void> {
  for (let i = 0; i < 240; i++) {
    const answer = await call('GET', '/readyz').catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error('The API server was not ready after 60 seconds.')
}

async function installGatewayApi(): Promise<void> {
  const module = `sigs.k8s.io/gateway-api@v${versions.gatewayApi}`
  const { Dir: folder } = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', module], { cwd: work, encoding: 'utf8' })
  ) as { readonly Dir: string }
  const crds = path.join(folder, 'config/crd/standard')
  let installed = 0
  for (const name of readdirSync(crds).filter(file => file.endsWith('.yaml')))
    for (const document of parseAllDocuments(readFileSync(path.join(crds, name), 'utf8'))) {
      const crd = document.toJS() as { readonly kind?: string } | null
      if (crd?.kind !== 'CustomResourceDefinition') continue
      const url = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
      const { status, body } = await call('POST', url, JSON.stringify(crd))
      if (status !== 201) throw new Error(`A CRD of ${name} was refused: ${body.slice(0, 300)}`)
      installed++
    }
  for (let i = 0; i < 120; i++) {
    const listed = (await resources()).filter(one => one.group === 'gateway.networking.k8s.io')
    if (new Set(listed.map(one => one.kind)).size >= installed) return
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

async function writeSchemas(): Promise<void> {
  const index = JSON.parse((await call('GET', '/openapi/v3')).body) as {
    readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>>
  }
  const definitions: Record<string, unknown> = {}
  const kinds: Record<string, string> = {}
  for (const [name, { serverRelativeURL }] of Object.entries(index.paths).sort()) {
    if (!/^(api|apis)\/.+/.test(name)) continue
    const document = JSON.parse(await read(serverRelativeURL.replace(/\?.*$/, ''))) as Document
    for (const [key, node] of Object.entries(document.components?.schemas ?? {})) {
      definitions[key] = leanSchema(node)
      const gvks = node['x-kubernetes-group-version-kind']
      if (!Array.isArray(gvks) || gvks.length !== 1 || key.includes('.meta.v1.')) continue
      const [gvk] = gvks as { group: string; version: string; kind: string }[]
      if (gvk) kinds[`${gvk.group ? `${gvk.group}/` : ''}${gvk.version}/${gvk.kind}`] = key
    }
  }
  const bundle = {
    label: `Kubernetes ${versions.kubernetes.replace(/\.\d+$/, '')} bundled`,
    kinds: sorted(kinds),
    resources: await resources(),
    definitions: sorted(definitions)
  }
  const text = `${JSON.stringify(bundle)}\n`
  mkdirSync(path.join(root, 'schemas'), { recursive: true })
  writeFileSync(path.join(root, 'schemas/kubernetes.json'), text)
  const sources = [
    { component: 'kube-apiserver', version: versions.kubernetes, licence: 'Apache-2.0' },
    {
      component: 'gateway-api (standard channel)',
      version: versions.gatewayApi,
      licence: 'Apache-2.0'
    }
  ]
  const sha256 = createHash('sha256').update(text).digest('hex')
  writeFileSync(
    path.join(root, 'schemas/sources.json'),
    `${JSON.stringify({ 'kubernetes.json': { sha256, sources } }, null, 2)}\n`
  )
  console.log(`${Object.keys(kinds).length} kinds, ${text.length} characters.`)
}

/** Every resource of every group and version, with its subresources as names. */
async function resources(): Promise<
  readonly (ApiResource & { readonly subresources: string[] })[]
> {
  const groups = JSON.parse((await call('GET', '/apis')).body) as {
    readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[]
  }
  const urls = [
    '/api/v1',
    ...groups.groups.flatMap(group =>
      group.versions.map(version => `/apis/${version.groupVersion}`)
    )
  ]
  const all: (ApiResource & { subresources: string[] })[] = []
  for (const url of urls) {
    const [, , group = '', version = ''] = url === '/api/v1' ? ['', '', '', 'v1'] : url.split('/')
    const list = JSON.parse((await call('GET', url)).body) as {
      readonly resources: readonly ApiResource[]
    }
    for (const one of list.resources.filter(({ name }) => !name.includes('/')))
      all.push({
        name: one.name,
        singularName: one.singularName ?? '',
        namespaced: one.namespaced,
        kind: one.kind,
        group,
        version,
        verbs: one.verbs,
        shortNames: one.shortNames ?? [],
        subresources: list.resources
          .filter(({ name }) => name.startsWith(`${one.name}/`))
          .map(({ name }) => name.slice(one.name.length + 1))
      })
  }
  return all
}

/** Reads a page that the server may still be putting together. */
async function read(url: string): Promise<string> {
  for (let i = 0; ; i++) {
    const { status, body } = await call('GET', url)
    if (status === 200 && body !== '') return body
    if (i === 40) throw new Error(`GET ${url} answered ${status}: ${body.slice(0, 200)}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

function call(
  method: string,
  url: string,
  body?: string
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        port,
        path: url,
        method,
        // The server made its own certificate a moment ago, on loopback.
        rejectUnauthorized: false,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      }
    )
    request.on('error', reject)
    request.end(body)
  })
}

function sorted<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
