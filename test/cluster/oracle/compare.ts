import { groupBy } from '../../../src/base/group-by.ts'
import type { Finding } from '../../../src/language/finding.ts'
import { serviceOver } from '../../support/service.ts'
import { askJudge, type Answer } from './ask-judge.ts'
import { refusedElsewhere } from './differences.ts'
import type { Judge } from './judge.ts'
import { questionsOf, type Question } from './questions.ts'

/** How the server's answer and ours relate. */
export type Outcome =
  | 'accepted'
  | 'refused'
  /** Refused by the server, and no error of ours. */
  | 'miss'
  /** Accepted by the server, and an error of ours that is about what somebody else refuses. */
  | 'refused elsewhere'
  /** Accepted by the server, and another error of ours. */
  | 'false alarm'
  /** Refused by both, but none of our errors stands at a field that the server names. */
  | 'other field'
  /** The server doesn't know the kind, or its answer depends on more than the object. */
  | 'not compared'

export interface Comparison {
  readonly question: Question
  readonly outcome: Outcome
  /** Every finding on the document, of any severity. */
  readonly findings: readonly Finding[]
  readonly answers: readonly Answer[]
}

/** Asks the server and the linter about every document of some files, which are one workspace. */
export async function compareFiles(
  judge: Judge,
  files: Readonly<Record<string, string>>
): Promise<Comparison[]> {
  const service = serviceOver(files)
  const compared: Comparison[] = []
  for (const [file, questions] of groupBy(questionsOf(files), one => one.file)) {
    const { findings: all } = service.lint(file)
    // What a file asks for is kept until its end: a later document of it may ask for the same port.
    const made: string[] = []
    for (const question of questions) {
      const findings = all.filter(({ document }) => document === question.document)
      const answers: Answer[] = []
      for (const object of question.objects) answers.push(await askJudge(judge, object, made))
      compared.push({ question, findings, answers, outcome: outcomeOf(findings, answers) })
    }
    for (const url of made) await judge.call('DELETE', url)
  }
  return compared
}

/** Checks that say themselves that a server has no such kind. */
const unserved: ReadonlySet<string> = new Set(['api/removed-version', 'schema/unknown-kind'])

/** How the findings on a document and the answers about it relate. */
export function outcomeOf(findings: readonly Finding[], answers: readonly Answer[]): Outcome {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const refusals = answers.filter(({ said }) => said === 'refused')
  if (refusals.length > 0) {
    if (errors.length === 0) return 'miss'
    const fields = answers.flatMap(answer => (answer.said === 'refused' ? answer.fields : []))
    const isSame = fields.length === 0 || errors.some(error => isNamed(error, fields))
    return isSame ? 'refused' : 'other field'
  }
  if (answers.some(({ said }) => said === 'no-such-kind'))
    return errors.some(({ rule }) => unserved.has(rule)) ? 'refused' : 'not compared'
  if (answers.some(({ said }) => said === 'other')) return 'not compared'
  if (errors.length === 0) return 'accepted'
  const isElsewhere = errors.every(({ rule }) => rule in refusedElsewhere)
  return isElsewhere ? 'refused elsewhere' : 'false alarm'
}

/** The server often names a field's parent, and sometimes an item where we name the list. */
function isNamed({ path, what }: Finding, fields: readonly string[]): boolean {
  const ours = steps(path)
  return fields.some(field => {
    // Where it names what is no field of the object, ours is told at the field and in its words.
    if (what.startsWith(`${field}: `)) return true
    const theirs = steps(field)
    const named = theirs.filter(isKey)
    // It leaves indices out of some paths, and then out of all of it.
    if (named.length === theirs.length && named.join() === ours.filter(isKey).join()) return true
    const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours]
    return short.every((step, i) => step === long[i])
  })
}

function isKey(step: string): boolean {
  return !/^\d+$/.test(step)
}

/** The steps of a path; of an object in a List they begin at the object. */
function steps(path: string): string[] {
  const all = path.split(/[.[\]]+/).filter(step => step !== '')
  return all[0] === 'items' ? all.slice(2) : all
}
