/** One HTTP request of this machine. */
export interface HostRequest {
  readonly url: string
  /** Where the connection goes instead of the URL's own host. */
  readonly connectTo?: { readonly address: string; readonly port: number }
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}
