/** The cluster's DNS follows its Corefile, and keeps the last good one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, namespace, pod, Practice, service } from './practice.ts'

const map = '/api/v1/namespaces/kube-system/configmaps/coredns'
const merge = { type: 'application/merge-patch+json' }

async function start(): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    namespace('shop'),
    service('shop', 'web', { clusterIP: '10.96.7.7' }),
    pod('shop', 'client', 'nicolaka/netshoot', { container: { command: ['sleep', 'inf'] } })
  )
  return practice
}

async function corefile(practice: Practice): Promise<string> {
  return String((await practice.call('GET', map)).at('data.Corefile'))
}

async function write(practice: Practice, text: string): Promise<void> {
  await practice.call('PATCH', map, { data: { Corefile: text } }, merge)
  await practice.settle()
}

async function dig(practice: Practice, ...words: readonly string[]): Promise<string> {
  return (await practice.exec('shop', 'client', ['dig', '+short', ...words])).stdout.trim()
}

async function dnsLog(practice: Practice): Promise<string> {
  const pods = '/api/v1/namespaces/kube-system/pods'
  const list = await practice.call('GET', `${pods}?labelSelector=k8s-app%3Dkube-dns`)
  const name = String(list.at('items[0].metadata.name'))
  return String((await practice.call('GET', `${pods}/${name}/log`)).body)
}

const hosts = '    hosts {\n       192.0.2.9 legacy.test\n       fallthrough\n    }\n    reload\n'

test('a change is taken up, and a broken one leaves the last good configuration', async () => {
  const practice = await start()
  const before = await corefile(practice)
  assert.equal(await dig(practice, 'legacy.test'), '')
  const better = before.replace('    reload\n', hosts)
  assert.notEqual(better, before)
  await write(practice, better)
  assert.equal(await dig(practice, 'legacy.test'), '192.0.2.9')
  assert.match(await dnsLog(practice), /\[INFO\] Reloading complete\n$/)

  await write(practice, better.replace('192.0.2.9', '192.0.2.10').replace('loop\n', 'lop\n'))
  assert.equal(await dig(practice, 'legacy.test'), '192.0.2.9')
  assert.match(
    await dnsLog(practice),
    /\[ERROR\] plugin\/reload: Corefile changed but reload failed: \/etc\/coredns\/Corefile:\d+ - Error during parsing: Unknown directive 'lop'\n$/
  )
  assert.equal(await dig(practice, 'web.shop.svc.cluster.local'), '10.96.7.7')
})

test('without the reload plugin a change waits for new Pods', async () => {
  const practice = await start()
  const before = await corefile(practice)
  const still = before.replace('    reload\n', '')
  await write(practice, still)
  await write(practice, still.replace('    loop\n', hosts.replace('    reload\n', '    loop\n')))
  assert.equal(await dig(practice, 'legacy.test'), '')
  const url = '/apis/apps/v1/namespaces/kube-system/deployments/coredns'
  const annotations = { restarted: 'now' }
  await practice.call('PATCH', url, { spec: { template: { metadata: { annotations } } } }, merge)
  await practice.settle()
  assert.equal(await dig(practice, 'legacy.test'), '192.0.2.9')
})

test('new Pods do not start with a broken Corefile, and do once it is mended', async () => {
  const practice = await start()
  const good = await corefile(practice)
  await write(practice, `${good}}`)
  const pods = '/api/v1/namespaces/kube-system/pods'
  const list = await practice.call('GET', `${pods}?labelSelector=k8s-app%3Dkube-dns`)
  for (const one of list.at('items') as readonly { readonly metadata: { readonly name: string } }[])
    await practice.call('DELETE', `${pods}/${one.metadata.name}?gracePeriodSeconds=0`)
  await practice.settle()
  const url = '/apis/apps/v1/namespaces/kube-system/deployments/coredns'
  assert.equal((await practice.call('GET', url)).at('status.readyReplicas'), undefined)
  assert.match(await dnsLog(practice), /Unexpected '}' because no matching opening brace/)
  const failed = await practice.exec('shop', 'client', ['nslookup', 'web.shop'])
  assert.notEqual(failed.exitCode, 0)
  await write(practice, good)
  assert.equal((await practice.call('GET', url)).at('status.readyReplicas'), 2)
  assert.equal(await dig(practice, 'web.shop.svc.cluster.local'), '10.96.7.7')
})

test('a stub zone is asked of another CoreDNS in the cluster, and it can be asked itself', async () => {
  const practice = await start()
  const text = 'lab.test:53 {\n  file /zones/lab.db\n}\n'
  await practice.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'auth', namespace: 'shop' },
      data: { Corefile: text, 'lab.db': '$ORIGIN lab.test.\nwww 60 IN A 192.0.2.20\n' }
    },
    deployment('shop', 'auth', 'coredns/coredns', {
      spec: {
        template: {
          metadata: { labels: { app: 'auth' } },
          spec: {
            containers: [
              {
                name: 'dns',
                image: 'coredns/coredns',
                args: ['-conf', '/zones/Corefile'],
                volumeMounts: [{ name: 'zones', mountPath: '/zones' }]
              }
            ],
            volumes: [{ name: 'zones', configMap: { name: 'auth' } }]
          }
        }
      }
    }),
    service('shop', 'auth', {
      clusterIP: '10.96.7.53',
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }]
    })
  )
  assert.equal(await dig(practice, '@10.96.7.53', 'www.lab.test'), '192.0.2.20')
  assert.equal(await dig(practice, 'www.lab.test'), '')
  const before = await corefile(practice)
  await write(practice, `${before}lab.test:53 {\n    errors\n    forward . 10.96.7.53\n}\n`)
  assert.equal(await dig(practice, 'www.lab.test'), '192.0.2.20')
  const outside = await practice.exec('shop', 'client', ['dig', '@192.0.2.1', 'www.lab.test'])
  assert.equal(outside.exitCode, 126)
  assert.match(
    outside.stderr,
    /only DNS servers of the cluster are modelled, and 192\.0\.2\.1 is none of them/
  )
})

test('another DNS server of the cluster is not answered for', async () => {
  const practice = await start()
  await practice.apply(
    pod('shop', 'bind', 'internetsystemsconsortium/bind9:9.18'),
    service('shop', 'bind', {
      clusterIP: '10.96.7.54',
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }]
    })
  )
  const { stdout } = await practice.exec('shop', 'client', ['dig', '@10.96.7.54', 'www.lab.test'])
  assert.match(stdout, /status: SERVFAIL/)
})

test("a server of one's own that forwards to its resolv.conf asks the DNS of the cluster", async () => {
  const practice = await start()
  const text =
    'lab.test {\n  rewrite name exact api.lab.test web.shop.svc.cluster.local\n' +
    '  hosts {\n    192.0.2.10 manual.lab.test\n  }\n  forward . /etc/resolv.conf\n}\n' +
    '. {\n  forward . /etc/resolv.conf\n}\n'
  const container = {
    name: 'dns',
    image: 'coredns/coredns',
    args: ['-conf', '/etc/coredns/Corefile', '-dns.port=5353'],
    volumeMounts: [{ name: 'zones', mountPath: '/etc/coredns' }]
  }
  await practice.apply(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'own', namespace: 'shop' },
      data: { Corefile: text }
    },
    pod('shop', 'own', 'coredns/coredns', {
      spec: { containers: [container], volumes: [{ name: 'zones', configMap: { name: 'own' } }] }
    }),
    service('shop', 'own', {
      clusterIP: '10.96.7.55',
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 }]
    })
  )
  const ask = (name: string): Promise<string> => dig(practice, '@10.96.7.55', name)
  assert.equal(await ask('api.lab.test'), '10.96.7.7')
  assert.equal(await ask('manual.lab.test'), '192.0.2.10')
  assert.equal(await ask('nobody.lab.test'), '')
  assert.equal(await ask('web.shop.svc.cluster.local'), '10.96.7.7')
  await practice.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'closed', namespace: 'shop' },
    spec: { podSelector: { matchLabels: { app: 'own' } }, policyTypes: ['Egress'] }
  })
  assert.equal(await ask('api.lab.test'), '')
  assert.equal(await ask('manual.lab.test'), '192.0.2.10')
})
