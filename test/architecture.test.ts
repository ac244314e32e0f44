import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'

const root = path.dirname(import.meta.dirname)

/** Who may import whom, as docs/architecture.md says it. A room may always import itself. */
const allowed = roomTable(readFileSync(path.join(root, 'docs/architecture.md'), 'utf8'))

const pure = ['base', 'model', 'yaml', 'net', 'api', 'rules', 'language', 'sim', 'labs']
const withNode = ['node', 'extension', 'cli']

/** What a pure room must not use: time, chance, network and the process come in as parameters. */
const impure = [
  /\bDate\.now\(/,
  /\bnew Date\(\)/,
  /\bMath\.random\(/,
  /\bsetTimeout\(/,
  /\bsetInterval\(/,
  /\bprocess\./,
  /\bconsole\./,
  /\bfetch\(/
]

interface SourceFile {
  readonly name: string
  readonly room: string
  readonly code: string
  readonly lines: number
}

const files: SourceFile[] = globSync('src/**/*.ts', { cwd: root })
  .map(name => name.replaceAll('\\', '/'))
  .filter(name => name.split('/').length > 2)
  .sort()
  .map(name => {
    const text = readFileSync(path.join(root, name), 'utf8')
    return {
      name,
      room: name.split('/')[1] ?? '',
      code: withoutComments(text),
      lines: text.split('\n').length
    }
  })

/** Files over the limit of 400 lines, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {}

test('every room of src is in the table', () => {
  const rooms = [...new Set(files.map(file => file.room))]
  assert.ok(rooms.length > 0)
  assert.deepEqual(
    rooms.filter(room => !(room in allowed)),
    []
  )
})

for (const [room, others] of Object.entries(allowed)) {
  test(`${room} imports only what the table allows`, () => {
    const wrong: string[] = []
    for (const file of files.filter(one => one.room === room)) {
      for (const target of importsOf(file.code)) {
        if (!target.startsWith('.')) continue
        const to = path.posix.join(path.posix.dirname(file.name), target).split('/')
        const other = to[0] === 'src' ? (to[1] ?? '') : to.join('/')
        if (other !== room && !others.includes(other)) wrong.push(`${file.name} imports ${target}`)
      }
    }
    assert.deepEqual(wrong, [])
  })
}

test('only extension/ imports vscode', () => {
  const wrong = files
    .filter(file => file.room !== 'extension' && importsOf(file.code).includes('vscode'))
    .map(file => file.name)
  assert.deepEqual(wrong, [])
})

test('Node is used in node/, extension/ and cli/ only', () => {
  const wrong = files
    .filter(file => !withNode.includes(file.room))
    .filter(file => importsOf(file.code).some(target => target.startsWith('node:')))
    .map(file => file.name)
  assert.deepEqual(wrong, [])
})

test('nothing outside cli/ imports cli/, nothing outside extension/ imports extension/', () => {
  const wrong = files.filter(file =>
    importsOf(file.code).some(
      target =>
        (target.includes('../cli/') && file.room !== 'cli') ||
        (target.includes('../extension/') && file.room !== 'extension')
    )
  )
  assert.deepEqual(
    wrong.map(file => file.name),
    []
  )
})

test('no rule imports another rule', () => {
  const wrong: string[] = []
  for (const file of files.filter(one => one.room === 'rules' && one.name.split('/').length > 3)) {
    if (file.name.startsWith('src/rules/shared/')) continue
    for (const target of importsOf(file.code)) {
      const to = path.posix.join(path.posix.dirname(file.name), target).split('/')
      const isRule = to[1] === 'rules' && to.length > 3 && to[2] !== 'shared'
      const exportsRule =
        isRule && readFileSync(path.join(root, ...to), 'utf8').includes('export default')
      if (exportsRule) wrong.push(`${file.name} imports ${target}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('pure rooms take time, chance and the network as parameters', () => {
  const wrong: string[] = []
  for (const file of files.filter(one => pure.includes(one.room)))
    for (const pattern of impure)
      if (pattern.test(file.code)) wrong.push(`${file.name} uses ${pattern.source}`)
  assert.deepEqual(wrong, [])
})

test('no file is longer than 400 lines without a stated reason', () => {
  const wrong = files
    .filter(
      file => file.lines > 400 && !file.name.endsWith('.generated.ts') && !(file.name in longFiles)
    )
    .map(file => `${file.name}: ${file.lines}`)
  assert.deepEqual(wrong, [])
})

test('files are called what they export: kebab-case, no drawers for odds and ends', () => {
  const wrong = files
    .map(file => file.name)
    .filter(
      name =>
        !/^[a-z0-9-]+(\.generated)?\.ts$/.test(path.posix.basename(name)) ||
        /^(utils?|helpers?|common|types)\.ts$/.test(path.posix.basename(name))
    )
  assert.deepEqual(wrong, [])
})

test('rooms do not import in circles', () => {
  const graph = new Map<string, Set<string>>()
  for (const [room, others] of Object.entries(allowed)) graph.set(room, new Set(others))
  const visit = (room: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(room), `circle: ${[...trail, room].join(' -> ')}`)
    for (const next of graph.get(room) ?? []) visit(next, [...trail, room])
  }
  for (const room of graph.keys()) visit(room, [])
})

test('files do not import in circles', () => {
  const names = new Set(files.map(file => file.name))
  const edges = new Map(
    files.map(file => [
      file.name,
      valueImportsOf(file.code)
        .filter(target => target.startsWith('.'))
        .map(target => path.posix.join(path.posix.dirname(file.name), target))
        .filter(target => names.has(target))
    ])
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name)
    if (at >= 0) {
      circles.push([...trail.slice(at), name].join(' -> '))
      return
    }
    if (done.has(name)) return
    for (const next of edges.get(name) ?? []) visit(next, [...trail, name])
    done.add(name)
  }
  for (const name of edges.keys()) visit(name, [])
  assert.deepEqual(circles, [])
})

test('the pure rooms bundle for a browser', async () => {
  const entries = files.filter(file => pure.includes(file.room)).map(file => `./${file.name}`)
  const result = await build({
    stdin: { contents: entries.map(name => `import '${name}'`).join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent'
  })
  assert.equal(result.errors.length, 0)
})

function importsOf(code: string): string[] {
  return [
    ...code.matchAll(/\bfrom\s+['"]([^'"]+)['"]/g),
    ...code.matchAll(/\bimport\s+['"]([^'"]+)['"]/g),
    ...code.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g)
  ].map(match => match[1] ?? '')
}

/** Imports that exist at run time: type-only ones vanish and can't close a circle. */
function valueImportsOf(code: string): string[] {
  return [
    ...code.matchAll(/^\s*(?:import|export)\s+(?!type\b)[^'"]*?from\s+['"]([^'"]+)['"]/gm),
    ...code.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm)
  ].map(match => match[1] ?? '')
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/[^\n]*/g, '$1')
}

function roomTable(page: string): Readonly<Record<string, readonly string[]>> {
  const table = /```rooms\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const rows = table
    .trim()
    .split('\n')
    .map(line => line.split('->').map(part => part.trim()))
    .map(
      ([room = '', others = '']) => [room, others.split(' ').filter(other => other !== '')] as const
    )
  return Object.fromEntries(rows)
}
