/** The content of `schemas/protobuf.json`, written by `npm run generate:schemas` from Kubernetes' Go types. */
export interface ProtobufMessages {
  /** Name of a kind's message by its group, version and kind: `apps/v1/Deployment`, `v1/Pod`. */
  readonly kinds: Readonly<Record<string, string>>
  readonly messages: Readonly<Record<string, Message>>
}

/** Fields by their number. */
export type Message = Readonly<Record<string, MessageField>>

export interface MessageField {
  /** As in JSON; empty for a message whose fields stand in the JSON of the one around it. */
  readonly name: string
  /** A scalar's name, or that of a message. */
  readonly type: string
  readonly repeated?: boolean
  /** From strings to the type. */
  readonly map?: boolean
  /** Whether zero is the same as absent: Go's fields that are no pointers and have `omitempty`. */
  readonly omitZero?: boolean
}
