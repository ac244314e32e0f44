import type { OffsetRange } from '../yaml/text-edit.ts'

/** An action of a Helm template that puts its first line at another depth than the rest. */
export interface IndentFault {
  readonly message: string
  /** The action. */
  readonly range: OffsetRange
  /** What it should be, where that is one thing. */
  readonly meant: string | undefined
}

/**
 * Calls of toYaml whose output can't be read as YAML as soon as it has more than one line. What `include` brings
 * may begin with a line break of its own.
 * https://helm.sh/docs/chart_template_guide/control_structures/#controlling-whitespace
 */
export function indentFaultsIn(text: string, path: string): readonly IndentFault[] {
  if (isOfOtherEngine(text, path)) return []
  const found: IndentFault[] = []
  let before = ''
  let start = 0
  for (const line of text.split('\n')) {
    const content = line.trim()
    const fault = faultOf(line, before)
    if (fault) {
      const at = start + line.indexOf('{{')
      found.push({
        ...fault,
        range: { start: at, end: start + line.lastIndexOf('}}') + 2 }
      })
    }
    // An action that takes the line break before it away leaves the line above as the one it follows.
    const vanishes = /^\{\{-(?:(?!\}\}).)*\}\}$/.test(content) && !content.endsWith('-}}')
    if (content !== '' && !(vanishes && !prints(content))) before = content
    start += line.length + 1
  }
  return found
}

/**
 * Templates that another program fills in, whose `indent` may leave the first line alone, as that of Istio's
 * injector does. https://github.com/istio/istio/blob/master/pkg/kube/inject/template.go
 */
function isOfOtherEngine(text: string, path: string): boolean {
  return /(?:^|\/)files\//.test(path) || /\.(?:ObjectMeta|DeploymentMeta|ProxyConfig)\b/.test(text)
}

function faultOf(line: string, before: string): Omit<IndentFault, 'range'> | undefined {
  const [, blanks = '', dash, body = '', width] =
    /^([ \t]*)\{\{(-?)\s*((?:toYaml\b|(?:(?!\}\}).)*\|\s*toYaml\b)(?:(?!\}\}).)*?)\s*\|\s*indent\s+(\d+)\s*\}\}\s*$/.exec(
      line
    ) ?? []
  if (width !== undefined) {
    const meant = `{{- ${body} | nindent ${width} }}`
    // What ends in `-}}` takes the blanks of this line away.
    if (dash === '' && blanks !== '' && !before.endsWith('-}}'))
      return {
        message: `The first line gets ${blanks.length} + ${width} blanks, and each other one ${width}.`,
        meant
      }
    if (dash === '-' && /^[^#]*[\w"']:$/.test(before))
      return {
        message:
          'The first line is put behind the key above, because `{{-` takes the line break away.',
        meant
      }
    return undefined
  }
  const [, key] =
    /^\s*(?:- )?([\w.-]+):\s*\{\{-?\s*toYaml\s+(?:(?!\}\}|\|).)+\}\}\s*$/.exec(line) ?? []
  return key !== undefined && holdsMore.has(key)
    ? {
        message: `The first line of ${key} is put behind the key, and the others below it.`,
        meant: undefined
      }
    : undefined
}

/** Whether an action leaves text where it stands. */
function prints(content: string): boolean {
  return !/^\{\{-?\s*(?:if|else|end|with|range|define|block|template|\/\*|\$\w+\s*:?=)/.test(
    content
  )
}

/** Keys whose value is a map or a list. */
const holdsMore: ReadonlySet<string> = new Set([
  'annotations',
  'egress',
  'env',
  'hosts',
  'ingress',
  'labels',
  'matchExpressions',
  'matchLabels',
  'namespaceSelector',
  'nodeSelector',
  'objectSelector',
  'podSelector',
  'ports',
  'resources',
  'rules',
  'selector',
  'tls',
  'tolerations'
])
