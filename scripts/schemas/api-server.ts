import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { buildGo, isBuilt, type GoProgram } from '../build-go.ts'

const programs = {
  apiServer: {
    module: 'kubernetes',
    name: 'kube-apiserver',
    target: 'k8s.io/kubernetes/cmd/kube-apiserver'
  },
  etcd: { module: 'etcd', name: 'etcd', target: 'go.etcd.io/etcd/server/v3' }
} as const

/** What is built and installed. The Go modules in test/cluster/build name the same versions. */
export const versions = { kubernetes: '1.37.2', gatewayApi: '1.6.1' } as const

export interface Answer {
  readonly status: number
  readonly body: string
}

/** An API server with its etcd on loopback, with the CRDs of the Gateway API's standard channel. */
export interface ApiServer {
  /** One request; a body goes out as JSON unless another type is given. */
  readonly call: (
    method: string,
    url: string,
    body?: string,
    contentType?: string
  ) => Promise<Answer>
  stop(): void
}

/**
 * Builds kube-apiserver and etcd from their Go modules unless the build cache has them, and starts the two.
 * Nothing outside of a temporary folder and the build cache is touched.
 * @throws Error when Go is missing, the build fails or the server isn't ready after a minute
 */
export async function startApiServer(): Promise<ApiServer> {
  for (const program of Object.values(programs)) buildGo(program)
  return await startBuiltApiServer()
}

/** Whether an earlier call of `startApiServer` has left the two programs. */
export function apiServerIsBuilt(): boolean {
  return Object.values(programs).every(isBuilt)
}

/**
 * Starts what is built.
 * @throws Error when the server isn't ready after a minute
 */
export async function startBuiltApiServer(): Promise<ApiServer> {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netlabs-schemas-'))
  const running: ChildProcess[] = []
  const stop = (): void => {
    for (const child of running.splice(0).reverse()) child.kill('SIGKILL')
    rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    const token = randomBytes(16).toString('hex')
    const port = await startProcesses(work, token, running)
    const server: ApiServer = { call: caller(port, token), stop }
    await ready(server)
    await installGatewayApi(server, work)
    return server
  } catch (error) {
    stop()
    throw error
  }
}

async function startProcesses(
  work: string,
  token: string,
  running: ChildProcess[]
): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(work, name), text, { mode: 0o600 })
    return path.join(work, name)
  }
  const start = (program: GoProgram, args: readonly string[]): void => {
    running.push(spawn(buildGo(program), args, { stdio: 'ignore' }))
  }
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()]
  start(programs.etcd, [
    `--data-dir=${path.join(work, 'etcd')}`,
    '--name=netlabs',
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=netlabs=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync'
  ])
  start(programs.apiServer, [
    `--etcd-servers=http://127.0.0.1:${client}`,
    `--cert-dir=${path.join(work, 'certs')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${secure}`,
    '--advertise-address=10.0.0.1',
    '--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/112',
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    // Pods would be refused for want of the default account, which only the controller manager makes.
    '--disable-admission-plugins=ServiceAccount',
    `--token-auth-file=${file('tokens.csv', `${token},admin,admin,system:masters\n`)}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('sa.pub', publicKey)}`,
    `--service-account-signing-key-file=${file('sa.key', privateKey)}`
  ])
  return secure
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

async function ready({ call }: ApiServer): Promise<void> {
  for (let i = 0; i < 240; i++) {
    const answer = await call('GET', '/readyz').catch(() => undefined)
    if (answer?.status === 200) return
    await pause()
  }
  throw new Error('The API server was not ready after 60 seconds.')
}

async function installGatewayApi({ call }: ApiServer, work: string): Promise<void> {
  const module = `sigs.k8s.io/gateway-api@v${versions.gatewayApi}`
  const { Dir: folder } = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', module], { cwd: work, encoding: 'utf8' })
  ) as { readonly Dir: string }
  const crds = path.join(folder, 'config/crd/standard')
  const urls: string[] = []
  for (const name of readdirSync(crds).filter(file => file.endsWith('.yaml')))
    for (const document of parseAllDocuments(readFileSync(path.join(crds, name), 'utf8'))) {
      const crd = document.toJS() as {
        readonly kind?: string
        readonly metadata: { readonly name: string }
      } | null
      if (crd?.kind !== 'CustomResourceDefinition') continue
      const url = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
      const { status, body } = await call('POST', url, JSON.stringify(crd))
      if (status !== 201) throw new Error(`A CRD of ${name} was refused: ${body.slice(0, 300)}`)
      urls.push(`${url}/${crd.metadata.name}`)
    }
  for (const url of urls) await established(call, url)
}

async function established(call: ApiServer['call'], url: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    const { body } = await call('GET', url)
    if (JSON.stringify(JSON.parse(body)).includes('"type":"Established","status":"True"')) return
    await pause()
  }
  throw new Error(`The API server does not serve ${url.slice(url.lastIndexOf('/') + 1)}.`)
}

function caller(port: number, token: string): ApiServer['call'] {
  return (method, url, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: '127.0.0.1',
          port,
          path: url,
          method,
          // The server made its own certificate a moment ago, on loopback.
          rejectUnauthorized: false,
          headers: { authorization: `Bearer ${token}`, 'content-type': contentType }
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

export function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 250))
}
