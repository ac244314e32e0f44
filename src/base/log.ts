/** Where a room tells what it does. The editor shows it in an output channel, the CLI on stderr. */
export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  /** `cause` is logged with its stack; it is never shown to a person. */
  error(message: string, cause?: unknown): void
}

/** A log that keeps nothing, for callers that have no place to write to. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {}
}
