import { Location, Range, TestMessage, workspace, type TextDocument, type Uri } from 'vscode'
import type { LabStep } from '../../labs/lab-definition.generated.ts'
import type { CheckResult } from '../../labs/step-result.ts'
import { objectTitle } from '../../model/object.ts'
import { manifestDocumentsOf } from '../cluster/manifest-documents.ts'
import type { CatalogEntry } from './lab-catalog.ts'
import type { LabFiles } from './lab-files.ts'
import { fileExists } from '../host/file-exists.ts'

/** What a check that is not proven says in the Test Explorer: expected, seen, and where it is decided. */
export async function messageOf(
  files: LabFiles,
  entry: CatalogEntry,
  step: LabStep,
  check: CheckResult
): Promise<TestMessage> {
  const sentence = [check.sentence, check.next].filter(part => part !== undefined).join(' ')
  const message = TestMessage.diff(sentence, check.title, actualOf(check))
  const location = await placeOf(files, entry, step, check)
  if (location) message.location = location
  return message
}

function actualOf({ sentence, evidence }: CheckResult): string {
  // The last answers decide; the ones before are in the evidence.
  const last = evidence.slice(-6).map(({ role, to, result }) => `${role} ${to}: ${result}`)
  return [sentence, ...last].join('\n')
}

/**
 * The document of the learner's that the check speaks of, else the first file of the step. Files that the learner
 * doesn't have yet are no place to point to.
 */
async function placeOf(
  files: LabFiles,
  entry: CatalogEntry,
  step: LabStep,
  { sentence, next = '', evidence }: CheckResult
): Promise<Location | undefined> {
  const said = [sentence, next, ...evidence.map(({ to }) => to)].join('\n')
  const names = [
    ...(step.manifests ?? []),
    ...entry.lab.steps.flatMap(({ manifests = [] }) => manifests)
  ]
  let first: Location | undefined
  for (const name of new Set(names)) {
    const text = await openIfThere(files.placeOf(entry, name))
    if (!text) continue
    if (step.manifests?.includes(name)) first ??= new Location(text.uri, new Range(0, 0, 0, 0))
    for (const { objects, anchor } of manifestDocumentsOf(text))
      if (objects.some(object => said.includes(objectTitle(object))))
        return new Location(text.uri, anchor)
  }
  return first
}

async function openIfThere(uri: Uri): Promise<TextDocument | undefined> {
  return (await fileExists(uri)) ? workspace.openTextDocument(uri) : undefined
}
