import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answerByCorefile } from '../../../src/net/corefile/answer-by-corefile.ts'
import { isProblem } from '../../../src/net/corefile/corefile-text.ts'
import { readCorefile } from '../../../src/net/corefile/corefile.ts'
import { recordData, type RecordType } from '../../../src/net/dns-record.ts'
import { networkOf } from '../../../src/net/network.ts'
import { namespace, pod, service } from '../example-cluster.ts'

const network = networkOf([
  namespace('shop'),
  pod('shop/web-1', '10.244.0.9'),
  service('shop/web', {
    clusterIP: '10.96.0.7',
    clusterIPs: ['10.96.0.7'],
    ports: [{ name: 'http', port: 80 }]
  })
])

/** What a Corefile answers: the status, and the records as `name data`. */
function ask(text: string, name: string, type: RecordType = 'A'): string {
  const corefile = readCorefile(text)
  assert.ok(!isProblem(corefile), isProblem(corefile) ? corefile.message : '')
  const file = (path: string): string | undefined =>
    path.endsWith('lab.db') ? zoneFile : undefined
  const answer = answerByCorefile(network, { corefile, file }, name, type)
  if (!answer) return 'outside'
  return [answer.status, ...answer.answers.map(one => `${one.name} ${recordData(one)}`)].join(' | ')
}

const zoneFile = `$ORIGIN lab.test.
$TTL 60
@   IN SOA ns admin (1 2
      3 4 5) ; serial and times
    IN A 192.0.2.1
www 30 IN A 192.0.2.2
    IN AAAA 2001:db8::2
alias IN CNAME www
_http._tcp IN SRV 1 2 80 www
`

const kubernetes = 'kubernetes cluster.local in-addr.arpa ip6.arpa {\n pods insecure\n }'

describe('plugins', () => {
  const cases: readonly (readonly [string, string, string, RecordType, string])[] = [
    [
      'kubernetes',
      `.:53 {\n ${kubernetes}\n}`,
      'web.shop.svc.cluster.local.',
      'A',
      'NOERROR | web.shop.svc.cluster.local. 10.96.0.7'
    ],
    [
      'another domain',
      '.:53 {\n kubernetes corp.local\n}',
      'web.shop.svc.corp.local.',
      'A',
      'NOERROR | web.shop.svc.corp.local. 10.96.0.7'
    ],
    [
      'Pod names are off unless asked for',
      '. {\n kubernetes cluster.local\n}',
      '10-244-0-9.shop.pod.cluster.local.',
      'A',
      'NXDOMAIN'
    ],
    [
      'verified Pod names',
      '. {\n kubernetes cluster.local {\n pods verified\n }\n}',
      '10-244-0-8.shop.pod.cluster.local.',
      'A',
      'NXDOMAIN'
    ],
    [
      'verified Pod names, a Pod that is there',
      '. {\n kubernetes cluster.local {\n pods verified\n }\n}',
      '10-244-0-9.shop.pod.cluster.local.',
      'A',
      'NOERROR | 10-244-0-9.shop.pod.cluster.local. 10.244.0.9'
    ],
    [
      'hosts',
      '. {\n hosts {\n 192.0.2.9 legacy.test\n fallthrough\n }\n}',
      'legacy.test.',
      'A',
      'NOERROR | legacy.test. 192.0.2.9'
    ],
    [
      'hosts of another family',
      '. {\n hosts {\n 192.0.2.9 legacy.test\n }\n}',
      'legacy.test.',
      'AAAA',
      'NOERROR'
    ],
    [
      'hosts backwards',
      '. {\n hosts {\n 192.0.2.9 legacy.test\n }\n}',
      '9.2.0.192.in-addr.arpa.',
      'PTR',
      'NOERROR | 9.2.0.192.in-addr.arpa. legacy.test.'
    ],
    [
      'hosts without fallthrough hides the cluster',
      `. {\n ${kubernetes}\n hosts {\n 192.0.2.9 legacy.test\n }\n}`,
      'web.shop.svc.cluster.local.',
      'A',
      'NXDOMAIN'
    ],
    [
      'hosts with fallthrough does not, wherever it is written',
      `. {\n ${kubernetes}\n hosts {\n 192.0.2.9 legacy.test\n fallthrough\n }\n}`,
      'web.shop.svc.cluster.local.',
      'A',
      'NOERROR | web.shop.svc.cluster.local. 10.96.0.7'
    ],
    [
      'rewrite of a name',
      `. {\n rewrite name shop.test web.shop.svc.cluster.local\n ${kubernetes}\n}`,
      'shop.test.',
      'A',
      'NOERROR | shop.test. 10.96.0.7'
    ],
    [
      'rewrite of a suffix leaves the answer',
      `. {\n rewrite name suffix .corp.test .svc.cluster.local\n ${kubernetes}\n}`,
      'web.shop.corp.test.',
      'A',
      'NOERROR | web.shop.svc.cluster.local. 10.96.0.7'
    ],
    [
      'rewrite of a suffix with answer auto',
      `. {\n rewrite stop {\n name suffix .corp.test .svc.cluster.local answer auto\n }\n ${kubernetes}\n}`,
      'web.shop.corp.test.',
      'A',
      'NOERROR | web.shop.corp.test. 10.96.0.7'
    ],
    [
      'rewrite by an expression',
      `. {\n rewrite name regex (.*)\\.corp\\.test\\.$ {1}.shop.svc.cluster.local\n ${kubernetes}\n}`,
      'web.corp.test.',
      'A',
      'NOERROR | web.shop.svc.cluster.local. 10.96.0.7'
    ],
    [
      'template',
      '. {\n template IN A lab.test {\n match "^ip-(?P<a>\\d+)-(\\d+)\\.lab\\.test\\.$"\n answer "{{ .Name }} 60 IN A 192.0.{{ .Group.a }}.{{ index .Match 2 }}"\n fallthrough\n }\n}',
      'ip-2-7.lab.test.',
      'A',
      'NOERROR | ip-2-7.lab.test. 192.0.2.7'
    ],
    [
      'template that says no',
      '. {\n template ANY ANY ads.test {\n rcode NXDOMAIN\n }\n}',
      'x.ads.test.',
      'A',
      'NXDOMAIN'
    ],
    [
      'zone file',
      'lab.test {\n file /etc/coredns/lab.db\n}',
      'www.lab.test.',
      'AAAA',
      'NOERROR | www.lab.test. 2001:db8::2'
    ],
    [
      'zone file, the zone itself',
      'lab.test {\n file lab.db\n}',
      'lab.test.',
      'A',
      'NOERROR | lab.test. 192.0.2.1'
    ],
    [
      'zone file, an alias',
      'lab.test {\n file lab.db\n}',
      'alias.lab.test.',
      'CNAME',
      'NOERROR | alias.lab.test. www.lab.test.'
    ],
    [
      'zone file, a service',
      'lab.test {\n file lab.db\n}',
      '_http._tcp.lab.test.',
      'SRV',
      'NOERROR | _http._tcp.lab.test. 1 2 80 www.lab.test.'
    ],
    [
      'zone file without the name',
      'lab.test {\n file lab.db\n}',
      'nobody.lab.test.',
      'A',
      'NXDOMAIN'
    ],
    [
      'the block with the longest zone',
      `. {\n ${kubernetes}\n}\nlab.test:53 {\n hosts {\n 192.0.2.5 a.lab.test\n }\n}`,
      'a.lab.test.',
      'A',
      'NOERROR | a.lab.test. 192.0.2.5'
    ],
    ['no block at all', 'lab.test {\n errors\n}', 'example.org.', 'A', 'SERVFAIL'],
    [
      'forward to the outside',
      '. {\n forward . /etc/resolv.conf\n}',
      'example.org.',
      'A',
      'outside'
    ],
    [
      'a snippet',
      '(names) {\n hosts {\n 192.0.2.9 legacy.test\n }\n}\n. {\n import names\n}',
      'legacy.test.',
      'A',
      'NOERROR | legacy.test. 192.0.2.9'
    ]
  ]
  for (const [title, text, name, type, expected] of cases)
    test(title, () => {
      assert.equal(ask(text, name, type), expected)
    })
})

