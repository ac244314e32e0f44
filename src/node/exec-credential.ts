import { spawn } from 'node:child_process'
import path from 'node:path'
import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../base/json.ts'
import { TransportFailure, type ClusterError } from '../cluster/cluster-error.ts'

/** What a credential plugin handed out. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export interface ExecCredential {
  readonly token?: string
  readonly cert?: string
  readonly key?: string
  /** Milliseconds since 1970; absent when the plugin names no end. */
  readonly expiresAt?: number
}

export interface ExecPlugin {
  /** The `exec` entry of a user in a kubeconfig. */
  readonly fields: UnknownRecord
  /** Folder of the kubeconfig, for a command that is a relative path. */
  readonly folder: string
  /** The cluster's entry, handed over when the plugin asks for it. */
  readonly cluster: UnknownRecord
  readonly context: string
}

export interface ExecSettings {
  readonly env: NodeJS.ProcessEnv
  /** The PATH in which the plugin and what it starts are looked for. */
  readonly path: () => Promise<string>
  readonly timeoutMs: number
  /** Ends the plugin, as when the person has stopped waiting. */
  readonly signal?: AbortSignal
}

/** Runs a credential plugin; rejects with a `TransportFailure` that says what to do. */
export async function runExecPlugin(
  plugin: ExecPlugin,
  settings: ExecSettings
): Promise<ExecCredential> {
  const { fields, context } = plugin
  const command = stringOf(fields.command) ?? ''
  if (command === '')
    throw failure(context, 'names no command', 'Add exec.command to the user in the kubeconfig.')
  if (fields.interactiveMode === 'Always')
    throw failure(
      context,
      `${command} wants a terminal to ask you`,
      `Sign in by running ${command} in a terminal, or set interactiveMode to IfAvailable.`
    )
  const output = await outputOf(plugin, command, settings)
  return credentialFrom(output, command, context)
}

async function outputOf(
  { fields, folder, cluster, context }: ExecPlugin,
  command: string,
  settings: ExecSettings
): Promise<string> {
  const file = /[\\/]/.test(command) ? path.resolve(folder, command) : command
  const env: NodeJS.ProcessEnv = {
    ...settings.env,
    PATH: await settings.path(),
    ...Object.fromEntries(
      itemsOf(fields.env).map(entry => {
        const { name, value } = recordOf(entry)
        return [stringOf(name) ?? '', stringOf(value) ?? '']
      })
    ),
    KUBERNETES_EXEC_INFO: JSON.stringify({
      apiVersion: fields.apiVersion,
      kind: 'ExecCredential',
      spec: {
        interactive: false,
        ...(fields.provideClusterInfo === true && { cluster: clusterInfo(cluster) })
      }
    })
  }
  return new Promise((resolve, reject) => {
    const child = spawn(
      file,
      itemsOf(fields.args).map(arg => stringOf(arg) ?? ''),
      {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, so that what a plugin starts ends with it.
        detached: process.platform !== 'win32',
        windowsHide: true
      }
    )
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const timer = setTimeout(() => {
      endGroup(child.pid)
      reject(
        failure(
          context,
          `${command} did not answer within ${settings.timeoutMs / 1000} s`,
          `Run ${command} in a terminal to see what it waits for, such as a sign-in.`
        )
      )
    }, settings.timeoutMs)
    const stop = (): void => {
      clearTimeout(timer)
      endGroup(child.pid)
      const message = `Signing in to context ${context} with ${command} was stopped.`
      reject(new TransportFailure({ reason: 'cancelled', message }))
    }
    settings.signal?.addEventListener('abort', stop, { once: true })
    if (settings.signal?.aborted === true) stop()
    child.on('error', error => {
      clearTimeout(timer)
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const installHint = stringOf(fields.installHint)?.trim()
      reject(
        failure(
          context,
          missing ? `${command} is not installed` : `${command} can't be started: ${error.message}`,
          installHint ?? `Install ${command}, or put it on the PATH of your login shell.`
        )
      )
    })
    child.on('close', code => {
      clearTimeout(timer)
      settings.signal?.removeEventListener('abort', stop)
      if (code === 0) resolve(stdout)
      else
        reject(
          failure(
            context,
            `${command} ended with ${code ?? 'a signal'}: ${lastLine(stderr)}`,
            `Sign in again, then retry. Running ${command} in a terminal shows all it says.`
          )
        )
    })
  })
}

function credentialFrom(output: string, command: string, context: string): ExecCredential {
  const status = recordOf(parsed(output).status)
  const token = stringOf(status.token)
  const cert = stringOf(status.clientCertificateData)
  const key = stringOf(status.clientKeyData)
  if (token === undefined && (cert === undefined || key === undefined))
    throw failure(
      context,
      `${command} answered without a token or a client certificate`,
      `Run ${command} in a terminal and look at what it prints.`
    )
  const expiresAt = Date.parse(stringOf(status.expirationTimestamp) ?? '')
  return {
    ...(token !== undefined && { token }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(Number.isFinite(expiresAt) && { expiresAt })
  }
}

function parsed(output: string): UnknownRecord {
  try {
    const value: unknown = JSON.parse(output)
    return isRecord(value) ? value : {}
  } catch {
    // Not JSON is an answer without credentials, and is reported as that.
    return {}
  }
}

function clusterInfo(cluster: UnknownRecord): UnknownRecord {
  const { server, ...fields } = cluster
  return {
    server,
    'tls-server-name': fields['tls-server-name'],
    'insecure-skip-tls-verify': fields['insecure-skip-tls-verify'],
    'certificate-authority-data': fields['certificate-authority-data'],
    'proxy-url': fields['proxy-url'],
    // https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster
    config: itemsOf(fields.extensions)
      .map(recordOf)
      .find(extension => extension.name === 'client.authentication.k8s.io/exec')?.extension
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch (thrown) {
    // It ended by itself in the same moment.
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown
  }
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n')
  return (lines.at(-1) ?? '').slice(0, 300) || 'it printed no reason'
}

function failure(context: string, what: string, hint: string): TransportFailure {
  const error: ClusterError = {
    reason: 'exec-plugin',
    message: `Signing in to context ${context} failed: ${what}.`,
    hint
  }
  return new TransportFailure(error)
}
