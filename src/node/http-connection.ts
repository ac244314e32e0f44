import type https from 'node:https'
import { formatQuery, type Query } from '../cluster/transport.ts'

/** How to reach one API server, with everything that a request needs to be let in. */
export interface HttpConnection {
  /** The address with the path that a proxy such as Rancher's puts before the API's own. */
  readonly server: URL
  readonly options: ConnectionOptions
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** TLS material, basic authentication and the agent that keeps connections for the next request. */
export type ConnectionOptions = Pick<
  https.RequestOptions,
  'agent' | 'auth' | 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'
>

/** Gives the connection for each request; `renew` asks for new credentials after a 401. */
export type Connect = (renew: boolean) => Promise<HttpConnection>

/** The whole path of a request on its server. */
export function pathOn(server: URL, path: string, query: Query = {}): string {
  const search = formatQuery(query)
  return `${server.pathname.replace(/\/$/, '')}${path}${search === '' ? '' : `?${search}`}`
}
