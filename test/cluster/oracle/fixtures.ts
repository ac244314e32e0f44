import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { schemaChecks } from '../../../src/language/schema-checks.ts'
import { rules } from '../../../src/rules/index.generated.ts'
import { projectRoot } from '../../support/service.ts'

/** Files that are linted together. */
export type Workspace = Readonly<Record<string, string>>

/**
 * Everything that the linter is tested with or shows to people: fixtures of the rules and of the language
 * service, the two examples of each check's page, the sample workspace and the labs.
 */
export function fixtureWorkspaces(): Workspace[] {
  return [
    ...alone('test/rules/*/*/*.yaml'),
    ...alone('test/language/faulty/*.yaml'),
    together('test/language/clean/**/*.{yaml,json}'),
    ...examples(),
    together('samples/workspace/**/*.yaml'),
    ...alone('walkthroughs/*/{manifests,solution,wrong}/*.yaml')
  ]
}

function alone(pattern: string): Workspace[] {
  return namesOf(pattern).map(name => ({ [name]: textOf(name) }))
}

function together(pattern: string): Workspace {
  return Object.fromEntries(namesOf(pattern).map(name => [name, textOf(name)]))
}

function namesOf(pattern: string): string[] {
  return globSync(pattern, { cwd: projectRoot })
    .map(name => name.replaceAll(path.sep, '/'))
    .sort()
}

function textOf(name: string): string {
  return readFileSync(path.join(projectRoot, name), 'utf8')
}

function examples(): Workspace[] {
  return [...rules, ...Object.values(schemaChecks)]
    .flatMap(({ id, docs }) => [
      { [`docs/rules/${id}.md (with the fault)`]: docs.bad },
      { [`docs/rules/${id}.md (without it)`]: docs.good }
    ])
    .filter(workspace => Object.values(workspace).every(text => text !== ''))
}
