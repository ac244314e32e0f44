import { gvkOf, type KubeObject } from '../../../../src/model/object.ts'
import {
  createLanguageService,
  type LanguageService
} from '../../../../src/language/language-service.ts'
import { rules } from '../../../../src/rules/index.generated.ts'
import { manifestSchemas } from '../../../support/service.ts'
import { chance } from '../../../support/fuzz.ts'
import { askJudge, type Answer } from '../ask-judge.ts'
import { outcomeOf, type Comparison } from '../compare.ts'
import type { Judge } from '../judge.ts'
import { questionsOf } from '../questions.ts'
import { basesOf, genericPath } from './bases.ts'
import { mutationsOf, type Mutation } from './mutations.ts'

export interface Options {
  /** Kinds to be asked about; all when there are none. */
  readonly kinds: readonly string[]
  /** How many mutations of a kind are asked about, chosen by the seed. */
  readonly sample: number
  readonly seed: number
  /** How many objects of a kind may show the same mutation. */
  readonly depth: number
  /** Whether differences are told that have a reason, too. */
  readonly explained?: boolean
}

interface Compared extends Comparison {
  /** Rules that threw, which none may. */
  readonly thrown: readonly string[]
}

/** One mutation, and what both make of it. */
export interface Mutated extends Compared {
  readonly kind: string
  readonly field: string
  readonly what: string
}

/** Asks about mutations of the fixtures of every kind, and tells each that was asked. */
export async function* runMutations(
  judge: Judge,
  options: Options,
  tellUnasked: (kind: string) => void = () => undefined
): AsyncGenerator<Mutated> {
  const schemas = manifestSchemas()
  const comparer = new Comparer(judge)
  const isWanted = (kind: string): boolean =>
    options.kinds.length === 0 || options.kinds.some(one => isNamed(kind, one))
  for (const [kind, objects] of basesOf(isWanted, object => comparer.isClean(object))) {
    const pool = new Pool(kind, comparer, options)
    let isAsked = false
    for (const object of objects) {
      const schema = schemas.schemaOf(gvkOf(object))
      if (!schema || !(await comparer.isAccepted(object))) continue
      isAsked = true
      pool.add(mutationsOf(object, schema, schemas))
      yield* pool.ask(grown => {
        const { path, made } = grown
        return mutationsOf(made(), schema, schemas, path)
      })
    }
    if (!isAsked) tellUnasked(kind)
  }
}

function isNamed(key: string, name: string): boolean {
  const lower = key.toLowerCase()
  return lower === name.toLowerCase() || lower.endsWith(`/${name.toLowerCase()}`)
}

/** The mutations of one kind, each of which is asked about as often as `depth` says. */
class Pool {
  readonly #kind: string
  readonly #comparer: Comparer
  readonly #options: Options
  readonly #count = new Map<string, number>()
  #waiting: Mutation[] = []
  #left: number
  readonly #next: (below: number) => number

  constructor(kind: string, comparer: Comparer, options: Options) {
    this.#kind = kind
    this.#comparer = comparer
    this.#options = options
    this.#left = options.sample
    this.#next = chance(options.seed)
  }

  add(mutations: readonly Mutation[]): void {
    for (const one of mutations) {
      // What holds of the Pod in a template is asked of Pods.
      if (/\.template\.spec\.[^.[]+[.[]/.test(genericPath(one.path))) continue
      const key = `${genericPath(one.path)} ${one.what}`
      const count = this.#count.get(key) ?? 0
      if (count >= this.#options.depth) continue
      this.#count.set(key, count + 1)
      this.#waiting.push(one)
    }
  }

  async *ask(mutationsOfGrown: (grown: Mutation) => readonly Mutation[]): AsyncGenerator<Mutated> {
    while (this.#waiting.length > 0 && this.#left > 0) {
      const batch = this.#taken()
      const answered = await inParallel(batch, this.#kind === 'v1/Service' ? 1 : 8, one =>
        this.#comparer.compare(one.made())
      )
      for (const [i, one] of batch.entries()) {
        const comparison = answered[i]
        if (!comparison) continue
        this.#left--
        if (one.grows && comparison.outcome === 'accepted') this.add(mutationsOfGrown(one))
        const place = { kind: this.#kind, field: genericPath(one.path), what: one.what }
        yield { ...comparison, ...place, outcome: nearer(comparison, one) }
      }
    }
  }

  /** All that wait, or as many as are asked for, by chance. */
  #taken(): Mutation[] {
    if (this.#left === Infinity) return this.#waiting.splice(0)
    const taken: Mutation[] = []
    while (taken.length < this.#left && this.#waiting.length > 0)
      taken.push(...this.#waiting.splice(this.#next(this.#waiting.length), 1))
    this.#waiting = []
    return taken
  }
}

/** Where the server names no field, as when it can't read the object, ours has to be at the change. */
function nearer(comparison: Comparison, { path }: Mutation): Comparison['outcome'] {
  const { outcome, answers, findings } = comparison
  if (outcome !== 'refused') return outcome
  if (answers.some(one => one.said !== 'refused' || one.fields.length > 0)) return outcome
  const changed = genericPath(path).replace(/^\./, '')
  const isNear = findings
    .filter(({ severity }) => severity === 'error')
    .map(one => one.path.replaceAll(/\[\d+\]/g, '[]').replaceAll(/\[([^\]]+)\]/g, '.$1'))
    .some(ours => ours.startsWith(changed) || changed.startsWith(ours))
  return isNear ? outcome : 'other field'
}

async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  ask: (item: T) => Promise<R>
): Promise<R[]> {
  const answers: R[] = []
  let at = 0
  const worker = async (): Promise<void> => {
    while (at < items.length) {
      const i = at++
      answers[i] = await ask(items[i] as T)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return answers
}

/** Asks the server and the linter about one object at a time. */
class Comparer {
  readonly #judge: Judge
  #service = createService(() => undefined)
  #count = 0
  #thrown: string[] = []

  constructor(judge: Judge) {
    // A server that panics over an object closes the connection, which is no answer about it.
    const closed = { status: 500, body: '{"message":"the server closed the connection"}' }
    const call: Judge['call'] = (...what) =>
      judge.call(...what).catch(() => judge.call(...what).catch(() => closed))
    this.#judge = { ...judge, call }
  }

  isClean(object: KubeObject): boolean {
    return this.#findings(JSON.stringify(object)).every(({ severity }) => severity !== 'error')
  }

  async isAccepted(object: KubeObject): Promise<boolean> {
    return (await this.compare(object))?.outcome === 'accepted'
  }

  /** Nothing for what nobody would send. */
  async compare(object: unknown): Promise<Compared | undefined> {
    const text = JSON.stringify(object)
    const [question] = questionsOf({ [file]: text })
    if (!question) return undefined
    const findings = this.#findings(text)
    const thrown = this.#thrown
    const made: string[] = []
    const answers: Answer[] = []
    for (const one of question.objects) answers.push(await askJudge(this.#judge, one, made))
    for (const url of made) await this.#judge.call('DELETE', url)
    return { question, findings, answers, thrown, outcome: outcomeOf(findings, answers) }
  }

  #findings(text: string): Comparison['findings'] {
    // A new service now and then, since each keeps something of what it was asked.
    if (this.#count++ % 5000 === 0) this.#service = createService(rule => this.#thrown.push(rule))
    this.#thrown = []
    this.#service.setFile(file, text)
    return this.#service.lint(file).findings
  }
}

const file = 'mutated.yaml'

function createService(onRuleFailure: (rule: string) => void): LanguageService {
  return createLanguageService({ schemas: manifestSchemas(), rules, onRuleFailure })
}
