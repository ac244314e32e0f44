import type { Rule } from '../rules/define-rule.ts'
import type { Finding, Fix } from './finding.ts'
import type { FileState } from './file-state.ts'
import { hasHole } from './template-documents.ts'

/** Rules that speak of a single field and what stands in it, so that they hold for part of an object. */
const ofOneField: ReadonlySet<string> = new Set(['ingress/weighted-backend'])

const known = new WeakMap<readonly Rule[], readonly Rule[]>()

/** The rules that a Helm template is asked for. */
export function templateRules(rules: readonly Rule[]): readonly Rule[] {
  const own = known.get(rules) ?? rules.filter(({ id }) => ofOneField.has(id))
  known.set(rules, own)
  return own
}

/** A finding with those of its fixes that leave the actions of the template as they are. */
export function inTemplate(finding: Finding, { text }: FileState): Finding {
  const keepsActions = ({ edits }: Fix): boolean =>
    edits
      .flatMap(one => one.edits)
      .every(
        ({ range, newText }) =>
          !/\{\{|\}\}/.test(text.slice(range.start, range.end)) && !hasHole(newText)
      )
  return { ...finding, fixes: finding.fixes.filter(keepsActions) }
}
