import { spawn, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { buildGo, isBuilt, type GoProgram } from '../build-go.ts'
import { downloadedModule } from '../go-modules.ts'
import {
  installDefinitions,
  readDefinitions,
  type Call,
  type CustomResourceDefinition
} from './definitions.ts'

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

/** An API server with its etcd on loopback, with the CRDs of the Gateway API's standard channel. */
export interface ApiServer {
  readonly call: Call
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
    await installGatewayApi(server)
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

async function installGatewayApi(server: ApiServer): Promise<void> {
  await installDefinitions(server, gatewayDefinitions())
}

/** The standard channel of the Gateway API, which every server here has. */
export function gatewayDefinitions(): CustomResourceDefinition[] {
  const folder = downloadedModule(`sigs.k8s.io/gateway-api@v${versions.gatewayApi}`)
  return readDefinitions(folder, ['config/crd/standard/*.yaml'])
}

function caller(port: number, token: string): Call {
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
