import type { FieldPath } from '../../base/field-path.ts'
import { isKubeObject, kindKey } from '../../model/object.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import { patternOf } from '../pattern-of.ts'
import { kubernetesNotes } from './kubernetes-notes.ts'
import type { FieldNote, KindNotes } from './note.ts'
import { otherNotes } from './other-notes.ts'
import { podNoteAt } from './pod-notes.ts'

/** What every object has. */
const common: KindNotes = {
  apiVersion: 'Group and version of the kind.',
  metadata: 'Name, namespace, labels and annotations.',
  'metadata.name': 'Unique among the objects of its kind in the namespace. It can’t be changed.',
  'metadata.namespace':
    'Absent: the namespace that whoever applies it works in, `default` when nothing says otherwise.',
  'metadata.labels': 'Words by which selectors find the object.',
  'metadata.annotations': 'Words for programs; nothing selects by them.'
}

/** What a field of an object does, in our own words; the empty path means the kind. */
export function noteAt(object: unknown, path: FieldPath): FieldNote | undefined {
  const kind = isKubeObject(object) ? kindKey(object) : ''
  const pattern = patternOf(path)
  const own = kubernetesNotes[kind]?.[pattern] ?? otherNotes[kind]?.[pattern]
  if (own !== undefined || pattern === '') return own
  const template = isKubeObject(object) ? podTemplatePathOf(object) : undefined
  return (
    (template && podNoteAt(path, template)) ??
    (Object.hasOwn(common, pattern) ? common[pattern] : undefined)
  )
}

export function noteText(note: FieldNote): string {
  return typeof note === 'string' ? note : note.text
}
