/** `npm run check`: types, lint, format, freshness of generated files and (without --static) the tests. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name)

interface Stage {
  readonly title: string
  readonly command: readonly string[]
  readonly advice: string
}

const stages: Stage[] = [
  { title: 'types', command: [bin('tsc')], advice: 'Mend the types named above.' },
  {
    title: 'types of the playground, which runs in a browser',
    command: [bin('tsc'), '-p', 'src/playground'],
    advice: 'Mend the types named above.'
  },
  {
    title: 'lint',
    command: [bin('eslint'), '.', '--max-warnings=0'],
    advice: '`npx eslint . --fix` mends what it can.'
  },
  { title: 'format', command: [bin('prettier'), '--check', '.'], advice: 'Run `npm run format`.' },
  {
    title: 'generated files',
    command: [process.execPath, 'scripts/generate.ts', '--check'],
    advice: 'Run `npm run generate` and commit what it writes.'
  }
]
if (!process.argv.includes('--static'))
  stages.push({
    title: 'tests',
    command: [process.execPath, 'scripts/test.ts'],
    advice: 'The failing tests stand above.'
  })

let failures = 0
for (const stage of stages) {
  const [program = '', ...args] = stage.command
  const started = performance.now()
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (status === 0) console.log(`${stage.title}: good (${seconds} s)`)
  else {
    failures++
    console.error(`${stage.title}: not good (${seconds} s). ${stage.advice}`)
  }
}
process.exitCode = failures === 0 ? 0 : 1
