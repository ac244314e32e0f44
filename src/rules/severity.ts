/** How much a finding matters, the worst first; the words of the Language Server Protocol. */
export type Severity = 'error' | 'warning' | 'info' | 'hint'

export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint']

/** Whether `severity` is as bad as `least` or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least)
}
