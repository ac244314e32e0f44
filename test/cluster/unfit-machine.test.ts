/** This machine as one that can't carry a cluster: it is told before anything is built, and CI goes on. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { planBeside } from './beside.ts'
import { cacheFolder } from './machine/folders.ts'
import { Homes, runIn, type Change } from './other-machine.ts'
import { isForeign } from './test-kubeconfig.ts'

const skip = isForeign && 'It is about clusters of its own.'
const { number, name } = planBeside(1)

/** Root, but for the right to make namespaces and mounts, as in a container of Docker. */
const withoutNamespaces = 'setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin'

interface Case {
  readonly title: string
  readonly change: Change
  readonly says: RegExp
}

const cases: readonly Case[] = [
  {
    title: 'an address range that is taken',
    change: {
      network: true,
      before: `ip link add busy type veth peer name other; ip addr add 10.200.${number}.77/24 dev busy; ip link set busy up`
    },
    says: new RegExp(
      `^The address range 10\\.200\\.${number}\\.0/24 is in use here: 10\\.200\\.${number}\\.0/24 on busy\\. Remove`,
      'm'
    )
  },
  {
    title: 'no right to make namespaces',
    change: { through: withoutNamespaces },
    says: /^This kernel refuses network, mount and process namespaces\. Use another machine/m
  },
  {
    title: 'no control groups',
    change: { before: 'mount -t tmpfs none /sys/fs/cgroup' },
    says: /^No control groups are mounted at \/sys\/fs\/cgroup\. Mount them/m
  },
  {
    title: 'control groups that may only be read',
    change: {
      before:
        'grep -E " cgroup2? " /proc/mounts | cut -d " " -f 2 | while read -r at; do mount -o remount,bind,ro "$at"; done'
    },
    says: /^The control groups of \S+ can't be changed: EROFS/m
  },
  {
    title: 'a disk that is nearly full',
    change: {
      before: `cd "$HOME/.cache/netlabs"; mount -t tmpfs -o size=1g small .; ln -s ${cacheFolder}/debian ${cacheFolder}/go "$HOME/.cache/netlabs"; cd "$OLDPWD"`
    },
    says: / has 1\.0 GiB left, 12 are needed\. Make room there\.$/m
  }
]

describe('a machine that can’t carry a cluster', { skip, timeout: 1_800_000 }, () => {
  const homes = new Homes()
  after(() => homes.remove())
  const newHome = (): string => {
    const home = homes.make('debian', 'go', 'images')
    mkdirSync(path.join(home, '.cache/netlabs/clusters'))
    return home
  }

  for (const { title, change, says } of cases)
    test(`${title} is told, and nothing is begun`, () => {
      const home = newHome()
      const { status, said } = runIn(
        home,
        ['scripts/cluster.ts', 'up', '--cluster', String(number)],
        change
      )
      assert.equal(status, 1, said)
      assert.match(said, says)
      assert.equal(existsSync(path.join(home, '.cache/netlabs/clusters', name)), false)
    })

  test('the suite says so in words and passes where it was asked to run if possible', () => {
    const command = ['scripts/test-cluster.ts', '--if-possible', 'network']
    const change: Change = { through: `env NETLABS_CLUSTER=${number} ${withoutNamespaces}` }
    const { status, said } = runIn(newHome(), command, change)
    assert.equal(status, 0, said)
    assert.match(
      said,
      /^The real-cluster suite was not run, because this machine can't carry it\.$/m
    )
    assert.match(said, /^This kernel refuses network/m)
  })

  test('it fails there where it was not', () => {
    const change: Change = { through: `env NETLABS_CLUSTER=${number} ${withoutNamespaces}` }
    const { status, said } = runIn(newHome(), ['scripts/test-cluster.ts', 'network'], change)
    assert.equal(status, 1, said)
    assert.match(said, /^This kernel refuses network/m)
  })
})
