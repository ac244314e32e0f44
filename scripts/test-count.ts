export interface TestCount {
  readonly passed: number
  /** Also those that were broken off. */
  readonly failed: number
}

/** How many tests passed and failed, by the closing lines of a report of node's `spec` reporter. */
export function countIn(report: string): TestCount {
  const last = (what: string): number =>
    Number(
      report
        .match(new RegExp(`^ℹ ${what} (\\d+)$`, 'gm'))
        ?.at(-1)
        ?.match(/\d+/)?.[0] ?? 0
    )
  return { passed: last('pass'), failed: last('fail') + last('cancelled') }
}

/** The closing line of a run of tests. */
export function closingLine({ passed, failed }: TestCount): string {
  return `${passed} passed, ${failed} failed`
}
