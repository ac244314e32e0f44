import { withCustomKinds } from '../api/custom-kinds.ts'
import type { Schema } from '../api/schema.ts'
import { schemaSetOfText } from '../api/bundle-text.ts'
import type { BundleIndex } from '../api/schema-set.ts'
import { readLab } from '../labs/read-lab.ts'
import { lintSettings, type LintSettings } from '../language/config/lint-settings.ts'
import type { Finding } from '../language/finding.ts'
import { createLanguageService, type LanguageService } from '../language/language-service.ts'
import { schemaChecks } from '../language/schema-checks.ts'
import { rules } from '../rules/index.generated.ts'
import { LineMap } from '../yaml/line-map.ts'
import type { Answer, Answers, CheckPage, OpenFile, Question, ToldFinding } from './protocol.ts'

/** The two ends of a worker that are used here. */
export interface Port {
  onmessage: ((event: { readonly data: Question }) => void) | null
  postMessage(answer: Answer): void
}

/**
 * Answers the page with the same language service that the editor and the command ask.
 * @param schemas the files of `schemas/` by name, as text: most are read only when a kind of theirs turns up
 */
export function startLintWorker(schemas: Readonly<Record<string, string>>, port: Port): void {
  const answers = answersOf(schemas)
  port.onmessage = ({ data: { id, name, args } }) => {
    try {
      const answer = answers[name] as (...all: readonly unknown[]) => unknown
      port.postMessage({ id, value: answer(...args) })
    } catch (cause) {
      port.postMessage({ id, failure: String(cause) })
    }
  }
}

function answersOf(schemas: Readonly<Record<string, string>>): Answers {
  const read = (name: string): unknown => JSON.parse(schemas[name] ?? '{}')
  const service = createLanguageService({
    schemas: withCustomKinds(
      schemaSetOfText(schemas.kubernetes ?? ''),
      read('custom-kinds') as BundleIndex,
      name => read(name) as Readonly<Record<string, Schema>>
    ),
    rules,
    onRuleFailure: (rule, cause) => {
      throw new Error(`The check ${rule} failed.`, { cause })
    }
  })
  return {
    checks: () => checkPages,
    lint: file => (isLab(file) ? labProblems(file) : manifestFindings(service, file)),
    // Definitions of labs and settings are completed and explained by their JSON schemas in monaco-yaml.
    complete: (file, offset) => {
      if (isLab(file) || isSettings(file)) return []
      return open(service, file).complete(file.name, offset)
    },
    hover: (file, offset) => {
      if (isLab(file) || isSettings(file)) return undefined
      return open(service, file).hover(file.name, offset)
    }
  }
}

const checkPages: readonly CheckPage[] = [...rules, ...Object.values(schemaChecks)].map(check => ({
  id: check.id,
  severity: check.severity,
  tags: check.tags,
  what: check.what,
  why: check.why,
  todo: check.todo,
  docs: check.docs,
  labs: check.labs ?? [],
  isOptIn: 'optIn' in check && check.optIn === true
}))

/** The file is the whole workspace: what another example said must not decide anything about this one. */
function open(service: LanguageService, { name, text }: OpenFile): LanguageService {
  for (const other of service.files()) if (other !== name) service.removeFile(other)
  service.setFile(name, text)
  return service
}

function manifestFindings(service: LanguageService, file: OpenFile): readonly ToldFinding[] {
  return open(service, file).lint(file.name, settingsFor(file)).findings.map(told)
}

/** An example shows its own check, also one that is off by default or for an older Kubernetes. */
function settingsFor({ check }: OpenFile): LintSettings {
  const page = checkPages.find(({ id }) => id === check)
  if (!page) return lintSettings({})
  const minor = page.docs.kubernetes?.split('.')[1]
  return lintSettings({
    optIns: new Set([page.id]),
    ...(minor !== undefined && { kubernetesMinor: Number(minor) })
  })
}

function told({ uri, rule, severity, message, position, fixes }: Finding): ToldFinding {
  return {
    ...(checkPages.some(({ id }) => id === rule) && { check: rule }),
    severity,
    message,
    position,
    fixes: fixes
      .filter(({ edits }) => edits.every(file => file.uri === uri))
      .map(({ title, preferred, edits }) => ({
        title,
        preferred,
        edits: edits.flatMap(file => file.edits)
      }))
  }
}

function labProblems({ text }: OpenFile): readonly ToldFinding[] {
  const lines = new LineMap(text)
  return readLab(text).problems.map(({ line, message }) => {
    const start = { line: line - 1, character: 0 }
    const end = lines.positionAt(lines.offsetAt({ line, character: 0 }) - 1)
    return { severity: 'error', message, position: { start, end }, fixes: [] }
  })
}

function isLab({ name }: OpenFile): boolean {
  return name.endsWith('/lab.yaml')
}

function isSettings({ name }: OpenFile): boolean {
  return name.endsWith('/.netlabs.yaml')
}
