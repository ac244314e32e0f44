/** What a field does, in our own words. */
export type FieldNote =
  | string
  | {
      readonly text: string
      /** The proposal or page that decided it, where the reference of the kind says less. */
      readonly source: string
    }

/** By path; the empty path is the kind itself, `[]` stands for any item of a list. */
export type KindNotes = Readonly<Record<string, FieldNote>>

export function enhancement(area: string, name: string): string {
  return `https://github.com/kubernetes/enhancements/tree/master/keps/sig-${area}/${name}`
}
