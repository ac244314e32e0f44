/** How long the practice cluster takes to start: in process, and as a command until it can be used. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { schemaSetFrom, type SchemaBundle } from '../src/api/schema-set.ts'
import { silentLog } from '../src/base/log.ts'
import { startPracticeServer } from '../src/node/practice-server.ts'
import { yamlValue } from '../src/yaml/yaml-value.ts'
import { systemClock } from '../src/node/system-clock.ts'
import { createPracticeCluster } from '../src/sim/practice-cluster.ts'
import { missingBecause, sampled, type Figure, type Sample } from './figure.ts'
import { own, root } from './product.ts'
import { memoryOf } from './watched-process.ts'

const section = 'Start of a cluster'

export async function practiceClusterFigures(): Promise<Figure[]> {
  const memory: number[] = []
  const command = await sampled({ runs: 7, warmUp: 1 }, async () => {
    const { milliseconds, megabytes } = await startCommand()
    memory.push(megabytes)
    return milliseconds
  })
  const row = { section, who: own }
  return [
    {
      ...row,
      what: 'practice cluster in process, warm, until it listens',
      unit: 'ms',
      outcome: await inProcess()
    },
    {
      ...row,
      what: 'netlabs sim, start of the process to its line that it is ready',
      unit: 'ms',
      outcome: command
    },
    {
      ...row,
      what: 'netlabs sim, memory when ready',
      unit: 'MB',
      outcome: { values: memory.slice(1), warmUp: 1 }
    },
    ...(await peerFigures())
  ]
}

function inProcess(): Promise<Sample> {
  const schemas = schemaSetFrom(
    JSON.parse(readFileSync(path.join(root, 'schemas/kubernetes.json'), 'utf8')) as SchemaBundle
  )
  return sampled({ runs: 9, warmUp: 2 }, async () => {
    const from = performance.now()
    const cluster = createPracticeCluster({
      clock: systemClock,
      random: Math.random,
      schemas,
      parseYaml: yamlValue
    })
    const server = await startPracticeServer({ cluster, log: silentLog })
    await cluster.settle()
    const took = performance.now() - from
    await server.stop()
    cluster.dispose()
    return took
  })
}

async function startCommand(): Promise<{ milliseconds: number; megabytes: number }> {
  const from = performance.now()
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'sim'], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  try {
    let said = ''
    for await (const chunk of child.stdout) {
      said += String(chunk)
      if (said.includes('ready at')) break
    }
    if (!said.includes('ready at')) throw new Error('netlabs sim ended before it was ready.')
    const milliseconds = performance.now() - from
    return { milliseconds, megabytes: memoryOf(child.pid ?? 0) }
  } finally {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
}

/** A control plane without nodes, controllers or a network, from the build cache of the schemas. */
async function peerFigures(): Promise<Figure[]> {
  const { apiServerIsBuilt, startBuiltApiServer, versions } =
    await import('../scripts/schemas/api-server.ts')
  const row: Omit<Figure, 'outcome'> = {
    section,
    what: 'API server and etcd with the CRDs of the Gateway API, until they serve',
    who: `kube-apiserver ${versions.kubernetes}`,
    unit: 'ms'
  }
  if (!apiServerIsBuilt())
    return [
      { ...row, outcome: { missing: 'not installed: npm run generate:schemas builds it from Go' } }
    ]
  try {
    const outcome = await sampled({ runs: 3, warmUp: 0 }, async () => {
      const from = performance.now()
      const server = await startBuiltApiServer()
      const took = performance.now() - from
      server.stop()
      return took
    })
    return [{ ...row, outcome }]
  } catch (thrown) {
    return [{ ...row, outcome: missingBecause(thrown) }]
  }
}
