/**
 * Kinds of checks in a cluster whose commands print what real programs print: what passes, what does not, and
 * what says nothing. One table that is longer than other files, since a row is read beside its neighbours.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '../../src/labs/verdict.ts'
import { clusterWith, shop, verdictOf } from './one-check.ts'

interface Row {
  readonly title: string
  readonly check: string
  /** What a program prints; a program that is not named is missing. */
  readonly prints: Readonly<Record<string, string | readonly [exitCode: number, stderr: string]>>
  readonly verdict: Verdict
  readonly says: RegExp
  /** An argument that the command has to have. */
  readonly asks?: string
}

const from = 'from: {namespace: shop, workload: pod/client}'
const tcp = (more: string): string => `kind: tcp\n${from}\nto: tcp://db.shop:5432\n${more}`
const friend = 'control: {from: {namespace: shop, workload: pod/web}}'
const ping = `kind: ping\n${from}\nto: 10.1.0.7\nexpect: answered`
const dns = (more: string): string => `kind: dns\n${from}\nname: web.shop\n${more}`
const server = 'Server:\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n'
const lost = (percent: number): string =>
  `--- 10.1.0.7 ping statistics ---\n3 packets transmitted, ${percent === 0 ? 3 : 0} packets received, ${percent}% packet loss\n`
const routeGet = '10.9.0.7 via 10.9.0.1 dev net1 src 10.9.0.5 uid 0 \n    cache \n'
const ipAddr = `3: net1@if9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UP
    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff
    inet 10.9.0.5/24 brd 10.9.0.255 scope global net1
    inet6 fe80::42:acff:fe11:2/64 scope link
`

