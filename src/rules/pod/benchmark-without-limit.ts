import { defineRule } from '../define-rule.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { podKeys } from '../shared/pod-templates.ts'
import { containersOf, podSpecOf } from '../shared/pod-templates.ts'

const pod = (args: string): string => `apiVersion: v1
kind: Pod
metadata: { name: load }
spec:
  containers:
    - { name: load, image: registry.example/iperf3:3.20, command: [iperf3], args: [${args}] }
`

export default defineRule({
  id: 'pod/benchmark-without-limit',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['pod', 'performance'],
  what: 'iperf sends as fast as it can.',
  why: 'Over TCP it fills the link of the node, so every other Pod there, the kubelet included, is slow or lost for as long as it runs.',
  todo: 'Limit the rate by `-b`, such as `-b 100M`, and the time by `-t`.',
  docs: {
    bad: pod('-c, server, -t, "10"'),
    good: pod('-c, server, -t, "10", -b, 100M'),
    see: ['https://software.es.net/iperf/invoking.html']
  },
  labs: ['network-performance'],

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    const texts = commandTextsOf(manifest.object)
    for (const { container } of containersOf(pod.spec, pod.at)) {
      const own = texts.filter(one => one.container === container)
      const all = own.map(({ text }) => text).join(' ')
      for (const match of all.matchAll(/(?:^|[\s;&|(/])(iperf3?)(\s[^;&|\n]*)/g)) {
        const [, program = '', options = ''] = match
        const isClient = /\s(?:-c|--client)\b/.test(options)
        if (!isClient || /\s(?:-b|--bitrate|--bandwidth)\b|\s-b\d/.test(options)) continue
        const place = own.find(({ text }) =>
          new RegExp(String.raw`(?:^|\W)${program}$|(?:^|\W)${program}\s`).test(text)
        )
        if (!place) continue
        report({
          at: place.at,
          part: 'value',
          message: `${program} sends without a limit of its rate.`
        })
        break
      }
    }
  }
})
