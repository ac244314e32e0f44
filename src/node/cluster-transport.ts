import { readFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import path from 'node:path'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Clock } from '../base/clock.ts'
import { itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { failed, ok, type Result } from '../base/result.ts'
import { TransportFailure, type ClusterError } from '../cluster/cluster-error.ts'
import type { Transport } from '../cluster/transport.ts'
import { runExecPlugin, type ExecCredential } from './exec-credential.ts'
import type { Connect, ConnectionOptions, HttpConnection } from './http-connection.ts'
import { httpTransport } from './http-transport.ts'
import type { Kubeconfig } from './kubeconfig.ts'
import { loginShellPath } from './login-shell-path.ts'
import { systemClock } from './system-clock.ts'
import { failureOf } from './transport-failure.ts'

export interface ClusterTransportOptions {
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds that a credential plugin may take, 2 minutes unless given: some ask in a browser. */
  readonly execTimeoutMs?: number
  /** Shows that a plugin runs, and ends it by the signal when the person doesn't want to wait. */
  readonly signIn?: SignIn
  /** PATH for credential plugins, the login shell's unless given. */
  readonly path?: () => Promise<string>
  /** Decides when credentials are too old, the machine's own unless given. */
  readonly clock?: Clock
}

/**
 * Carries out the run of a credential plugin, which is known by its command. What comes of the run, a
 * failure too, goes its own way to the request that needs it.
 */
export type SignIn = (command: string, run: (signal: AbortSignal) => Promise<void>) => Promise<void>

/**
 * The way to the cluster of a context. Nothing is read, started or connected before the first request;
 * what is wrong with the kubeconfig's entries comes back at once.
 */
export function clusterTransport(
  kubeconfig: Kubeconfig,
  contextName: string,
  options: ClusterTransportOptions
): Result<Transport, ClusterError> {
  const entries = entriesOf(kubeconfig, contextName)
  if (!entries.ok) return entries
  return ok(httpTransport(connectTo(entries.value, options)))
}

interface Entries {
  readonly context: string
  readonly server: URL
  readonly cluster: UnknownRecord
  readonly user: UnknownRecord
  readonly clusterFolder: string
  readonly userFolder: string
}

function entriesOf(kubeconfig: Kubeconfig, name: string): Result<Entries, ClusterError> {
  const wrong = (what: string, hint: string): Result<Entries, ClusterError> =>
    failed({ reason: 'kubeconfig', message: what, hint })
  const context = kubeconfig.contexts.find(one => one.name === name)
  if (!context) return failed(noSuchContext(kubeconfig, name))
  const cluster = kubeconfig.clusters.get(context.cluster)
  if (!cluster)
    return wrong(
      `Context ${name} names the cluster ${context.cluster || '(none)'}, which the kubeconfig lacks.`,
      `Correct the context in ${context.file}.`
    )
  const user = context.user === undefined ? undefined : kubeconfig.users.get(context.user)
  if (context.user !== undefined && !user)
    return wrong(
      `Context ${name} names the user ${context.user}, which the kubeconfig lacks.`,
      `Correct the context in ${context.file}.`
    )
  const address = stringOf(cluster.fields.server) ?? ''
  const server = URL.canParse(address) ? new URL(address) : undefined
  if (!server || !/^https?:$/.test(server.protocol))
    return wrong(
      `The cluster ${context.cluster} has no usable server address: "${address}".`,
      `Correct its server in ${cluster.file}, such as https://host:6443.`
    )
  if (server.protocol === 'http:' && !isLoopback(server.hostname))
    return wrong(
      `The server ${address} would get your credentials without encryption.`,
      `Use its https address in ${cluster.file}; http is taken for this machine only.`
    )
  return ok({
    context: name,
    server,
    cluster: cluster.fields,
    user: user?.fields ?? {},
    clusterFolder: path.dirname(cluster.file),
    userFolder: path.dirname(user?.file ?? cluster.file)
  })
}

/** What is wrong with a name that the kubeconfig lacks. */
export function noSuchContext({ contexts }: Kubeconfig, name: string): ClusterError {
  return {
    reason: 'kubeconfig',
    message: `The kubeconfig has no context ${name}.`,
    hint: `Choose one of: ${contexts.map(one => one.name).join(', ')}.`
  }
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

function connectTo(entries: Entries, options: ClusterTransportOptions): Connect {
  const config = once(() => kubeConfigFor(entries))
  const credential = execCredentials(entries, options)
  const agent = sharedAgent(entries)
  return async renew => {
    try {
      const kubeConfig = await config()
      const request: https.RequestOptions = {}
      await withinTime(
        kubeConfig.applyToHTTPSOptions(request),
        entries.context,
        options.execTimeoutMs ?? signInTimeMs
      )
      const headers = { ...(request.headers as Record<string, string | string[]> | undefined) }
      const token = await tokenFrom(entries)
      if (token !== undefined) headers.Authorization = `Bearer ${token}`
      const handedOut = await credential(renew)
      if (handedOut.token !== undefined) headers.Authorization = `Bearer ${handedOut.token}`
      return {
        server: entries.server,
        headers: { ...headers, ...impersonation(entries.user) },
        options: {
          ...pickOptions(request),
          ...(handedOut.cert !== undefined && { cert: handedOut.cert }),
          ...(handedOut.key !== undefined && { key: handedOut.key }),
          // The client's own agent knows the way through a proxy, but keeps no connections.
          agent: entries.cluster['proxy-url'] === undefined ? agent : request.agent
        }
      }
    } catch (thrown) {
      throw credentialFailure(thrown, entries)
    }
  }
}

/** Identity providers of old (`auth-provider`) start programs or ask servers without any limit. */
async function withinTime(work: Promise<void>, context: string, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error: ClusterError = {
        reason: 'exec-plugin',
        message: `Signing in to context ${context} did not end within ${timeoutMs / 1000} s.`,
        hint: 'Sign in with the tool that made the kubeconfig, then retry.'
      }
      reject(new TransportFailure(error))
    }, timeoutMs)
  })
  try {
    await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

async function kubeConfigFor({
  cluster,
  clusterFolder,
  server,
  user,
  userFolder,
  context
}: Entries): Promise<KubeConfig> {
  // The import is slow, so it waits until a cluster of the kubeconfig is really asked.
  const { KubeConfig } = await import('./kube-config-client.ts')
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [
      {
        name: context,
        server: server.href,
        ...dataOrFile(cluster, 'certificate-authority', clusterFolder, 'ca'),
        // The client refuses plain http otherwise; other hosts than this machine were refused before.
        skipTLSVerify: cluster['insecure-skip-tls-verify'] === true || server.protocol === 'http:',
        tlsServerName: stringOf(cluster['tls-server-name']),
        proxyUrl: stringOf(cluster['proxy-url'])
      }
    ],
    users: [
      {
        name: context,
        ...dataOrFile(user, 'client-certificate', userFolder, 'cert'),
        ...dataOrFile(user, 'client-key', userFolder, 'key'),
        username: stringOf(user.username),
        password: stringOf(user.password),
        authProvider: user['auth-provider'],
        impersonateUser: stringOf(user.as)
      }
    ],
    contexts: [{ name: context, cluster: context, user: context }],
    currentContext: context
  })
  return config
}