const table: readonly Row[] = [
  {
    title: 'an open port, by nc',
    check: tcp('expect: open'),
    prints: { nc: [0, 'Connection to db.shop 5432 port [tcp/postgresql] succeeded!\n'] },
    verdict: 'pass',
    says: /tried tcp:\/\/db\.shop:5432: open\./
  },
  {
    title: 'an open port, by curl where nc is missing',
    check: tcp('expect: open'),
    prints: { curl: '0.002' },
    verdict: 'pass',
    says: /: open\./
  },
  {
    title: 'an open port, by curl where nc lacks the option',
    check: tcp('expect: open'),
    prints: {
      nc: [1, 'nc: unrecognized option: z\nUsage: nc [OPTIONS] HOST PORT\n'],
      curl: '0.002'
    },
    verdict: 'pass',
    says: /: open\./
  },
  {
    title: 'neither nc nor curl',
    check: tcp('expect: open'),
    prints: {},
    verdict: 'blocked',
    says: /no program that opens a port/
  },
  {
    title: 'a closed port',
    check: tcp('expect: open'),
    prints: {
      nc: [1, 'nc: connect to db.shop (10.1.0.9) port 5432 (tcp) failed: Connection refused\n']
    },
    verdict: 'fail',
    says: /: refused\./
  },
  {
    title: 'a refusal that was wanted',
    check: tcp('expect: refused'),
    prints: { nc: [1, 'nc: db.shop (10.1.0.9:5432): Connection refused\n'] },
    verdict: 'pass',
    says: /: refused\./
  },
  {
    title: 'no route, which is no refusal',
    check: tcp('expect: refused'),
    prints: { nc: [1, 'nc: connect to db.shop port 5432 (tcp) failed: Network is unreachable\n'] },
    verdict: 'inconclusive',
    says: /there is no route to it/
  },
  {
    title: 'a name that does not resolve, which is no silence',
    check: tcp(`expect: silent\n${friend}`),
    prints: { nc: [1, "nc: bad address 'db.shop'\n"] },
    verdict: 'inconclusive',
    says: /the name did not resolve/
  },
  {
    title: 'silence for everybody',
    check: tcp(`expect: silent\n${friend}`),
    prints: { nc: [1, 'nc: db.shop (10.1.0.9:5432): Connection timed out\n'] },
    verdict: 'inconclusive',
    says: /The control failed/
  },
  {
    title: 'a datagram that is answered',
    check: `kind: udp\n${from}\nto: udp://echo.shop:8081\nsend: hello\nexpect: open`,
    prints: { sh: 'hello' },
    verdict: 'pass',
    says: /answered “hello”/,
    asks: 'echo hello | nc -u -w 2 echo.shop 8081'
  },
  {
    title: 'a datagram that nobody answers',
    check: `kind: udp\n${from}\nto: udp://echo.shop:8081\nsend: hello\nexpect: open`,
    prints: { sh: '' },
    verdict: 'fail',
    says: /no answer/
  },
  {
    title: 'an SRV record',
    check: dns("type: SRV\nexpect: {records: ['^0 \\d+ 80 web']}"),
    prints: {
      nslookup: `${server}_http._tcp.web.shop\tservice = 0 50 80 web-0.web.shop.svc.cluster.local.\n`
    },
    verdict: 'pass',
    says: /SRV record of web\.shop: 0 50 80 web-0/,
    asks: '-type=SRV'
  },
  {
    title: 'a PTR record of somebody else',
    check: dns('type: PTR\nexpect: {records: [^web]}'),
    prints: { nslookup: `${server}7.0.96.10.in-addr.arpa\tname = other.shop.svc.cluster.local\n` },
    verdict: 'fail',
    says: /other\.shop/
  },
  {
    title: 'the IPv6 address of a Service',
    check: dns('type: AAAA\nexpect: {service: {namespace: shop, name: web}}'),
    prints: { nslookup: `${server}Name:\tweb.shop\nAddress: fd10::7\n` },
    verdict: 'pass',
    says: /fd10::7/
  },
  {
    title: 'the IPv4 address where an IPv6 one is asked for',
    check: dns('type: AAAA\nexpect: {service: {namespace: shop, name: web}}'),
    prints: { nslookup: `${server}Name:\tweb.shop\nAddress: 10.96.0.7\n` },
    verdict: 'fail',
    says: /10\.96\.0\.7/
  },
  {
    title: 'a name without such a record',
    check: dns('type: AAAA\nexpect: no-record'),
    prints: { nslookup: [1, "*** Can't find web.shop: No answer\n"] },
    verdict: 'pass',
    says: /has no such record/
  },
  {
    title: 'a name that does not exist where it should lack a record',
    check: dns('type: AAAA\nexpect: no-record'),
    prints: { nslookup: [1, "** server can't find web.shop: NXDOMAIN\n"] },
    verdict: 'fail',
    says: /NXDOMAIN/
  },
  {
    title: 'exactly the Pods of a headless Service',
    check: dns('type: A\nexpect: {pods: {namespace: shop, labels: {app: web}}}'),
    prints: { nslookup: `${server}Name:\tweb.shop\nAddress: 10.1.0.7\n` },
    verdict: 'pass',
    says: /10\.1\.0\.7/
  },
  {
    title: 'a Pod too many',
    check: dns('type: A\nexpect: {pods: {namespace: shop, labels: {app: web}}}'),
    prints: {
      nslookup: `${server}Name:\tweb.shop\nAddress: 10.1.0.7\nName:\tweb.shop\nAddress: 10.1.0.8\n`
    },
    verdict: 'fail',
    says: /10\.1\.0\.8/
  },
  {
    title: 'no Pod at all, which is no set of addresses',
    check: dns('type: A\nexpect: {pods: {namespace: shop, labels: {app: none}}}'),
    prints: { nslookup: `${server}Name:\tweb.shop\nAddress: 10.1.0.7\n` },
    verdict: 'fail',
    says: /10\.1\.0\.7/
  },
  {
    title: 'another DNS server, by its Service',
    check: dns('server: {namespace: shop, name: web}\nexpect: {records: [.]}'),
    prints: { nslookup: `${server}Name:\tweb.shop\nAddress: 10.1.0.7\n` },
    verdict: 'pass',
    says: /10\.1\.0\.7/,
    asks: '10.96.0.7'
  },
  {
    title: 'a command whose output fits',
    check: `kind: exec\n${from}\ncommand: [ip, rule]\nexpect: {stdout: "from 10.9.0.5 lookup 100"}`,
    prints: { ip: '0:\tfrom all lookup local\n100:\tfrom 10.9.0.5 lookup 100\n' },
    verdict: 'pass',
    says: /ran ip rule: 0:/
  },
  {
    title: 'a command whose output lacks it',
    check: `kind: exec\n${from}\ncommand: [ip, rule]\nexpect: {stdout: "lookup 100"}`,
    prints: { ip: '0:\tfrom all lookup local\n' },
    verdict: 'fail',
    says: /which lacks “lookup 100”/
  },
  {
    title: 'a command whose output must not have it',
    check: `kind: exec\n${from}\ncommand: [ip, rule]\nexpect: {stdout: all, without: local}`,
    prints: { ip: '0:\tfrom all lookup local\n' },
    verdict: 'fail',
    says: /which may not have “local”/
  },
  {
    title: 'a command that ends otherwise',
    check: `kind: exec\n${from}\ncommand: [ip, rule]\nexpect: {stdout: all}`,
    prints: { ip: [2, 'Operation not permitted\n'] },
    verdict: 'fail',
    says: /code 2: Operation not permitted, where code 0 was expected/
  },
  {
    title: 'a command that the image lacks',
    check: `kind: exec\n${from}\ncommand: [ip, rule]\nexpect: {stdout: all}`,
    prints: {},
    verdict: 'blocked',
    says: /has no program ip\./
  },
  {
    title: 'a ping that is answered',
    check: ping,
    prints: { ping: lost(0) },
    verdict: 'pass',
    says: /0 % of the requests got lost/
  },
  {
    title: 'a ping that is not',
    check: ping,
    prints: { ping: lost(100) },
    verdict: 'fail',
    says: /100 % of the requests got lost/
  },
  {
    title: 'a ping that was not allowed to be sent',
    check: ping,
    prints: { ping: [1, 'ping: permission denied (are you root?)\n'] },
    verdict: 'blocked',
    says: /no program ping that it may use/
  },
  {
    title: 'a ping to the IPv6 address of a Pod',
    check: `kind: ping\n${from}\nvia: {pod: {namespace: shop, workload: pod/web}, family: IPv6}\nexpect: answered`,
    prints: { ping: lost(0) },
    verdict: 'pass',
    says: /Pod shop\/web at fd00::7/,
    asks: 'fd00::7'
  },
  {
    title: 'a route by the second interface',
    check: `kind: routes\n${from}\nto: 10.9.0.7\nexpect: {interface: net1, gateway: 10.9.0.0/24, source: 10.9.0.5}`,
    prints: { ip: routeGet },
    verdict: 'pass',
    says: /via 10\.9\.0\.1 dev net1/
  },
  {
    title: 'a route by another interface',
    check: `kind: routes\n${from}\nto: 10.9.0.7\nexpect: {interface: eth0}`,
    prints: { ip: routeGet },
    verdict: 'fail',
    says: /the interface has to be eth0/
  },
  {
    title: 'no route',
    check: `kind: routes\n${from}\nto: 10.9.0.7\nexpect: {interface: net1}`,
    prints: { ip: [2, 'RTNETLINK answers: Network is unreachable\n'] },
    verdict: 'fail',
    says: /there is no route/
  },
  {
    title: 'the addresses of a Pod, by its status',
    check:
      'kind: addresses\nof: {namespace: shop, workload: pod/web}\nexpect: {families: [IPv4, IPv6]}',
    prints: {},
    verdict: 'pass',
    says: /Pod shop\/web has 10\.1\.0\.7, fd00::7/
  },
  {
    title: 'a family too many',
    check: 'kind: addresses\nof: {namespace: shop, workload: pod/web}\nexpect: {families: [IPv4]}',
    prints: {},
    verdict: 'fail',
    says: /one is IPv6/
  },
  {
    title: 'an interface of one family, its link-local address aside',
    check: `kind: addresses\nof: {namespace: shop, workload: pod/web}\ninterface: net1\nexpect: {families: [IPv4], inside: 10.9.0.0/24, mtu: {atMost: 1450}}`,
    prints: { ip: ipAddr },
    verdict: 'pass',
    says: /10\.9\.0\.5, MTU 1450/
  },
  {
    title: 'an MTU that is too large',
    check: `kind: addresses\nof: {namespace: shop, workload: pod/web}\ninterface: net1\nexpect: {mtu: {atMost: 1400}}`,
    prints: { ip: ipAddr },
    verdict: 'fail',
    says: /the MTU has to be at most 1400/
  },
  {
    title: 'a range in which no address is',
    check:
      'kind: addresses\nof: {service: {namespace: shop, name: web}}\nexpect: {inside: 10.97.0.0/16}',
    prints: {},
    verdict: 'fail',
    says: /none is in 10\.97\.0\.0\/16/
  },
  {
    title: 'nodes that lack a family',
    check: 'kind: addresses\nof: nodes\nexpect: {families: [IPv4, IPv6]}',
    prints: {},
    verdict: 'fail',
    says: /Node node-1 has 10\.0\.0\.1: none is IPv6/
  },
  {
    title: 'a throughput that is enough',
    check: `kind: throughput\n${from}\nserver: {namespace: shop, workload: pod/web}\nexpect: {atLeast: 100}`,
    prints: { iperf3: '{"end": {"sum_received": {"bits_per_second": 941234567.8}}}' },
    verdict: 'pass',
    says: /941\.2 Mbit\/s\. Asked for is at least 100 Mbit\/s/,
    asks: '10.1.0.7'
  },
  {
    title: 'a throughput that is too small',
    check: `kind: throughput\n${from}\nserver: {namespace: shop, workload: pod/web}\nexpect: {atLeast: 1000}`,
    prints: { iperf3: '{"end": {"sum_received": {"bits_per_second": 941234567.8}}}' },
    verdict: 'fail',
    says: /941\.2 Mbit\/s/
  },
  {
    title: 'a throughput that nobody could measure',
    check: `kind: throughput\n${from}\nserver: {namespace: shop, workload: pod/web}\nexpect: {atLeast: 1}`,
    prints: { iperf3: '{"error": "unable to connect to server: Connection refused"}' },
    verdict: 'inconclusive',
    says: /unable to connect/
  },
  {
    title: 'what only a person sees',
    check: 'kind: attest\nlook: The dashboard shows a line that rises.',
    prints: {},
    verdict: 'attest',
    says: /The dashboard shows/
  }
]

