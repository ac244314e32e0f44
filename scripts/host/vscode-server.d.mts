import type { StdioOptions } from 'node:child_process'

export interface DataFolders {
  readonly user: string
  readonly extensions: string
  readonly server: string
}

export interface Server {
  readonly port: number
  readonly exited: Promise<number | null>
  url(folder: string | undefined, payload?: readonly (readonly [string, string])[]): string
  remote(file: string): string
  stop(): Promise<void>
}

export const quietSettings: Readonly<Record<string, unknown>>
export function dataFolders(
  base: string,
  named?: { readonly user?: string; readonly extensions?: string }
): DataFolders
export function writeSettings(
  folders: DataFolders,
  settings: Readonly<Record<string, unknown>>
): void
export function runServerCommand(
  host: string,
  folders: DataFolders,
  args: readonly string[],
  stdio?: StdioOptions
): number
export function startServer(
  host: string,
  folders: DataFolders,
  options?: {
    readonly port?: number
    readonly token?: string
    readonly args?: readonly string[]
    readonly env?: Readonly<Record<string, string>>
    readonly onLine?: (line: string) => void
  }
): Promise<Server>
