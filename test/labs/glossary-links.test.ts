/** A word of the glossary is a link where a lab uses it first, so that nobody has to know it beforehand. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '../support/service.ts'
import { labs, readLabFile } from './playground.ts'

/** Words that also mean something else, so that a program can't tell. */
const ambiguous = ['Canary', 'Control', 'Egress', 'Listener', 'Peer', 'Subset', 'Tenant', 'Weight']

const words = [
  ...readFileSync(path.join(projectRoot, 'docs/glossary.md'), 'utf8').matchAll(/^## (.+)$/gm)
]
  .map(([, word = '']) => word)
  .filter(word => !ambiguous.includes(word))

/** How a word looks in a sentence, where that is more than the word itself. */
const looks: Readonly<Record<string, string>> = {
  CNI: 'network plugins?',
  'Cluster DNS': "[Cc]luster(?:'s)? DNS",
  Gateway: 'Gateways?(?! API)',
  Ingress: 'Ingress(?:es)?',
  Namespace: '(?<!network )[Nn]amespaces?',
  Service: 'Services?'
}

function useOf(word: string): RegExp {
  const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // Names of kinds and abbreviations keep their capitals; other words begin a sentence or don't.
  const isName = /[A-Z]/.test(word.slice(1))
  const start = `[${plain.charAt(0)}${plain.charAt(0).toLowerCase()}]`
  const look = looks[word] ?? `${isName ? plain : `${start}${plain.slice(1)}`}(?:s|es)?`
  return new RegExp(`(?<![A-Za-z0-9-])${look}(?![A-Za-z0-9-])`)
}

/** The sentences of a page: code, pictures, headings and what is quoted are none. Links stay where they are. */
function proseOf(page: string): string {
  const nothing = (text: string): string => ' '.repeat(text.length)
  return page
    .replaceAll(/```[\s\S]*?```/g, nothing)
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, nothing)
    .replaceAll(/^#.*$/gm, nothing)
    .replaceAll(/`[^`\n]*`/g, nothing)
    .replaceAll(/"[^"\n]*"/g, nothing)
}

for (const lab of labs)
  test(`${lab.id}: each word of the glossary is a link at its first use`, () => {
    for (const word of words) {
      const target = `(../../docs/glossary.md#${word.toLowerCase().replaceAll(' ', '-')})`
      for (const { page } of lab.steps) {
        const prose = proseOf(readLabFile(lab, page))
        const link = prose.indexOf(target)
        const used = useOf(word).exec(
          prose.replaceAll(/\[[^\]]*\]\([^)]*\)/g, text => ' '.repeat(text.length))
        )
        // A link to somewhere else, such as the page of a project, explains the word as well.
        const isElsewhere = [...prose.matchAll(/\[([^\]]*)\]\([^)]*\)/g)].some(([, text = '']) =>
          useOf(word).test(text)
        )
        if (link < 0 && used === null && !isElsewhere) continue
        const isLinked = link >= 0 ? used === null || link < used.index : isElsewhere
        assert.ok(isLinked, `${page}: ${word} is used first without a link to ${target}`)
        break
      }
    }
  })