for (const { title, check, prints, verdict, says, asks } of table)
  test(`${title} is ${verdict}`, async () => {
    const commands: string[] = []
    const cluster = clusterWith(shop, command => {
      const [program = ''] = command
      if (program !== 'cat') commands.push(command.join(' '))
      const printed = prints[program]
      if (printed === undefined) return undefined
      return typeof printed === 'string'
        ? { stdout: printed }
        : { exitCode: printed[0], stderr: printed[1] }
    })
    const result = await verdictOf(cluster, check)
    assert.equal(result.verdict, verdict, result.sentence)
    assert.match(result.sentence, says)
    if (verdict !== 'pass' && verdict !== 'attest' && !result.sentence.includes('not carried out'))
      assert.ok(result.next, 'it says what to do')
    if (asks !== undefined)
      assert.ok(
        commands.some(command => command.includes(asks)),
        commands.join('\n')
      )
  })

test('the largest packet is found by halves', async () => {
  const sizes: number[] = []
  const cluster = clusterWith(shop, command => {
    const size = Number(command[command.indexOf('-s') + 1])
    sizes.push(size)
    return size + 28 <= 1450 ? { stdout: '1 received' } : { exitCode: 1 }
  })
  const check = `kind: path-mtu\n${from}\nvia: {pod: {namespace: shop, workload: pod/web}}\nexpect: {atLeast: 1450, atMost: 1450}`
  const { verdict, sentence } = await verdictOf(cluster, check)
  assert.equal(verdict, 'pass', sentence)
  assert.match(sentence, /1450 bytes pass unfragmented, 1451 do not/)
  assert.ok(sizes.length < 20)
})

test('a path that carries nothing has no MTU', async () => {
  const cluster = clusterWith(shop, () => ({ exitCode: 1 }))
  const check = `kind: path-mtu\n${from}\nto: 10.1.0.7\nexpect: {atMost: 1500}`
  assert.equal((await verdictOf(cluster, check)).verdict, 'inconclusive')
})

test('silence beside a control that is answered is a finding', async () => {
  const cluster = clusterWith(shop, (command, pod) =>
    command[0] !== 'nc'
      ? undefined
      : pod === 'web'
        ? { stderr: 'db.shop (10.1.0.9:5432) open\n' }
        : { exitCode: 1, stderr: 'nc: db.shop (10.1.0.9:5432): Connection timed out\n' }
  )
  const { verdict, sentence, evidence } = await verdictOf(cluster, tcp(`expect: silent\n${friend}`))
  assert.equal(verdict, 'pass', sentence)
  assert.match(sentence, /In the same seconds Pod shop\/web got through/)
  assert.deepEqual([...new Set(evidence.map(({ role }) => role))], ['subject', 'control'])
})
