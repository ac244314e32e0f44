import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { linkerdServer, serverKeys } from '../shared/linkerd.ts'

const protocols = ['unknown', 'HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS']

/** What people write instead; plain `http` may be either version. */
const meantBy: Readonly<Record<string, string>> = {
  http: 'HTTP/1',
  http1: 'HTTP/1',
  'http/1.1': 'HTTP/1',
  http2: 'HTTP/2',
  h2: 'HTTP/2',
  tcp: 'opaque'
}

export default defineRule({
  id: 'linkerd/proxy-protocol',
  appliesTo: serverKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['linkerd', 'ports'],
  what: 'The protocol of a Server is none that Linkerd knows as it is written.',
  why: 'The admission of Linkerd refuses the Server, so the policies that name it hold for nothing.',
  todo: 'Write unknown, HTTP/1, HTTP/2, gRPC, opaque or TLS; or leave it out, which means unknown.',
  docs: {
    bad: linkerdServer.replace('HTTP/1', 'http1'),
    good: linkerdServer,
    see: ['https://linkerd.io/2/reference/authorization-policy/#server']
  },
  labs: ['zero-trust'],

  check({ manifest, report }) {
    const { text, at } = new Field(manifest.object).get('spec', 'proxyProtocol')
    if (text === undefined || text.includes('$') || protocols.includes(text)) return
    const meant =
      protocols.find(one => one.toLowerCase() === text.toLowerCase()) ?? meantBy[text.toLowerCase()]
    report({
      at,
      part: 'value',
      message: `There is no protocol ${text}${meant === undefined ? '' : `; ${meant} is one`}.`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                title: `Set to \`${meant}\``,
                safe: meant.toLowerCase() === text.toLowerCase(),
                preferred: true,
                change: edit => edit.set(at, meant)
              }
            ]
    })
  }
})
