/**
 * Correct manifests that nobody wrote for the linter: nothing above a hint is said about them. They are what
 * the installed packages bring, the project's own manifests of its clusters and samples, and the labs as solved.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { isAtLeast } from '../../src/rules/severity.ts'
import { projectRoot, serviceOver } from '../support/service.ts'

const faulty = new Set([
  // They show what the linter finds.
  'samples/workspace/egress-policy.yaml',
  'samples/workspace/ingress-weighted.yaml',
  // No YAML until a script has put its values in.
  'test/cluster/manifests/coredns.yaml'
])

/** What labs show to be refused, which is said as well. */
const refused: Readonly<Record<string, string>> = {
  'walkthroughs/multi-tenancy/manifests/80-cheat.yaml': 'httproute/not-allowed-by-gateway',
  'walkthroughs/pod-security-and-segmentation/manifests/20-privileged.yaml':
    'namespace/forbids-its-pods'
}

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(name => /\.(?:ya?ml|json|conflist)$/.test(name) && !faulty.has(name))
    .sort()
}

/** What is said above hint about files that are one workspace; the second is how many documents were read. */
function complaints(files: readonly string[]): [told: string[], documents: number] {
  const service = serviceOver(
    Object.fromEntries(
      files.map(name => [name, readFileSync(path.join(projectRoot, name), 'utf8')])
    )
  )
  const checked = service.lintAll()
  const told = checked
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => isAtLeast(severity, 'info'))
    .map(({ uri, position, rule, what }) => `${uri}:${position.start.line + 1} ${rule}: ${what}`)
  return [told, checked.reduce((sum, file) => sum + file.documents, 0)]
}

function byFolder(files: readonly string[]): readonly string[][] {
  const groups = new Map<string, string[]>()
  for (const file of files) {
    const folder = path.posix.dirname(file)
    groups.set(folder, [...(groups.get(folder) ?? []), file])
  }
  return [...groups.values()]
}

describe('nothing above a hint is said about', () => {
  test('the YAML of the installed packages', () => {
    const files = filesUnder('node_modules').filter(name => /\.ya?ml$/.test(name))
    assert.ok(files.length >= 20, `${files.length} files`)
    assert.deepEqual(
      files.flatMap(file => complaints([file])[0]),
      []
    )
  })

  for (const [folder, least] of [
    ['test/cluster/manifests', 40],
    ['test/cluster/scenes', 70],
    ['samples/workspace', 5]
  ] as const)
    test(folder, () => {
      const results = byFolder(filesUnder(folder)).map(complaints)
      assert.deepEqual(
        results.flatMap(([told]) => told),
        []
      )
      const documents = results.reduce((sum, [, count]) => sum + count, 0)
      assert.ok(documents >= least, `${documents} documents`)
    })

  const labs = globSync('walkthroughs/*/lab.yaml', { cwd: projectRoot }).map(file =>
    path.dirname(file).replaceAll('\\', '/')
  )
  for (const lab of labs.sort())
    test(`${lab}, as solved`, () => {
      const inside = (part: string): string[] =>
        globSync(`${part}/**/*.{yaml,yml,json,conflist}`, { cwd: path.join(projectRoot, lab) }).map(
          name => name.replaceAll('\\', '/').slice(part.length + 1)
        )
      const solved = new Set(inside('solution'))
      const files = [
        ...[...solved].map(name => `${lab}/solution/${name}`),
        ...inside('manifests')
          .filter(name => !solved.has(name))
          .map(name => `${lab}/manifests/${name}`)
      ]
      const wanted = files.filter(file => file in refused)
      const [told] = complaints(files)
      const expected = (one: string): boolean =>
        wanted.some(file => one.startsWith(`${file}:`) && one.includes(` ${refused[file] ?? ''}: `))
      assert.deepEqual(
        told.filter(one => !expected(one)),
        []
      )
      for (const file of wanted)
        assert.ok(
          told.some(one => one.startsWith(file)),
          file
        )
    })

  test('labs are found', () => assert.ok(labs.length >= 20, `${labs.length} labs`))
})
