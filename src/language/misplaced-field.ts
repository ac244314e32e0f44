import type { FieldPath } from '../base/field-path.ts'
import { isRecord, valueAt } from '../base/json.ts'
import type { FieldError } from '../api/field-error.ts'
import type { Report } from '../rules/report.ts'

/**
 * What a field was meant for that is right in another place: labels beside `matchLabels` instead of under
 * it, or under it where a Service has none, and `from` and `to` taken for each other. Undefined for all
 * others.
 */
export function misplacedField(error: FieldError, object: unknown): Report | undefined {
  if (error.type === 'unknown-field') return looseLabel(error, object) ?? otherDirection(error)
  return error.type === 'type-invalid' ? nestedLabels(error, object) : undefined
}

const selectors = /^(?:podSelector|namespaceSelector|labelSelector|selector)$/

function looseLabel({ path: at, suggestion }: FieldError, object: unknown): Report | undefined {
  const parent = at.slice(0, -1)
  const holder = String(parent.at(-1))
  const selector = valueAt(object, parent)
  if (!selectors.test(holder) || suggestion !== undefined || !isRecord(selector)) return undefined
  const labels = Object.entries(selector).filter(([key]) => !/^match(?:Labels|Expr)/.test(key))
  if (!labels.every(([, value]) => typeof value === 'string')) return undefined
  const key = String(at.at(-1))
  const isAlone = labels.length === Object.keys(selector).length
  return {
    at,
    part: 'entry',
    message: `\`${key}\` is not a field of \`${holder}\`; labels stand under \`matchLabels\`.`,
    todo: 'Put the label under `matchLabels`.',
    fixes: isAlone
      ? [
          {
            title: 'Put the labels under `matchLabels`',
            safe: true,
            preferred: true,
            change: edit => edit.set(parent, { matchLabels: selector })
          }
        ]
      : []
  }
}

function otherDirection({ path: at }: FieldError): Report | undefined {
  const [spec, direction, , key] = at
  if (spec !== 'spec' || at.length !== 4) return undefined
  const meant =
    direction === 'egress' && key === 'from'
      ? 'to'
      : direction === 'ingress' && key === 'to'
        ? 'from'
        : undefined
  if (meant === undefined) return undefined
  return {
    at,
    part: 'key',
    message: `\`${String(key)}\` is not a field of an ${String(direction)} rule; \`${meant}\` is.`,
    todo: `Rename it to \`${meant}\`, or move the rule to the other direction.`,
    fixes: [
      {
        title: `Rename \`${String(key)}\` to \`${meant}\``,
        safe: false,
        preferred: true,
        change: edit => edit.renameKey(at, meant)
      }
    ]
  }
}

/** The selector of a Service is the labels themselves. */
function nestedLabels({ path: at, badValue }: FieldError, object: unknown): Report | undefined {
  const isService = isRecord(object) && object.kind === 'Service' && object.apiVersion === 'v1'
  if (!isService || !isPath(at, ['spec', 'selector', 'matchLabels'])) return undefined
  const selector = valueAt(object, ['spec', 'selector'])
  if (!isRecord(badValue) || !isRecord(selector)) return undefined
  return {
    at,
    part: 'key',
    message: 'The selector of a Service has no `matchLabels`; the labels stand directly under it.',
    todo: 'Take `matchLabels` away and keep the labels.',
    fixes:
      Object.keys(selector).length === 1
        ? [
            {
              title: 'Write the labels directly under `selector`',
              safe: true,
              preferred: true,
              change: edit => edit.set(['spec', 'selector'], badValue)
            }
          ]
        : []
  }
}

function isPath(path: FieldPath, wanted: readonly string[]): boolean {
  return path.length === wanted.length && wanted.every((step, i) => step === path[i])
}
