import { defineRule } from '../define-rule.ts'
import { commandTextsOf } from '../shared/command-texts.ts'
import { networkRequestsOf, podMakerKeys } from '../shared/multus.ts'
import { rangeInText } from '../shared/text-range.ts'

const pod = (networks: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: router
  namespace: shop
  annotations: { k8s.v1.cni.cncf.io/networks: ${networks} }
spec:
  containers:
    - { name: router, image: registry.example/tools:1.0, command: [ip, addr, show, dev, eth1] }
`

/** Names that runtimes and people give to interfaces of Ethernet. */
const interfaceName = /(?<![\w./-])(?:eth|net)[1-9]\d?(?![\w./-])/g

export default defineRule({
  id: 'multus/interface-not-there',
  appliesTo: podMakerKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'cni', 'name'],
  what: 'A command speaks of an interface that the Pod does not get.',
  why: 'Multus calls the interfaces net1, net2 and so on, in the order of the annotation, unless the annotation gives them names.',
  todo: 'Name the interface in the annotation, such as `lab-net@eth1`, or use the name that it gets.',
  docs: {
    bad: pod('lab-net'),
    good: pod('lab-net@eth1'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },
  labs: ['multus'],

  check({ manifest, report }) {
    const networks = networkRequestsOf(manifest)
    if (!networks || networks.problem || networks.requests.length === 0) return
    const names = networks.requests.map(
      ({ interface: given, fields }, i) =>
        given ?? fields.get('interfaceRequest').text ?? `net${i + 1}`
    )
    for (const { text, at } of commandTextsOf(manifest.object))
      for (const match of text.matchAll(interfaceName)) {
        const [name] = match
        // An option or a variable of that name is not the interface.
        if (names.includes(name)) continue
        const [request, another] = networks.requests
        const canName = request?.written === networks.text.trim() && !another && !request.interface
        report({
          at,
          part: 'value',
          range: place =>
            rangeInText(place, at, text, { start: match.index, end: match.index + name.length }),
          message: `The further interfaces of the Pod are ${names.join(', ')}; there is no ${name}.`,
          fixes: canName
            ? [
                {
                  title: `Call the interface ${name}`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(networks.at, `${networks.text.trim()}@${name}`)
                }
              ]
            : []
        })
        return
      }
  }
})
