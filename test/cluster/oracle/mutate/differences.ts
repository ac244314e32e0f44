import type { Outcome } from '../compare.ts'

/** A difference between the API server and the linter that stays, and why. */
export interface Explanation {
  readonly outcome?: Outcome
  readonly kind?: RegExp
  /** The field that was changed, such as `.spec.ports[].nodePort`. */
  readonly field: RegExp
  /** The change, as the mutation names it. */
  readonly what?: RegExp
  readonly why: string
}

/** Kinds of which the linter knows the schema alone, and metadata: few of them are about networks. */
const bySchema =
  /PriorityLevel|StorageVersionMigration|FlowSchema|^v1\/Event$|v1\/(?:Binding|ControllerRevision|VolumeAttachment|CSI\w+|VolumeAttributesClass)$|Review$|resource\.k8s\.io|scheduling\.k8s\.io\/v1alpha\d/

/** Differences that are met by changing correct objects. One that is met no longer fails the whole run. */
export const explanations: readonly Explanation[] = [
  {
    outcome: 'miss',
    kind: /^v1\/Service$/,
    field: /^\.spec\.ports\[\]\.nodePort$/,
    why: 'a warning of ours, because the range is an option of the API server (--service-node-port-range)'
  },
  {
    outcome: 'miss',
    field: /\.timeZone$/,
    why: 'which time zones there are is told by the table of the server, which is newer or older than any of ours'
  },
  {
    outcome: 'false alarm',
    field: /^\.(?:binaryData|data)\./,
    what: /^an empty list$/,
    why: 'Go reads an empty list as no bytes; nobody writes it, and the schema says text'
  },
  {
    outcome: 'miss',
    kind: bySchema,
    field: /./,
    why: 'only the schema of the kind is known, not the rules of the server about its values'
  },
  {
    outcome: 'other field',
    kind: bySchema,
    field: /./,
    why: 'only the schema of the kind is known, which names the item where the server names another field'
  },
  {
    outcome: 'false alarm',
    kind: bySchema,
    field: /./,
    why: 'the schema requires what the server fills in or does not look at; nobody writes it so'
  },
  {
    outcome: 'other field',
    field: /resources(?:\.requests(?:\.storage)?)?$/,
    why: 'the server names resources[storage], which is no field; ours names the amount that is missing'
  },
  {
    kind: /^v1\/Node$/,
    field: /^\.spec\.taints/,
    why: 'the server calls the list metadata.taints, which no Node has'
  },
  {
    outcome: 'miss',
    kind: /^v1\/ResourceQuota$/,
    field: /^\.spec\.(?:scopes|scopeSelector)/,
    why: 'which scope goes with which resource is left to the server'
  },
  {
    outcome: 'miss',
    kind: /StorageClass$/,
    field: /^\.allowedTopologies/,
    why: 'an empty place that the server calls a duplicate of nothing'
  },
  {
    outcome: 'miss',
    field: /\.(?:containerResource|resource|overhead|resources)\b/,
    why: 'names of resources of Pods and containers as a whole are checked where amounts stand only'
  },
  {
    outcome: 'miss',
    field: /\.windowsOptions/,
    why: 'which containers of a Pod of Windows go together is left to the server'
  },
  {
    outcome: 'false alarm',
    kind: /^cilium\.io\//,
    field: /(?:CIDRs?\[\]|cidrs\[\]|\.cidr|\.except\[\]|\.routerID)$/,
    what: /^(?:a list|an empty list|a list of maps)$/,
    why: 'the server takes a list for a text that has a format; the program that is to read it does not'
  },
  {
    outcome: 'miss',
    kind: /^traefik\.io\//,
    field: /\.priority$/,
    what: /^above the maximum$/,
    why: 'so near to 2^63 numbers are too coarse in JavaScript'
  },
  {
    kind: /projectcalico\.org|linkerd\.io/,
    field: /./,
    what: /^(?:added|misspelt|in another case|\w+ beside it|a map)$/,
    why: 'fields that another release may know are no news to the linter, since the schemas hold one release or a part'
  },
  {
    outcome: 'miss',
    kind: /^events\.k8s\.io\/v1\/Event$/,
    field: /^\.regarding(?:\.namespace)?$/,
    why: 'the object is sent in the namespace of the run, and only in default may what it regards have none'
  },
  {
    outcome: 'false alarm',
    kind: /LimitRange$/,
    field: /^\.spec/,
    why: 'a LimitRange without limits is taken by the server and useless'
  },
  {
    outcome: 'miss',
    field: /disruptionMode/,
    why: 'the bundled schemas take anything in a map that has no fields'
  },
  {
    outcome: 'false alarm',
    field: /^\.metadata\.generation$/,
    what: /^number -1$/,
    why: 'of many kinds the server puts its own number there; nobody writes one'
  },
  {
    outcome: 'false alarm',
    field: /\.(?:template|jobTemplate)\.metadata\.managedFields\[\]\.fieldsV1$/,
    why: 'the server keeps any JSON there in a template; nobody writes it'
  },
  {
    outcome: 'miss',
    field: /\.schedulingPolicy\.basic(?:\.notAField)?$/,
    what: /^(?:a map|added)$/,
    why: 'the bundled schemas take anything in a map that has no fields'
  },
  {
    outcome: 'miss',
    field: /\.valueFrom$/,
    what: /^added with fileKeyRef$/,
    why: 'whether the volume of a file with variables is there is left to the server'
  },
  {
    outcome: 'miss',
    kind: /^batch\/v1\/(?:Job|CronJob)$/,
    field: /\.(?:succeededIndexes|completionMode|successPolicy)$/,
    what: /^added/,
    why: 'the notation of indexes, and what Indexed needs when nothing else of the Job says so, are left to the server'
  },
  {
    outcome: 'miss',
    kind: /CustomResourceDefinition$/,
    field:
      /x-kubernetes-validations(?:\[\])?(?:\.\w+)?$|\.selectableFields|openAPIV3Schema(?:\.properties(?:\.\w+)*)?$|\.conversion\b|\.format$|\.default$/,
    why: 'whether the rules in CEL compile with the fields that there are, what they cost, and conversion by a webhook are left to the server'
  },
  {
    outcome: 'miss',
    kind: /CustomResourceDefinition$/,
    field: /\.(?:items|additionalProperties)\b/,
    why: 'below items and additionalProperties, which take several types, types are left to the server'
  },
  {
    outcome: 'other field',
    kind: /CustomResourceDefinition$/,
    field: /^\.spec\.versions\[\]/,
    why: 'the server names what all versions share above them, and ours where it is written'
  },
  {
    outcome: 'miss',
    kind: /AdmissionPolicy$/,
    field:
      /[eE]xpression$|\.(?:variables|validations|auditAnnotations|mutations)(?:\[\])?$|\.variables\[\]\.name$|\.paramKind/,
    why: 'whether an expression of CEL compiles with the variables of the policy is left to the server'
  },
  {
    outcome: 'miss',
    kind: /WebhookConfiguration$|AdmissionPolicy$/,
    field: /\.matchConditions(?:\[\](?:\.expression)?)?$/,
    why: 'whether an expression of CEL compiles with the variables of admission is left to the server'
  },
  {
    outcome: 'false alarm',
    kind: /WebhookConfiguration$/,
    field: /\.caBundle$/,
    what: /^an empty list$/,
    why: 'Go reads an empty list as no bytes; nobody writes it, and the schema says text'
  },
  {
    outcome: 'other field',
    kind: /^v1\/Pod$/,
    field: /\.gcePersistentDisk(?:\.pdName)?$/,
    why: 'the server calls the source persistentDisk, which no Pod has'
  },
  {
    outcome: 'other field',
    kind: /^v1\/Pod$/,
    field: /\.volumeClaimTemplate\.metadata\.uid$/,
    why: 'the server calls the field uID, which no claim has'
  },
  {
    outcome: 'other field',
    kind: /^apps\/v1\/StatefulSet$/,
    field:
      /\.volumeClaimTemplates(?:\[\]\.metadata(?:\.name)?)?$|^\.spec\.template\.spec\.volumes$/,
    why: 'the server counts the claims among the volumes of the Pods, before their own'
  },
  {
    outcome: 'other field',
    kind: /^apps\/v1\/DaemonSet$/,
    field: /^\.spec\.selector$/,
    why: 'the server names the labels that an empty selector does not match, ours the selector that is missing'
  },
  {
    outcome: 'other field',
    kind: /WebhookConfiguration$/,
    field: /\.clientConfig\.service\.(?:name|namespace)$/,
    why: 'the server takes the name for the namespace in its words, and the other way round'
  },
  {
    outcome: 'false alarm',
    kind: /^v1\/ReplicationController$/,
    field: /^\.metadata\.generateName$/,
    why: 'beside a name the server reads no beginning of one here, as it does of other kinds'
  }
]
