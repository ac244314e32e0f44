import { defineRule } from '../define-rule.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { podKeys } from '../shared/pod-templates.ts'
import { rangeInText } from '../shared/text-range.ts'

const pod = (command: string): string => `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - { name: client, image: registry.example/tools:1.0, command: [sh, -c, "${command}"] }
`

/** A program that asks by HTTP, the option that ends its waiting, and what is to be added. */
const programs: readonly {
  readonly call: RegExp
  readonly limit: RegExp
  readonly option: string
}[] = [
  {
    call: /(?:^|[;&|({`!]|\b(?:do|then|if|while|until|else)\b)\s*(curl)\s[^;&|\n]*/g,
    limit: /\s(?:-[a-zA-Z]*m\b|-[a-zA-Z]*m\d|--max-time|--connect-timeout)/,
    option: '--max-time 5'
  },
  {
    call: /(?:^|[;&|({`!]|\b(?:do|then|if|while|until|else)\b)\s*(wget)\s[^;&|\n]*/g,
    limit: /\s(?:-[a-zA-Z]*T\b|-[a-zA-Z]*T\d|--timeout)/,
    option: '-T 5'
  }
]

export default defineRule({
  id: 'pod/request-without-timeout',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['pod', 'probe'],
  what: 'A script asks by HTTP and sets no limit to its waiting.',
  why: 'A policy drops packets without an answer, so the request hangs for minutes instead of failing, and the script looks as if it did nothing.',
  todo: 'Add `-T 5` to wget or `--max-time 5` to curl.',
  docs: {
    bad: pod('wget -qO- http://shop'),
    good: pod('wget -T 5 -qO- http://shop'),
    see: ['https://curl.se/docs/manpage.html#-m', 'https://busybox.net/downloads/BusyBox.html']
  },
  labs: ['pod-to-pod-across-namespaces', 'egress-policies'],

  check({ manifest, report }) {
    for (const { text, at } of commandTextsOf(manifest.object))
      for (const { call, limit, option } of programs)
        for (const match of text.matchAll(call)) {
          const [written, program = ''] = match
          if (limit.test(written) || !/\s\S/.test(written.slice(written.indexOf(program)))) continue
          const start = match.index + written.indexOf(program)
          const end = start + program.length
          report({
            at,
            part: 'value',
            range: place => rangeInText(place, at, text, { start, end }),
            message: `${program} waits for as long as nobody answers.`,
            fixes: [
              {
                title: `Add \`${option}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set(at, `${text.slice(0, end)} ${option}${text.slice(end)}`)
              }
            ]
          })
        }
  }
})