describe('what CoreDNS does not start with', () => {
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    [
      'an unknown plugin',
      '. {\n errors\n hostz {\n }\n}',
      3,
      /^Error during parsing: Unknown directive 'hostz'$/
    ],
    ['a brace that is not closed', '. {\n errors\n', 2, /expecting '}'/],
    ['a brace too many', '. {\n}\n}', 3, /Unexpected '}'/],
    ['a block without labels', '{\n errors\n}', 1, /Unexpected token '{'/],
    [
      'forward to a name',
      '. {\n forward . dns.example\n}',
      2,
      /not an IP address or file: "dns\.example"/
    ],
    ['forward to nowhere', '. {\n forward .\n}', 2, /Wrong argument count/],
    [
      'a setting that kubernetes does not have',
      '. {\n kubernetes {\n pod insecure\n }\n}',
      2,
      /unknown property 'pod'/
    ],
    ['a wrong value for pods', '. {\n kubernetes {\n pods always\n }\n}', 2, /must be one of/],
    [
      'a rewrite of what there is not',
      '. {\n rewrite names a b\n}',
      2,
      /invalid rule type "names"/
    ],
    ['a zone twice', '. {\n errors\n}\n.:53 {\n errors\n}', 5, /already defined/]
  ]
  for (const [title, text, line, message] of cases)
    test(title, () => {
      const problem = readCorefile(text)
      assert.ok(isProblem(problem))
      assert.equal(problem.line, line)
      assert.match(problem.message, message)
    })

  test('the only server block needs no braces', () => {
    const read = readCorefile('lab.test:1053\nerrors\nreload\n')
    assert.ok(!isProblem(read))
    assert.equal(read.reloads, true)
    assert.deepEqual(read.servers[0]?.plugins.map(({ name }) => name).sort(), ['errors', 'reload'])
  })

  test('a brace on the line of a plugin or of an option', () => {
    assert.deepEqual(readCorefile('.:53 {\n  errors\n  reload }\n'), {
      line: 3,
      message: "Unexpected '}' because no matching opening brace"
    })
    assert.deepEqual(readCorefile('.:53 {\n  health { lameduck 5s }\n}\n'), {
      line: 2,
      message: "Wrong argument count or unexpected line ending after '}'"
    })
  })

  test('comments, quotes and words in one line are read', () => {
    const read = readCorefile('# top\n.:53 { # here\n  template IN A "a b" # there\n  reload\n}\n')
    assert.ok(!isProblem(read))
    assert.equal(read.reloads, true)
    assert.deepEqual(read.servers[0]?.plugins.at(-1)?.args, ['IN', 'A', 'a b'])
  })
})
