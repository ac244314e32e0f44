import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { withCustomKinds } from '../../src/api/custom-kinds.ts'
import type { Schema } from '../../src/api/schema.ts'
import {
  schemaSetFrom,
  type BundleIndex,
  type SchemaBundle,
  type SchemaSet
} from '../../src/api/schema-set.ts'
import { lintSettings, type LintSettings } from '../../src/language/config/lint-settings.ts'
import type { Finding } from '../../src/language/finding.ts'
import { createLanguageService, type LanguageService } from '../../src/language/language-service.ts'
import type { Rule } from '../../src/rules/define-rule.ts'
import { rules as allRules } from '../../src/rules/index.generated.ts'

export const projectRoot = path.dirname(path.dirname(import.meta.dirname))

let schemas: SchemaSet | undefined
let withOthers: SchemaSet | undefined

/** The schemas of Kubernetes and the Gateway API that the product brings, read once. */
export function productSchemas(): SchemaSet {
  schemas ??= schemaSetFrom(readSchemas('kubernetes') as SchemaBundle)
  return schemas
}

/** The same with the kinds of other projects, as manifests are checked with. */
export function manifestSchemas(): SchemaSet {
  withOthers ??= withCustomKinds(
    productSchemas(),
    readSchemas('custom-kinds') as BundleIndex,
    name => readSchemas(name) as Readonly<Record<string, Schema>>
  )
  return withOthers
}

function readSchemas(name: string): unknown {
  return JSON.parse(readFileSync(path.join(projectRoot, `schemas/${name}.json`), 'utf8')) as unknown
}

/** A language service over these files, in which a rule that throws fails the test. */
export function serviceOver(
  files: Readonly<Record<string, string>>,
  rules: readonly Rule[] = allRules
): LanguageService {
  const service = createLanguageService({
    schemas: manifestSchemas(),
    rules,
    onRuleFailure: (rule, cause) => {
      assert.fail(`${rule} threw: ${cause instanceof Error ? String(cause.stack) : String(cause)}`)
    }
  })
  for (const [uri, text] of Object.entries(files)) service.setFile(uri, text)
  return service
}

/** The findings of one text on its own. */
export function lintText(text: string, different: Partial<LintSettings> = {}): readonly Finding[] {
  return serviceOver({ 'test.yaml': text }).lint('test.yaml', lintSettings(different)).findings
}
