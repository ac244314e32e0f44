/** From a keystroke to the diagnostics, in a small and in a large file, beside the YAML extension's server. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundled } from './bundled.ts'
import { missingBecause, type Figure, type Sample } from './figure.ts'
import { fileOfLines, plantedFault } from './manifests.ts'
import type { CompletionTimes } from './own-completion.ts'
import type { OwnServiceTimes } from './own-service.ts'
import { outFolder, own, root } from './product.ts'
import { memoryOf } from './watched-process.ts'
import { startYamlServer, yamlServerName, yamlServerPause } from './yaml-language-server.ts'

const schemasFile = path.join(root, 'schemas/kubernetes.json')
const section = 'Keystroke to diagnostics'
const processes = 5
const peerProcesses = 3
const warmUp = 4
const keystrokes = 21

interface Times {
  readonly first: Sample
  readonly keystroke: Sample
  readonly memory: Sample
}

export async function keystrokeFigures(): Promise<Figure[]> {
  const program = await bundled('own-service')
  const figures: Figure[] = await completionFigures()
  for (const size of [40, 5000]) {
    const text = fileOfLines(size)
    const lines = text.split('\n').length - 1
    figures.push(...ownFigures(`${lines} lines`, ownTimes(program, text)))
    figures.push(...(await peerFigures(`${lines} lines`, text)))
  }
  return figures
}

async function completionFigures(): Promise<Figure[]> {
  const program = await bundled('own-completion')
  const all = Array.from({ length: 2 * processes }, () => {
    const said = execFileSync(process.execPath, [program, schemasFile], { encoding: 'utf8' })
    return JSON.parse(said) as CompletionTimes
  })
  const row = { section, who: own, unit: 'ms' } as const
  return [
    {
      ...row,
      what: 'a new file, first completion of the process, schemas read',
      outcome: { values: all.map(({ completion }) => completion), warmUp: 0 }
    },
    {
      ...row,
      what: 'a new file, first completion of the process, with the schemas to read',
      outcome: { values: all.map(({ schemas, completion }) => schemas + completion), warmUp: 0 }
    }
  ]
}

function ownFigures(size: string, { first, keystroke, memory }: Times): Figure[] {
  const row = { section, who: own }
  return [
    { ...row, what: `${size}, opened, cold (schemas read)`, unit: 'ms', outcome: first },
    { ...row, what: `${size}, keystroke, warm, no pause`, unit: 'ms', outcome: keystroke },
    { ...row, what: `${size}, memory of the process`, unit: 'MB', outcome: memory }
  ]
}

async function peerFigures(size: string, text: string): Promise<Figure[]> {
  const row = { section, who: yamlServerName }
  try {
    const { first, keystroke, memory } = await peerTimes(text)
    const without = {
      ...keystroke,
      values: keystroke.values.map(value => value - yamlServerPause)
    }
    const pause = `its pause of ${yamlServerPause} ms`
    return [
      { ...row, what: `${size}, opened, cold, with ${pause}`, unit: 'ms', outcome: first },
      { ...row, what: `${size}, keystroke, warm, with ${pause}`, unit: 'ms', outcome: keystroke },
      { ...row, what: `${size}, keystroke, warm, less ${pause}`, unit: 'ms', outcome: without },
      { ...row, what: `${size}, memory of the process`, unit: 'MB', outcome: memory }
    ]
  } catch (thrown) {
    return [{ ...row, what: size, unit: 'ms', outcome: missingBecause(thrown) }]
  }
}

function ownTimes(program: string, text: string): Times {
  mkdirSync(outFolder, { recursive: true })
  const file = path.join(outFolder, 'keystroke.yaml')
  writeFileSync(file, text)
  const all = Array.from({ length: processes }, () => {
    const args = [program, schemasFile, file, String(warmUp + keystrokes)]
    const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
    return JSON.parse(said) as OwnServiceTimes
  })
  return {
    first: { values: all.map(({ first }) => first), warmUp: 0 },
    keystroke: { values: all.flatMap(one => one.keystrokes.slice(warmUp)), warmUp },
    memory: { values: all.map(({ megabytes }) => megabytes), warmUp: 0 }
  }
}

async function peerTimes(text: string): Promise<Times> {
  const faulty = text.replace('replicas: 2', plantedFault)
  const first: number[] = []
  const changes: number[] = []
  const memory: number[] = []
  for (let i = 0; i < peerProcesses; i++) {
    const server = await startYamlServer()
    try {
      first.push(await server.open(faulty))
      for (let turn = 0; turn < warmUp + keystrokes / peerProcesses; turn++) {
        const isSound = turn % 2 === 0
        const took = await server.change(isSound ? text : faulty, isSound ? 0 : 1)
        if (turn >= warmUp) changes.push(took)
      }
      memory.push(memoryOf(server.pid))
    } finally {
      await server.stop()
    }
  }
  return {
    first: { values: first, warmUp: 0 },
    keystroke: { values: changes, warmUp },
    memory: { values: memory, warmUp: 0 }
  }
}
