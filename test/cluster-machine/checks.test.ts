/** Machines that can't carry a cluster are told so in sentences, before anything is done to them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkMachine, UnfitMachine } from '../cluster/machine/checks.ts'
import type { MachineFacts } from '../cluster/machine/machine-facts.ts'
import { planCluster } from '../cluster/parts/plan.ts'

const gibibyte = 2 ** 30
const nothingMissing = { modules: false, packages: false }

/** A machine that carries a cluster, but for what is said. */
function machine(but: Partial<MachineFacts> = {}): MachineFacts {
  return {
    platform: 'linux',
    isRoot: true,
    hasCommand: () => Promise.resolve(true),
    goVersion: () => Promise.resolve('go1.26.3'),
    allowsInNamespaces: () => Promise.resolve(true),
    cgroupFault: () => undefined,
    space: () => ({ free: 40 * gibibyte, isOverlay: false }),
    routes: () => Promise.resolve([{ dst: 'default', dev: 'eth0' }]),
    moduleFault: () => Promise.reject(new Error('nobody may ask')),
    packageFault: () => Promise.reject(new Error('nobody may ask')),
    ...but
  }
}

interface Case {
  readonly title: string
  readonly but: Partial<MachineFacts>
  readonly missing?: { readonly modules: boolean; readonly packages: boolean }
  readonly says: readonly RegExp[]
}

const cases: readonly Case[] = [
  {
    title: 'another system than Linux',
    but: { platform: 'darwin' },
    says: [/needs Linux, this is darwin\. Give the KUBECONFIG/]
  },
  { title: 'no root', but: { isRoot: false }, says: [/needs root.* Run it with sudo\./] },
  {
    title: 'no Go and no apt',
    but: { hasCommand: name => Promise.resolve(!['go', 'apt-get'].includes(name)) },
    says: [/command go is missing: install Go 1\.26/, /command apt-get is missing/]
  },
  {
    title: 'a Go that is too old',
    but: { goVersion: () => Promise.resolve('go1.24.9') },
    says: [/^Go is 1\.24\.9 here and can't build Kubernetes: install 1\.26 or newer\.$/]
  },
  {
    title: 'a kernel without overlays, and no control groups',
    but: {
      allowsInNamespaces: script => Promise.resolve(!script.includes('overlay')),
      cgroupFault: () => 'No control groups are mounted at /sys/fs/cgroup.'
    },
    says: [
      /kernel refuses the overlay file system\. Use another machine/,
      /No control groups .* Mount them so/
    ]
  },
  {
    title: 'no right to make namespaces',
    but: { allowsInNamespaces: () => Promise.resolve(false) },
    says: [/refuses network, mount and process namespaces/, /refuses packet filters/]
  },
  {
    title: 'a full disk',
    but: { space: () => ({ free: 2.5 * gibibyte, isOverlay: false }) },
    says: [/has 2\.5 GiB left, 12 are needed\. Make room there\./]
  },
  {
    title: 'a cache on an overlay',
    but: { space: () => ({ free: 40 * gibibyte, isOverlay: true }) },
    says: [/is on an overlay file system/]
  },
  {
    title: 'an address range that is in use',
    but: { routes: () => Promise.resolve([{ dst: '10.200.4.0/22', dev: 'br0', scope: 'link' }]) },
    says: [
      /range 10\.200\.4\.0\/24 is in use here: 10\.200\.4\.0\/22 on br0\. Remove that route, or/
    ]
  },
  {
    title: 'a single address of the range that is in use',
    but: { routes: () => Promise.resolve([{ dst: '10.200.4.9', dev: 'tun0' }]) },
    says: [/in use here: 10\.200\.4\.9 on tun0/]
  },
  {
    title: 'a module proxy out of reach while something is to be built',
    but: { moduleFault: () => Promise.resolve('dial tcp: lookup proxy: no such host') },
    missing: { modules: true, packages: false },
    says: [/Go modules can't be fetched: dial tcp: .*\nSet GOPROXY/]
  },
  {
    title: "Debian's archive out of reach while packages are to be unpacked",
    but: { packageFault: () => Promise.resolve('E: Failed to fetch') },
    missing: { modules: false, packages: true },
    says: [/Debian's packages can't be fetched: E: Failed to fetch\nGive apt a mirror/]
  }
]

for (const { title, but, missing = nothingMissing, says } of cases)
  test(`a machine with ${title} is told`, async () => {
    const failure = await checkMachine(planCluster(4, 1), () => missing, machine(but)).then(
      () => undefined,
      (thrown: unknown) => thrown
    )
    assert.ok(failure instanceof UnfitMachine, String(failure))
    for (const sentence of says) assert.match(failure.message, sentence)
  })

test('a machine that has everything is asked for nothing more, not even for a network', async () => {
  await checkMachine(planCluster(4, 1), () => nothingMissing, machine())
})

test('a wider route through a gateway and the wire of the cluster itself are no obstacle', async () => {
  const routes = [
    { dst: '10.0.0.0/8', dev: 'tun0' },
    { dst: '10.200.4.0/30', dev: 'netlabs4', scope: 'link' },
    { dst: '10.200.5.0/30', dev: 'netlabs5', scope: 'link' }
  ]
  const facts = machine({ routes: () => Promise.resolve(routes) })
  await checkMachine(planCluster(4, 1), () => nothingMissing, facts)
})
