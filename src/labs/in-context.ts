/** How each program is told which context it is to work in. */
const flags: Readonly<Record<string, string>> = {
  kubectl: '--context',
  helm: '--kube-context',
  istioctl: '--context',
  linkerd: '--context',
  cilium: '--context'
}

/** Names the context in every part of a command, so that nothing is installed anywhere else. */
export function inContext(command: string, context: string): string {
  return command
    .split(' | ')
    .map(part => {
      const [program = '', ...rest] = part.split(' ')
      const flag = flags[program]
      if (flag === undefined) throw new Error(`Nobody knows how to tell ${program} its context.`)
      return [program, flag, shellWord(context), ...rest].join(' ')
    })
    .join(' | ')
}

/** A word as a shell reads it, whatever is in it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