/** Data inside the kubeconfig comes before the file that it names, as client-go has it. */
function dataOrFile(
  fields: UnknownRecord,
  name: string,
  folder: string,
  as: string
): Record<string, string> {
  const data = stringOf(fields[`${name}-data`])
  if (data !== undefined && data !== '') return { [`${as}Data`]: data }
  const file = stringOf(fields[name])
  return file === undefined || file === '' ? {} : { [`${as}File`]: path.resolve(folder, file) }
}

/** A token file comes before a token, and is read each time because its content is rotated. */
async function tokenFrom({ user, userFolder }: Entries): Promise<string | undefined> {
  const file = stringOf(user.tokenFile)
  if (file !== undefined && file !== '')
    return (await readFile(path.resolve(userFolder, file), 'utf8')).trim()
  const token = stringOf(user.token)
  return token === '' ? undefined : token
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function impersonation(user: UnknownRecord): HttpConnection['headers'] {
  const uid = stringOf(user['as-uid'])
  const groups = texts(user['as-groups'])
  return {
    ...(uid !== undefined && { 'Impersonate-Uid': uid }),
    ...(groups.length > 0 && { 'Impersonate-Group': groups }),
    ...Object.fromEntries(
      Object.entries(recordOf(user['as-user-extra'])).map(([key, values]) => [
        `Impersonate-Extra-${encodeURIComponent(key)}`,
        texts(values)
      ])
    )
  }
}

function execCredentials(
  { user, userFolder, cluster, context }: Entries,
  {
    env,
    execTimeoutMs = signInTimeMs,
    path: searchPath,
    clock = systemClock,
    signIn = (_command, run) => run(new AbortController().signal)
  }: ClusterTransportOptions
): (renew: boolean) => Promise<ExecCredential> {
  const fields = user.exec
  if (fields === undefined || fields === null) return () => Promise.resolve({})
  let current: Promise<ExecCredential> | undefined
  let obtainedAt = Number.NEGATIVE_INFINITY
  return async renew => {
    const known = await current?.then(
      credential => credential,
      () => 'failed' as const
    )
    const now = clock.now()
    const unusable =
      known === 'failed' || (known?.expiresAt !== undefined && known.expiresAt - expiryMargin < now)
    // Requests that fail together shall not start the plugin, or its browser window, one by one.
    const settled = now - obtainedAt > renewPause
    if (current && !((unusable || renew) && settled)) return current
    obtainedAt = now
    const plugin = { fields: recordOf(fields), folder: userFolder, cluster, context }
    const pathOf = searchPath ?? (() => loginShellPath(env))
    current = new Promise((resolve, reject) => {
      const settings = { env, path: pathOf, timeoutMs: execTimeoutMs }
      signIn(stringOf(plugin.fields.command) ?? '', signal =>
        runExecPlugin(plugin, { ...settings, signal }).then(resolve, reject)
      ).catch(reject)
    })
    return current
  }
}

const signInTimeMs = 120_000
const expiryMargin = 10_000
const renewPause = 5_000

/** One agent for all requests of a context, so that connections are used again. */
function sharedAgent({ server }: Entries): http.Agent {
  const settings = { keepAlive: true, maxFreeSockets: 8, timeout: 30_000 }
  return server.protocol === 'http:' ? new http.Agent(settings) : new https.Agent(settings)
}

function pickOptions(request: https.RequestOptions): ConnectionOptions {
  const { ca, cert, key, auth, servername, rejectUnauthorized } = request
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(auth !== undefined && { auth }),
    ...(servername !== undefined && { servername }),
    ...(rejectUnauthorized !== undefined && { rejectUnauthorized })
  }
}

function credentialFailure(thrown: unknown, { context, server }: Entries): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown
  const { code, path: file } = thrown as NodeJS.ErrnoException
  if (file === undefined) return failureOf(thrown, server.origin)
  return new TransportFailure(
    {
      reason: 'kubeconfig',
      message: `The file ${file}, which context ${context} needs, can't be read (${code ?? 'unknown'}).`,
      hint: 'Correct its path in the kubeconfig, or make the file again.'
    },
    thrown
  )
}

function texts(value: unknown): string[] {
  return itemsOf(value).filter(item => typeof item === 'string')
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}
