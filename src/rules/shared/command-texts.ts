import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Container } from '../../model/pod.ts'
import { forLatest } from './for-latest.ts'
import { containersOf, podSpecOf } from './pod-templates.ts'

/** One word, or one script, of what a container runs. */
export interface CommandText {
  readonly text: string
  readonly at: FieldPath
  readonly container: Container
}

/** Everything that the containers of a Pod, or of the Pods that an object makes, are told to run. */
export const commandTextsOf = forLatest((object: KubeObject): readonly CommandText[] => {
  const pod = podSpecOf(object)
  if (!pod) return []
  return containersOf(pod.spec, pod.at).flatMap(({ container, at }) =>
    (['command', 'args'] as const).flatMap(field =>
      // The types are promised by the schema, and a text that is broken keeps no promise.
      ((container[field] ?? []) as readonly unknown[]).flatMap((text, i) =>
        typeof text === 'string' ? [{ text, at: [...at, field, i], container }] : []
      )
    )
  )
})
