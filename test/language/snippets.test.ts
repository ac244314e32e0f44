import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import { withTabStops } from '../../scripts/generate/snippets/tab-stops.ts'
import { labManifests } from '../../scripts/generate/snippets/lab-snippets.ts'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import { readSnippets } from '../../src/node/snippet-file.ts'
import { expandSnippet } from '../support/expand-snippet.ts'
import { manifestSchemas, projectRoot, serviceOver } from '../support/service.ts'
import { createLanguageService } from '../../src/language/language-service.ts'

const snippets = await readSnippets(path.join(projectRoot, 'walkthroughs', 'snippets.json'))

/** The other manifests of the lab that a snippet is from: some of them make sense together only. */
const companions = new Map(
  productLabs().flatMap(lab => {
    const all = labManifests(lab)
    return all.map(own => [
      own.label,
      Object.fromEntries(all.filter(one => one !== own).map(({ name, text }) => [name, text]))
    ])
  })
)

/** What is said of a text above a hint, alone or beside others. */
function faults(text: string, others: Readonly<Record<string, string>> = {}): string[] {
  return serviceOver({ ...others, 'a.yaml': text })
    .lint('a.yaml')
    .findings.filter(({ severity }) => severity !== 'hint')
    .map(({ rule, message }) => `${rule}: ${message}`)
}

/** Its tab stops in the order of the text, as number and text. */
function tabStops(body: string): [number, string][] {
  const found: [number, string][] = []
  expandSnippet(body, (number, text) => {
    found.push([number, text])
    return text
  })
  return found
}

describe('snippets of the product', () => {
  test('there is one for each manifest of the labs', () => assert.ok(snippets.length > 100))

  for (const { label, body } of snippets)
    test(label, () => {
      const stops = tabStops(body)
      const numbers = [...new Set(stops.map(([number]) => number))]
      assert.deepEqual(
        numbers,
        numbers.map((_, i) => i + 1),
        'tab stops follow each other from the first place of the text to the last, without gaps'
      )
      assert.equal(body.split('$0').length, 2, 'the cursor ends in one place')
      for (const number of numbers)
        assert.equal(new Set(stops.flatMap(([n, text]) => (n === number ? [text] : []))).size, 1)
      const alone = faults(expandSnippet(body))
      const together = alone.length > 0 ? faults(expandSnippet(body), companions.get(label)) : []
      assert.deepEqual(together, [], 'as it is offered')
      const renamed = expandSnippet(body, (number, text) =>
        /^[a-z][a-z0-9-]*$/.test(text) ? `mine-${number}` : text
      )
      assert.equal(faults(renamed).length, alone.length, 'with every name typed anew')
    })
})

test('one name in several places is one tab stop, also inside of an address', () => {
  const text =
    'kind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  selector:\n    app: web\n' +
    '  ports:\n    - port: 80\n---\nkind: Pod\nspec:\n  containers:\n    - args: ["http://web.shop:80"]\n'
  assert.equal(
    withTabStops(text),
    'kind: Service\nmetadata:\n  name: ${1:web}\n  namespace: ${2:shop}\nspec:\n  selector:\n    app: ${1:web}\n' +
      '  ports:\n    - port: ${3:80}\n---\nkind: Pod\nspec:\n  containers:\n    - args: ["http://${1:web}.${2:shop}:80"]\n$0'
  )
})

test('signs that mean something in a snippet come out as they were', () => {
  const text = 'kind: Pod\nmetadata:\n  name: "a}$b"\nspec:\n  command: ["echo $HOME \\\\ ${X}"]\n'
  assert.equal(expandSnippet(withTabStops(text)), text)
})

test('completion offers those it was given where a document begins, and nowhere else', () => {
  const [first, second] = snippets
  assert.ok(first && second)
  const text = 'kind: Pod\n---\n\n---\nservices:\n  web:\n    \n'
  const service = createLanguageService({
    schemas: manifestSchemas(),
    rules: [],
    snippets: [first, second]
  })
  service.setFile('a.yaml', text)
  const at = (offset: number): string[] =>
    service
      .complete('a.yaml', offset)
      .filter(({ kind }) => kind === 'snippet')
      .map(({ label }) => label)
  assert.deepEqual(at(text.indexOf('---') + 4), [first.label, second.label])
  assert.deepEqual(at(text.length - 1), [])
})
