import { isRecord, recordOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { scheduleFaults } from './cron-schedule.ts'
import { jobSpecValues } from './job-values.ts'
import { ValueChecker } from './value-checker.ts'

/** Names of Jobs get eleven characters more, and become a label. */
const longestName = 52

/** Rules of `ValidateCronJobCreate` (pkg/apis/batch/validation). */
export function cronJobValues(object: KubeObject, checker: ValueChecker): void {
  const spec = recordOf(object.spec)
  const { name } = recordOf(object.metadata)
  checker.requireText(['spec', 'schedule'], spec.schedule, scheduleFaults)
  for (const key of [
    'startingDeadlineSeconds',
    'successfulJobsHistoryLimit',
    'failedJobsHistoryLimit'
  ])
    checker.notNegative(['spec', key], spec[key])
  checker.oneOf(['spec', 'concurrencyPolicy'], spec.concurrencyPolicy, [
    'Allow',
    'Forbid',
    'Replace'
  ])
  zoneValues(spec.timeZone, checker)
  if (typeof name === 'string' && name.length > longestName)
    checker.invalid(['metadata', 'name'], name, `must be no more than ${longestName} characters`)
  const template = recordOf(spec.jobTemplate)
  const { selector, manualSelector } = recordOf(template.spec)
  const at = ['spec', 'jobTemplate', 'spec']
  if (isRecord(selector))
    checker.invalid([...at, 'selector'], selector, '`selector` will be auto-generated')
  if (manualSelector === true)
    checker.notSupported([...at, 'manualSelector'], true, ['nil', 'false'])
  if (isRecord(template.spec) || !checker.partial)
    jobTemplateValues(recordOf(template.spec), checker)
}

/** Which zones there are is left to the server, whose table is its own. */
function zoneValues(zone: unknown, checker: ValueChecker): void {
  const path = ['spec', 'timeZone']
  if (zone === '') checker.invalid(path, zone, 'timeZone must be nil or non-empty string')
  else if (typeof zone === 'string' && zone.toLowerCase() === 'local')
    checker.invalid(
      path,
      zone,
      'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
    )
  else if (typeof zone === 'string' && !zone.split('/').every(isZonePart))
    checker.invalid(path, zone, `unknown time zone ${zone}`)
}

function isZonePart(part: string): boolean {
  return /^(?!-|\.\.?$)[\w.+-]{1,14}$/.test(part)
}

/** The rules of a Job, told at the template. */
function jobTemplateValues(spec: Readonly<Record<string, unknown>>, checker: ValueChecker): void {
  const inner = new ValueChecker(checker.partial, checker.builtIn)
  jobSpecValues(spec, inner)
  for (const error of inner.errors) {
    const { path: told } = error.server ?? {}
    const prefixed =
      typeof told === 'string'
        ? `spec.jobTemplate.${told}`
        : told && ['spec', 'jobTemplate', ...told]
    checker.errors.push({
      ...error,
      path: ['spec', 'jobTemplate', ...error.path],
      ...(error.server && {
        server: { ...error.server, ...(prefixed !== undefined && { path: prefixed }) }
      })
    })
  }
}
