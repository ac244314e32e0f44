/**
 * `npm run new-rule service/some-fault`: writes a rule that finds nothing yet, a fixture that marks the
 * fault and a clean one beside it. The marked fixture fails until the rule finds it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { SchemaBundle } from '../src/api/schema-set.ts'

const root = path.dirname(import.meta.dirname)

/**
 * The files of a new rule by their paths from the root of the project.
 * @throws Error with a sentence when the id is not one, or names a kind that the schemas lack
 */
export function newRule(id: string): ReadonlyMap<string, string> {
  if (!/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new Error(
      'A rule is called kind/fault in lower case, such as service/target-port-missing.'
    )
  const [folder = ''] = id.split('/')
  const key = keyOf(folder)
  const kind = key.slice(key.lastIndexOf('/') + 1)
  const apiVersion = key.slice(0, key.lastIndexOf('/'))
  const manifest = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n`
  return new Map([
    [`src/rules/${id}.ts`, ruleText(id, key, kind, manifest)],
    [`test/rules/${id}/page.yaml`, manifest.replace('name: web', `name: web #! ${id}`)],
    [`test/rules/${id}/page-clean.yaml`, manifest]
  ])
}

/** The type that a folder of rules is about; the newest stable version when there are several. */
function keyOf(folder: string): string {
  const { kinds } = JSON.parse(
    readFileSync(path.join(root, 'schemas/kubernetes.json'), 'utf8')
  ) as SchemaBundle
  const wanted = folder.replaceAll('-', '')
  const keys = Object.keys(kinds).filter(key => key.toLowerCase().endsWith(`/${wanted}`))
  const key = keys.find(one => /(^|\/)v\d+\/\w+$/.test(one)) ?? keys[0]
  if (key === undefined)
    throw new Error(`The schemas have no kind ${folder}. Write it as in network-policy/some-fault.`)
  return key
}

function ruleText(id: string, key: string, kind: string, manifest: string): string {
  const file = typeFileOf(kind)
  const imports = file === undefined ? '' : `import type { ${kind} } from '../../model/${file}'\n`
  return `${imports}import { defineRule } from '../define-rule.ts'

export default defineRule${file === undefined ? '' : `<${kind}>`}({
  id: '${id}',
  appliesTo: ['${key}'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['${id.slice(0, id.indexOf('/'))}'],
  what: 'One sentence that says what is the case.',
  why: 'What the API server or the network does with it.',
  todo: 'What to do about it.',
  docs: {
    bad: \`${manifest}\`,
    good: \`${manifest}\`,
    see: ['https://kubernetes.io/docs/']
  },

  check({ manifest, report }) {
    const hasFault = manifest.object.metadata.name === undefined
    if (!hasFault) return
    report({ at: ['metadata', 'name'], message: 'One sentence that names the thing.' })
  }
})
`
}

/** The file of src/model that knows the kind as a type. */
function typeFileOf(kind: string): string | undefined {
  return ['kinds.ts', 'gateway-kinds.ts'].find(file =>
    readFileSync(path.join(root, 'src/model', file), 'utf8').includes(`export interface ${kind} `)
  )
}

function write(id: string): void {
  const files = newRule(id)
  const there = [...files.keys()].find(file => existsSync(path.join(root, file)))
  if (there !== undefined) throw new Error(`${there} is there already.`)
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
    console.log(`Written: ${file}`)
  }
  console.log(
    'Next: let the fixtures say what the rule finds, then the rule; docs/writing-a-rule.md.'
  )
}

if (process.argv[1] === import.meta.filename) {
  try {
    write(process.argv[2] ?? '')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  }
}
