/** `contributes.walkthroughs` of package.json, out of the labs' definitions. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { groups, type Lab } from '../../src/labs/lab.ts'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import { readLab } from '../../src/labs/read-lab.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

/** The labs of the product, in the order of the learning path. A definition with a mistake ends the run. */
export function productLabs(): readonly Lab[] {
  return globSync('walkthroughs/*/lab.yaml', { cwd: root })
    .sort()
    .map(name => {
      const { lab, problems } = readLab(readFileSync(path.join(root, name), 'utf8'))
      if (!lab || problems.length > 0)
        throw new Error(
          problems.map(({ line, message }) => `${name}:${line}: ${message}`).join('\n')
        )
      return lab
    })
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group))
}

/** The editor opens the first one when the extension is installed, and none of the others by itself. */
export function walkthroughContributions(): unknown[] {
  return productLabs().map(lab => ({
    id: lab.id,
    title: lab.title,
    description: lab.description,
    icon: 'media/icon.png',
    steps: lab.steps.map(step => ({
      id: step.id,
      title: titleOf(step),
      description: [step.goal, ...links(lab, step)].join('\n'),
      media: { markdown: `walkthroughs/${lab.id}/${step.page}` },
      completionEvents: [`onContext:netlabs.done.${lab.id}.${step.id}`]
    }))
  }))
}

function titleOf(step: LabStep): string {
  const number = step.backlog?.[0]
  return number === undefined ? step.title : `${number} ${step.title}`
}

/** A link on a line of its own is a button. */
function links(lab: Lab, step: LabStep): string[] {
  const ofStep = (title: string, command: string): string => link(title, command, [lab.id, step.id])
  const hasManifests = (step.manifests ?? []).length > 0
  return [
    ...(hasManifests ? [ofStep('Open the manifest', 'netlabs.lab.openManifest')] : []),
    ...(hasManifests && step.checks.length > 0 ? [ofStep('Apply', 'netlabs.lab.apply')] : []),
    ...(step.actions ?? []).map(action => link(action.title, action.command, action.arguments)),
    ...(step.checks.length > 0 ? [ofStep('Verify', 'netlabs.lab.verify')] : [])
  ]
}

function link(title: string, command: string, args: readonly string[] = []): string {
  const query = args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`
  return `[${title}](command:${command}${query})`
}
