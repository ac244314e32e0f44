import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/tool-not-in-image',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'image'],
  what: 'The command uses curl, which the image of busybox does not have.',
  why: 'The shell answers "curl: not found", and a probe or a loop that was to test the network fails for a reason that has nothing to do with it.',
  todo: 'Use wget -qO- -T 3, which busybox has, or an image with curl.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - { name: client, image: busybox:1.37, command: [sh, -c, "curl -m 3 http://web"] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - { name: client, image: busybox:1.37, command: [sh, -c, "wget -qO- -T 3 http://web"] }
`,
    see: ['https://busybox.net/downloads/BusyBox.html']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      if (!/(?:^|\/)busybox(?:[:@]|$)/.test(container.image ?? '')) continue
      for (const field of ['command', 'args'] as const)
        for (const [i, text] of (container[field] ?? []).entries()) {
          if (typeof text !== 'string' || !callsCurl(text, i)) continue
          report({
            at: [...at, field, i],
            part: 'value',
            message: `${String(container.image)} has no curl.`
          })
        }
    }
  }
})

/** Whether a text calls curl: as the program itself or where a shell begins a command. */
function callsCurl(text: string, index: number): boolean {
  return (
    (index === 0 && text === 'curl') ||
    /(?:^|[;&|(`]|\bdo|\bthen|\bif|\bwhile|\buntil|!|\$\()\s*curl\s+\S/.test(text)
  )
}
