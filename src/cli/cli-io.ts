/** What a command may touch of its process. Tests give their own, so that a command runs without one. */
export interface CliIo {
  /** Folder that relative paths on the command line start from. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Writes to standard output, as it is: a line brings its own end. */
  out(text: string): void
  /** Writes to standard error, as it is. */
  err(text: string): void
  /** All of standard input. */
  readInput(): Promise<string>
  /** Aborted by SIGINT or SIGTERM. A command that runs on its own accord ends cleanly then. */
  readonly stop: AbortSignal
}
