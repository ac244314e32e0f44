import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/url-without-brackets',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'dual-stack'],
  what: 'An IPv6 address stands in a URL without brackets.',
  why: 'In a URL the first colon after the host begins the port. Without brackets around the address the URL cannot be read, or a part of the address is taken for the port.',
  todo: 'Write the address in square brackets.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - { name: client, image: client, args: ["http://2001:db8::10:8080/"] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - { name: client, image: client, args: ["http://[2001:db8::10]:8080/"] }
`,
    see: ['https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const texts = [
        ...(['command', 'args'] as const).flatMap(field =>
          (container[field] ?? []).map((text, i) => ({ text, place: [...at, field, i] }))
        ),
        ...(container.env ?? []).map(({ value }, i) => ({
          text: value,
          place: [...at, 'env', i, 'value']
        }))
      ]
      for (const { text, place } of texts) {
        const host = typeof text === 'string' ? bareAddress(text) : undefined
        if (host === undefined) continue
        report({ at: place, part: 'value', message: `${host} needs square brackets in a URL.` })
      }
    }
  }
})

/** The address of a URL such as `http://2001:db8::10:8080/`. */
function bareAddress(text: string): string | undefined {
  const authority = /\b[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([0-9A-Fa-f:]+)(?=[/?#\s"']|$)/.exec(
    text
  )?.[1]
  if (authority === undefined) return undefined
  return parseIp(authority) || parseIp(authority.replace(/:\d+$/, '')) ? authority : undefined
}
