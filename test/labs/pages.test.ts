/** The pages, pictures and manifests of the labs, held against their definitions and against the cluster. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Lab } from '../../src/labs/lab.ts'
import { filesOf } from '../../src/labs/lab.ts'
import { labLabel } from '../../src/labs/lab-objects.ts'
import { recordOf } from '../../src/base/json.ts'
import { isKubeObject } from '../../src/model/object.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { projectRoot, serviceOver } from '../support/service.ts'
import { labs, readLabFile } from './playground.ts'
import { widest } from '../../scripts/generate/pictures/layout.ts'

/** A page is read beside an editor, so it fits on a screen. */
const mostWords = 300

function words(page: string): number {
  const text = page
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[|#*`_-]+/g, ' ')
  return text.split(/\s+/).filter(Boolean).length
}

for (const lab of labs) {
  test(`${lab.id}: its folder holds exactly the files that it names`, () => {
    const folder = path.join(projectRoot, 'walkthroughs', lab.id)
    const there = globSync('**/*.*', { cwd: folder })
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => name !== 'lab.yaml')
    const pictures = filesOf(lab).filter(name => name.endsWith('.svg'))
    const descriptions = pictures.map(name => name.replace(/\.svg$/, '.yaml'))
    const named = [...filesOf(lab), ...descriptions.filter(name => there.includes(name))]
    assert.deepEqual(there.sort(), named.sort())
  })

  for (const step of lab.steps) {
    const page = readLabFile(lab, step.page)

    test(`${lab.id}/${step.id}: its page fits`, () => {
      assert.equal(page.split('\n')[0], `# ${step.title}`)
      assert.ok(
        page.includes(`![${step.picture.alt}](${step.picture.file})`),
        'the picture with its alternative text'
      )
      assert.match(page, /^\*\*Done\*\* when[ ,]/m)
      assert.ok(words(page) < mostWords, `${words(page)} words`)
      for (const sentence of page.replaceAll(/```[\s\S]*?```/g, '').split(/[.:!?]\s|\||\n\n/))
        assert.ok(words(sentence) <= 45, `a long sentence: ${sentence}`)
    })

    test(`${lab.id}/${step.id}: each hint says something new`, () => {
      const { nudge, where, difference, solve } = step.hints
      assert.equal(new Set([nudge, where, difference, solve]).size, 4)
    })

    test(`${lab.id}/${step.id}: its picture can be read on its page in any theme`, () => {
      const svg = readLabFile(lab, step.picture.file)
      const width = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1])
      assert.ok(width >= 200 && width <= widest, `${width} px wide`)
      const sizes = [...svg.matchAll(/(?:font-size: |font: )(\d+)px/g)].map(match =>
        Number(match[1])
      )
      assert.ok(sizes.length > 0 && Math.min(...sizes) >= (width > 400 ? 15 : 13), sizes.join(' '))
      assert.match(svg, /currentColor/)
      assert.match(svg, /prefers-color-scheme: dark/)
      assert.match(svg, /<title[^>]*>[^<]+<\/title>/)
      assert.doesNotMatch(svg, /<script|href=|url\(|<image/)
      assert.doesNotMatch(svg, /(fill|stroke)="#/, 'a colour that no theme changes')
    })
  }

  test(`${lab.id}: what finishes it has nothing to complain about`, () => {
    const files = Object.fromEntries(finalFiles(lab).map(file => [file, readLabFile(lab, file)]))
    const service = serviceOver(files)
    for (const file of Object.keys(files))
      assert.deepEqual(
        service
          .lint(file)
          .findings.filter(({ severity }) => isAtLeast(severity, 'warning'))
          .map(({ rule, message }) => `${file}: ${rule}: ${message}`),
        []
      )
  })

  for (const { id, completion } of lab.steps)
    if (completion?.event === 'clean-file')
      test(`${lab.id}/${id}: the file to mend is not clean at the start`, () => {
        const { file } = completion
        const { findings } = serviceOver({ [file]: readLabFile(lab, file) }).lint(file)
        assert.ok(findings.some(({ severity }) => isAtLeast(severity, 'warning')))
      })

  test(`${lab.id}: its manifests name its Namespaces and carry its label`, () => {
    const files = filesOf(lab).filter(file => file.endsWith('.yaml') && !file.includes('ingress'))
    for (const file of files)
      for (const { value } of parseYamlFile(readLabFile(lab, file)).documents) {
        if (isConfiguration(value)) continue
        assert.ok(isKubeObject(value), file)
        const { kind, metadata } = value
        const { name = '', namespace } = metadata
        const home = kind === 'Namespace' ? name : namespace
        // What a program reads in its own Namespace, or what has none, is told apart by its name.
        const isOurs = home !== undefined && lab.namespaces.includes(home)
        assert.ok(isOurs || name.startsWith('netlabs-'), `${file}: ${kind} ${name}`)
        assert.equal(metadata.labels?.[labLabel], lab.id, `${file}: ${kind} ${name}`)
      }
  })
}

/** What a tool reads that makes clusters is no object of one. */
function isConfiguration(value: unknown): boolean {
  const { apiVersion, kind } = recordOf(value)
  return kind === undefined || /^(?:kind\.x-k8s|kubeadm\.k8s)\.io\//.test(String(apiVersion))
}

/** The files with which the lab ends: a solution stands in the place of what it solves. */
function finalFiles(lab: Lab): readonly string[] {
  return lab.steps.flatMap(({ solution, manifests = [] }) => solution ?? manifests)
}

test('the sample workspace holds the manifests as the labs have them', () => {
  const root = path.join(projectRoot, 'samples/workspace/labs')
  for (const name of globSync('*/*.yaml', { cwd: root })) {
    const [labId = '', file = ''] = name.split(path.sep)
    const original = path.join(projectRoot, 'walkthroughs', labId, 'manifests', file)
    assert.equal(readFileSync(path.join(root, name), 'utf8'), readFileSync(original, 'utf8'))
  }
})
