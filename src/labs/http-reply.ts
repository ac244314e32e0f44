/** What came back from one HTTP request, in the words of no particular program. */
export type HttpReply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly body: string
      readonly text: string
    }
  | {
      readonly kind: 'unresolved' | 'refused' | 'timeout' | 'unclear'
      /** A few words, such as `timed out after 3 s`. */
      readonly text: string
    }

/** What a command left behind. */
export interface CommandOutcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The shell's and the container runtime's ways to say that an image lacks a program. */
export function isMissingProgram({ exitCode, stderr }: CommandOutcome): boolean {
  return (exitCode === 126 || exitCode === 127) && /not found|no such file/i.test(stderr)
}

export function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? ''
}
