import { parseHttpUrl } from '../../net/http.ts'
import type { Transfer } from './curl.ts'

/** `curl -w`: variables as `%{http_code}`, and `\n`, `\t`, `\r` as escapes. Unknown variables give nothing. */
export function writeOut(format: string, transfer: Transfer): string {
  const values = valuesOf(transfer)
  return format
    .replaceAll(/%\{([^}]*)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('%%', '%')
    .replaceAll(/\\([nrt\\])/g, (_, letter: string) => escapes[letter] ?? letter)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' }

function valuesOf(transfer: Transfer): Readonly<Record<string, string>> {
  const { response, exitCode, elapsed, result, url, message, method } = transfer
  const parsed = parseHttpUrl(url)
  const code = String(response?.status ?? 0).padStart(3, '0')
  const connectedAt = result?.connection.outcome === 'connected' ? elapsed / 2 : 0
  const lookedUpAt = result?.connection.outcome === 'unresolved' ? 0 : Math.min(1, elapsed)
  return {
    http_code: code,
    response_code: code,
    exitcode: String(exitCode),
    errormsg: message,
    method,
    url,
    url_effective: url,
    scheme: parsed?.secure === true ? 'https' : 'http',
    http_version: response ? '1.1' : '0',
    remote_ip: connectedAt > 0 ? (result?.connection.address ?? '') : '',
    remote_port: connectedAt > 0 ? String(parsed?.port ?? 0) : '0',
    size_download: String(method === 'HEAD' ? 0 : (response?.body.length ?? 0)),
    content_type: response?.headers['content-type'] ?? '',
    num_connects: connectedAt > 0 ? '1' : '0',
    num_redirects: '0',
    redirect_url: redirectOf(transfer),
    time_namelookup: seconds(lookedUpAt),
    time_connect: seconds(connectedAt),
    time_appconnect: seconds(0),
    time_pretransfer: seconds(connectedAt),
    time_starttransfer: seconds(response ? elapsed : 0),
    time_total: seconds(elapsed)
  }
}

/** Where a redirection that was not followed leads; nothing when the answer is none. */
function redirectOf({ response, url }: Transfer): string {
  const { location } = response?.headers ?? {}
  if (location === undefined || Math.floor((response?.status ?? 0) / 100) !== 3) return ''
  return URL.canParse(location, url) ? new URL(location, url).href : ''
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6)
}
