import { spawn } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from '../machine/run.ts'
import { until } from '../machine/until.ts'
import { debianFolder } from '../programs/debian.ts'
import type { ClusterPlan } from './plan.ts'

/** The two sides of the session: the cluster's, and that of the router outside. */
export const bgpNumbers = { cluster: 64500, outside: 64501 } as const

/**
 * Starts Debian's BIRD outside of the cluster, unless it runs. It takes the routes that the first node
 * announces and puts them into the outside's routing table, marked as its own.
 */
export async function startBgpPeer(plan: ClusterPlan): Promise<void> {
  if (await answers(plan)) return
  const { address, gateway, namespace } = plan.outside
  const configuration = [
    'log stderr all;',
    `router id ${address.v4};`,
    'protocol device {}',
    'protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }',
    'protocol bgp node {',
    `  local ${address.v4} as ${bgpNumbers.outside};`,
    `  neighbor ${gateway.v4} as ${bgpNumbers.cluster};`,
    '  ipv4 { import all; export none; };',
    '}',
    ''
  ]
  const file = path.join(plan.folder, 'bird.conf')
  writeFileSync(file, configuration.join('\n'))
  const { programs, env } = await birdFolder()
  const log = openSync(path.join(plan.folder, 'bird.log'), 'a')
  const words = ['netns', 'exec', namespace, path.join(programs, 'bird')]
  spawn('ip', [...words, '-f', '-c', file, '-s', socketOf(plan)], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env }
  }).unref()
  closeSync(log)
  await until('the router outside answers', 120_000, () => answers(plan))
}

/** What the router says, as of `birdc`. */
export async function askBgpPeer(plan: ClusterPlan, words: readonly string[]): Promise<string> {
  const { programs, env } = await birdFolder()
  return await run(path.join(programs, 'birdc'), ['-s', socketOf(plan), ...words], { env })
}

async function answers(plan: ClusterPlan): Promise<boolean> {
  return await askBgpPeer(plan, ['show', 'status']).then(
    text => text.includes('Daemon is up and running'),
    () => false
  )
}

function socketOf({ folder }: ClusterPlan): string {
  return path.join(folder, 'bird.ctl')
}

/** Debian's BIRD, unpacked beside the machine's own programs together with the libraries that it lacks. */
async function birdFolder(): Promise<{ programs: string; env: Readonly<Record<string, string>> }> {
  const folder = await debianFolder({ name: 'bird', packages: ['bird2'], on: 'machine' })
  const libraries = (
    await run('sh', ['-c', 'ls -d "$1"/usr/lib/*-linux-gnu || true', 'sh', folder])
  )
    .trim()
    .split('\n')
    .join(':')
  return { programs: path.join(folder, 'usr/sbin'), env: { LD_LIBRARY_PATH: libraries } }
}
