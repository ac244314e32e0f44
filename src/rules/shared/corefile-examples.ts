/** For the examples of pages: the ConfigMap of CoreDNS with a Corefile in it. */
export function corednsConfig(corefile: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
${indented(corefile, '    ')}
`
}

const usual = `.:53 {
  errors
  health
  ready
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    fallthrough in-addr.arpa ip6.arpa
  }
  forward . /etc/resolv.conf
  cache 30
  loop
  reload
}`

/**
 * The Corefile that most clusters have, in its ConfigMap.
 * @param written lines that are others in the example, by how they begin usually; an empty text takes a line away
 * @param more server blocks behind the usual one
 */
export function usualCoredns(written: Readonly<Record<string, string>> = {}, more = ''): string {
  const lines = usual.split('\n').flatMap(line => {
    const [, indentation = '', word = ''] = /^( *)(\S+)/.exec(line) ?? []
    const instead = written[word]
    return instead === undefined ? [line] : instead === '' ? [] : [indented(instead, indentation)]
  })
  return corednsConfig([...lines, ...(more === '' ? [] : [more])].join('\n'))
}

function indented(text: string, indentation: string): string {
  return text.replaceAll(/^(?=.)/gm, indentation)
}
