// Written by npm run generate from schemas/lab.schema.json. Do not edit.

/**
 * Such as 9 or 9.1.
 */
export type BacklogNumber = string
/**
 * exec: this context may run commands in Pods. network-policy: NetworkPolicies are enforced.
 */
export type Capability = 'exec' | 'network-policy'
export type Name = string
/**
 * Path inside the lab's folder.
 */
export type File = string
export type LabCheck = HttpCheck | BlockedCheck | DnsCheck | ObjectCheck
/**
 * What is the case when it passes.
 */
export type CheckTitle = string
/**
 * Where the request goes; plain HTTP.
 */
export type Url = string
/**
 * What a pass says, and nothing more.
 */
export type Claims = string

/**
 * A lab: its pages, its manifests and the checks that prove each of its steps. It stands in lab.yaml, in a folder called like its id.
 */
export interface LabDefinition {
  /**
   * The name of the lab's folder.
   */
  id: string
  title: string
  /**
   * One or two sentences: what a person can do afterwards.
   */
  description: string
  /**
   * Where the Labs view shows it.
   */
  group:
    | 'First steps'
    | 'Policies'
    | 'Names'
    | 'Load balancing'
    | 'Routing'
    | 'Mesh'
    | 'Below the network'
    | 'Across clusters'
    | 'Watching'
  level: 'beginner' | 'intermediate' | 'advanced'
  minutes: number
  /**
   * Words to filter by, in lower case.
   */
  topics: string[]
  /**
   * Items of the learning plan that the lab covers.
   */
  backlog: BacklogNumber[]
  /**
   * What the cluster must be able to do. The practice cluster can do all of these.
   */
  requires: Capability[]
  /**
   * Namespaces that the lab's manifests make.
   */
  namespaces: Name[]
  /**
   * @minItems 1
   * @maxItems 7
   */
  steps: [LabStep, ...LabStep[]]
}
export interface LabStep {
  id: Name
  /**
   * Items of the learning plan whose Definition of Done this step proves.
   */
  backlog?: BacklogNumber[]
  title: string
  /**
   * One sentence: what is the case when the step is done.
   */
  goal: string
  page: File
  picture: LabPicture
  /**
   * Files to start from, applied in this order.
   */
  manifests?: File[]
  /**
   * Files that finish the step. Left out where the manifests already do.
   */
  solution?: File[]
  /**
   * Half-right answers that must not pass, played by the tests.
   */
  wrong?: WrongSolution[]
  /**
   * Further links of the step in the editor's walkthrough.
   */
  actions?: StepAction[]
  /**
   * For a step that no probe can prove: what the editor has to see.
   */
  completion?: CleanFileCompletion | EventCompletion
  /**
   * All of them have to pass. Empty only when the step has a completion.
   */
  checks: LabCheck[]
  hints: HintLadder
}
export interface LabPicture {
  file: File
  /**
   * What the picture shows, for those who don't see it.
   */
  alt: string
}
export interface WrongSolution {
  file: File
  /**
   * Files that are applied before it. The steps before are done in any case, and this step's own files are left out.
   */
  after?: File[]
  because: string
  /**
   * What verifying the step says then.
   */
  verdict: 'fail' | 'blocked' | 'inconclusive'
}
export interface StepAction {
  title: string
  command: 'netlabs.practice.start' | 'netlabs.context.pick' | 'netlabs.lab.open'
  arguments?: string[]
}
export interface CleanFileCompletion {
  event: 'clean-file'
  /**
   * Path inside the lab's folder.
   */
  file: string
}
export interface EventCompletion {
  event: 'cluster-connected' | 'lab-opened'
}
/**
 * A request is answered by the intended server.
 */
export interface HttpCheck {
  id: Name
  kind: 'http'
  title: CheckTitle
  from: ProbeClient
  to: Url
  expect: ExpectedAnswer
  timing?: Timings
  claims: Claims
}
/**
 * The workload in whose Pod the probe runs.
 */
export interface ProbeClient {
  namespace: Name
  /**
   * Kind and name, such as deploy/client or pod/client.
   */
  workload: string
  container?: Name
}
/**
 * What the server answers where it is not cut off.
 */
export interface ExpectedAnswer {
  status: number
  /**
   * A text that the body contains.
   */
  body?: string
  nonce?: FieldText
}
/**
 * A text that the server must send: the value of a field of one of the objects, read from the cluster at that moment. No namesake, portal or stale copy knows it.
 */
export interface FieldText {
  apiVersion: string
  kind: string
  namespace: Name
  name?: Name
  /**
   * Labels of the objects, when they are not known by name.
   */
  labels?: {
    [k: string]: string
  }
  /**
   * Such as metadata.name or data[nonce].
   */
  path: string
}
/**
 * How long to wait for the answer to settle and how often it has to be the same.
 */
export interface Timings {
  real?: Timing
  simulated?: Timing
}
export interface Timing {
  /**
   * Seconds between two tries while the answer is not the wanted one.
   */
  every?: number
  /**
   * Seconds after which the answer counts as settled.
   */
  limit?: number
  /**
   * How many answers in a row have to agree.
   */
  samples?: number
  /**
   * Seconds between two of them.
   */
  spacing?: number
}
/**
 * A request that worked before is cut off now, while the same server still answers somebody else and the name still resolves.
 */
export interface BlockedCheck {
  id: Name
  kind: 'blocked'
  title: CheckTitle
  from: ProbeClient
  to: Url
  /**
   * Further ways to the same Service that must be cut off as well: its ClusterIP, and one of its Pods.
   */
  also?: ('clusterIP' | 'podIP')[]
  expect: ExpectedAnswer
  /**
   * Id of the http check, in this step or an earlier one, that sees the same request succeed.
   */
  baseline: string
  control: ControlRequest
  alive?: OwnRequest
  /**
   * Name that must still resolve for the subject in the same seconds.
   */
  dns: string
  timing?: Timings
  claims: Claims
}
/**
 * The request that must still succeed in the same seconds.
 */
export interface ControlRequest {
  from: ProbeClient
  /**
   * Where the request goes; plain HTTP.
   */
  to?: string
}
/**
 * A request of the same client to another server, which must still be answered in the same seconds: the client is not cut off from everything.
 */
export interface OwnRequest {
  to: Url
  expect: ExpectedAnswer
}
/**
 * What a name means to a Pod.
 */
export interface DnsCheck {
  id: Name
  kind: 'dns'
  title: CheckTitle
  from: ProbeClient
  name: string
  /**
   * service: the name gives the ClusterIP of that Service. no-such-name: the DNS server says that the name does not exist.
   */
  expect: ServiceAddress | 'no-such-name'
  timing?: Timings
  claims: Claims
}
export interface ServiceAddress {
  service: NamespacedName
}
export interface NamespacedName {
  namespace: Name
  name: Name
}
/**
 * An object is in the state that it should be in.
 */
export interface ObjectCheck {
  id: Name
  kind: 'object'
  title: CheckTitle
  object: ObjectName
  /**
   * exists: it is there and not being deleted. ready: a Deployment has all its Pods available, a Namespace is Active, a Pod is Ready. selects: a Service has a ready endpoint, a NetworkPolicy selects a Pod.
   */
  expect: 'exists' | 'ready' | 'selects'
  timing?: Timings
  claims: Claims
}
export interface ObjectName {
  apiVersion: string
  kind: string
  namespace?: Name
  name: Name
}
/**
 * Each says more than the one before.
 */
export interface HintLadder {
  nudge: string
  where: string
  difference: string
  solve: string
}

/** The schema itself, so that a definition is checked without reading a file. */
export const labSchema: unknown = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "lab.schema.json",
  "title": "LabDefinition",
  "description": "A lab: its pages, its manifests and the checks that prove each of its steps. It stands in lab.yaml, in a folder called like its id.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "id",
    "title",
    "description",
    "group",
    "level",
    "minutes",
    "topics",
    "backlog",
    "requires",
    "namespaces",
    "steps"
  ],
  "properties": {
    "id": {
      "description": "The name of the lab's folder.",
      "type": "string",
      "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
      "maxLength": 50
    },
    "title": {
      "type": "string",
      "minLength": 1,
      "maxLength": 60
    },
    "description": {
      "description": "One or two sentences: what a person can do afterwards.",
      "type": "string",
      "minLength": 1,
      "maxLength": 300
    },
    "group": {
      "description": "Where the Labs view shows it.",
      "enum": [
        "First steps",
        "Policies",
        "Names",
        "Load balancing",
        "Routing",
        "Mesh",
        "Below the network",
        "Across clusters",
        "Watching"
      ]
    },
    "level": {
      "enum": [
        "beginner",
        "intermediate",
        "advanced"
      ]
    },
    "minutes": {
      "type": "integer",
      "minimum": 1,
      "maximum": 240
    },
    "topics": {
      "description": "Words to filter by, in lower case.",
      "type": "array",
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "backlog": {
      "description": "Items of the learning plan that the lab covers.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/backlogNumber"
      }
    },
    "requires": {
      "description": "What the cluster must be able to do. The practice cluster can do all of these.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/capability"
      }
    },
    "namespaces": {
      "description": "Namespaces that the lab's manifests make.",
      "type": "array",
      "items": {
        "$ref": "#/$defs/name"
      }
    },
    "steps": {
      "type": "array",
      "minItems": 1,
      "maxItems": 7,
      "items": {
        "$ref": "#/$defs/step"
      }
    }
  },
  "$defs": {
    "name": {
      "type": "string",
      "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
      "maxLength": 63
    },
    "backlogNumber": {
      "description": "Such as 9 or 9.1.",
      "type": "string",
      "pattern": "^[0-9]+(\\.[0-9]+)?$"
    },
    "capability": {
      "description": "exec: this context may run commands in Pods. network-policy: NetworkPolicies are enforced.",
      "enum": [
        "exec",
        "network-policy"
      ]
    },
    "file": {
      "description": "Path inside the lab's folder.",
      "type": "string",
      "pattern": "^[a-zA-Z0-9][a-zA-Z0-9._-]*(/[a-zA-Z0-9][a-zA-Z0-9._-]*)*$"
    },
    "step": {
      "title": "LabStep",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "title",
        "goal",
        "page",
        "picture",
        "checks",
        "hints"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "backlog": {
          "description": "Items of the learning plan whose Definition of Done this step proves.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/backlogNumber"
          }
        },
        "title": {
          "type": "string",
          "minLength": 1,
          "maxLength": 60
        },
        "goal": {
          "description": "One sentence: what is the case when the step is done.",
          "type": "string",
          "minLength": 1,
          "maxLength": 250
        },
        "page": {
          "$ref": "#/$defs/file"
        },
        "picture": {
          "title": "LabPicture",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "file",
            "alt"
          ],
          "properties": {
            "file": {
              "$ref": "#/$defs/file"
            },
            "alt": {
              "description": "What the picture shows, for those who don't see it.",
              "type": "string",
              "minLength": 20
            }
          }
        },
        "manifests": {
          "description": "Files to start from, applied in this order.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/file"
          }
        },
        "solution": {
          "description": "Files that finish the step. Left out where the manifests already do.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/file"
          }
        },
        "wrong": {
          "description": "Half-right answers that must not pass, played by the tests.",
          "type": "array",
          "items": {
            "title": "WrongSolution",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "file",
              "because",
              "verdict"
            ],
            "properties": {
              "file": {
                "$ref": "#/$defs/file"
              },
              "after": {
                "description": "Files that are applied before it. The steps before are done in any case, and this step's own files are left out.",
                "type": "array",
                "items": {
                  "$ref": "#/$defs/file"
                }
              },
              "because": {
                "type": "string",
                "minLength": 1
              },
              "verdict": {
                "description": "What verifying the step says then.",
                "enum": [
                  "fail",
                  "blocked",
                  "inconclusive"
                ]
              }
            }
          }
        },
        "actions": {
          "description": "Further links of the step in the editor's walkthrough.",
          "type": "array",
          "items": {
            "title": "StepAction",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "title",
              "command"
            ],
            "properties": {
              "title": {
                "type": "string",
                "minLength": 1,
                "maxLength": 40
              },
              "command": {
                "enum": [
                  "netlabs.practice.start",
                  "netlabs.context.pick",
                  "netlabs.lab.open"
                ]
              },
              "arguments": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        },
        "completion": {
          "description": "For a step that no probe can prove: what the editor has to see.",
          "oneOf": [
            {
              "title": "CleanFileCompletion",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "event",
                "file"
              ],
              "properties": {
                "event": {
                  "const": "clean-file"
                },
                "file": {
                  "description": "One of the step's manifests, without a finding at error level.",
                  "$ref": "#/$defs/file"
                }
              }
            },
            {
              "title": "EventCompletion",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "event"
              ],
              "properties": {
                "event": {
                  "enum": [
                    "cluster-connected",
                    "lab-opened"
                  ]
                }
              }
            }
          ]
        },
        "checks": {
          "description": "All of them have to pass. Empty only when the step has a completion.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/check"
          }
        },
        "hints": {
          "title": "HintLadder",
          "description": "Each says more than the one before.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "nudge",
            "where",
            "difference",
            "solve"
          ],
          "properties": {
            "nudge": {
              "type": "string",
              "minLength": 1
            },
            "where": {
              "type": "string",
              "minLength": 1
            },
            "difference": {
              "type": "string",
              "minLength": 1
            },
            "solve": {
              "type": "string",
              "minLength": 1
            }
          }
        }
      }
    },
    "check": {
      "title": "LabCheck",
      "oneOf": [
        {
          "$ref": "#/$defs/httpCheck"
        },
        {
          "$ref": "#/$defs/blockedCheck"
        },
        {
          "$ref": "#/$defs/dnsCheck"
        },
        {
          "$ref": "#/$defs/objectCheck"
        }
      ]
    },
    "checkTitle": {
      "description": "What is the case when it passes.",
      "type": "string",
      "minLength": 1,
      "maxLength": 100
    },
    "claims": {
      "description": "What a pass says, and nothing more.",
      "type": "string",
      "minLength": 1
    },
    "client": {
      "title": "ProbeClient",
      "description": "The workload in whose Pod the probe runs.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "namespace",
        "workload"
      ],
      "properties": {
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "workload": {
          "description": "Kind and name, such as deploy/client or pod/client.",
          "type": "string",
          "pattern": "^(deploy|pod)/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$"
        },
        "container": {
          "$ref": "#/$defs/name"
        }
      }
    },
    "url": {
      "description": "Where the request goes; plain HTTP.",
      "type": "string",
      "pattern": "^http://[^\\s]+$"
    },
    "fieldText": {
      "title": "FieldText",
      "description": "A text that the server must send: the value of a field of one of the objects, read from the cluster at that moment. No namesake, portal or stale copy knows it.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "apiVersion",
        "kind",
        "namespace",
        "path"
      ],
      "properties": {
        "apiVersion": {
          "type": "string",
          "minLength": 1
        },
        "kind": {
          "type": "string",
          "minLength": 1
        },
        "namespace": {
          "$ref": "#/$defs/name"
        },
        "name": {
          "$ref": "#/$defs/name"
        },
        "labels": {
          "description": "Labels of the objects, when they are not known by name.",
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "path": {
          "description": "Such as metadata.name or data[nonce].",
          "type": "string",
          "minLength": 1
        }
      }
    },
    "answer": {
      "title": "ExpectedAnswer",
      "description": "What the server answers where it is not cut off.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "status"
      ],
      "properties": {
        "status": {
          "type": "integer",
          "minimum": 100,
          "maximum": 599
        },
        "body": {
          "description": "A text that the body contains.",
          "type": "string",
          "minLength": 1
        },
        "nonce": {
          "$ref": "#/$defs/fieldText"
        }
      }
    },
    "httpCheck": {
      "title": "HttpCheck",
      "description": "A request is answered by the intended server.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "http"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "$ref": "#/$defs/url"
        },
        "expect": {
          "$ref": "#/$defs/answer"
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "blockedCheck": {
      "title": "BlockedCheck",
      "description": "A request that worked before is cut off now, while the same server still answers somebody else and the name still resolves.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "to",
        "expect",
        "baseline",
        "control",
        "dns",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "blocked"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "to": {
          "$ref": "#/$defs/url"
        },
        "also": {
          "description": "Further ways to the same Service that must be cut off as well: its ClusterIP, and one of its Pods.",
          "type": "array",
          "items": {
            "enum": [
              "clusterIP",
              "podIP"
            ]
          }
        },
        "expect": {
          "$ref": "#/$defs/answer"
        },
        "baseline": {
          "description": "Id of the http check, in this step or an earlier one, that sees the same request succeed.",
          "$ref": "#/$defs/name"
        },
        "control": {
          "title": "ControlRequest",
          "description": "The request that must still succeed in the same seconds.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "from"
          ],
          "properties": {
            "from": {
              "$ref": "#/$defs/client"
            },
            "to": {
              "description": "The subject's URL unless given.",
              "$ref": "#/$defs/url"
            }
          }
        },
        "alive": {
          "title": "OwnRequest",
          "description": "A request of the same client to another server, which must still be answered in the same seconds: the client is not cut off from everything.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "to",
            "expect"
          ],
          "properties": {
            "to": {
              "$ref": "#/$defs/url"
            },
            "expect": {
              "$ref": "#/$defs/answer"
            }
          }
        },
        "dns": {
          "description": "Name that must still resolve for the subject in the same seconds.",
          "type": "string",
          "minLength": 1
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "dnsCheck": {
      "title": "DnsCheck",
      "description": "What a name means to a Pod.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "from",
        "name",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "dns"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "from": {
          "$ref": "#/$defs/client"
        },
        "name": {
          "type": "string",
          "minLength": 1
        },
        "expect": {
          "description": "service: the name gives the ClusterIP of that Service. no-such-name: the DNS server says that the name does not exist.",
          "oneOf": [
            {
              "title": "ServiceAddress",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "service"
              ],
              "properties": {
                "service": {
                  "title": "NamespacedName",
                  "type": "object",
                  "additionalProperties": false,
                  "required": [
                    "namespace",
                    "name"
                  ],
                  "properties": {
                    "namespace": {
                      "$ref": "#/$defs/name"
                    },
                    "name": {
                      "$ref": "#/$defs/name"
                    }
                  }
                }
              }
            },
            {
              "const": "no-such-name"
            }
          ]
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "objectCheck": {
      "title": "ObjectCheck",
      "description": "An object is in the state that it should be in.",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "id",
        "kind",
        "title",
        "object",
        "expect",
        "claims"
      ],
      "properties": {
        "id": {
          "$ref": "#/$defs/name"
        },
        "kind": {
          "const": "object"
        },
        "title": {
          "$ref": "#/$defs/checkTitle"
        },
        "object": {
          "title": "ObjectName",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "apiVersion",
            "kind",
            "name"
          ],
          "properties": {
            "apiVersion": {
              "type": "string",
              "minLength": 1
            },
            "kind": {
              "type": "string",
              "minLength": 1
            },
            "namespace": {
              "$ref": "#/$defs/name"
            },
            "name": {
              "$ref": "#/$defs/name"
            }
          }
        },
        "expect": {
          "description": "exists: it is there and not being deleted. ready: a Deployment has all its Pods available, a Namespace is Active, a Pod is Ready. selects: a Service has a ready endpoint, a NetworkPolicy selects a Pod.",
          "enum": [
            "exists",
            "ready",
            "selects"
          ]
        },
        "timing": {
          "$ref": "#/$defs/timings"
        },
        "claims": {
          "$ref": "#/$defs/claims"
        }
      }
    },
    "timings": {
      "title": "Timings",
      "description": "How long to wait for the answer to settle and how often it has to be the same.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "real": {
          "$ref": "#/$defs/timing"
        },
        "simulated": {
          "$ref": "#/$defs/timing"
        }
      }
    },
    "timing": {
      "title": "Timing",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "every": {
          "description": "Seconds between two tries while the answer is not the wanted one.",
          "type": "number",
          "minimum": 0.05,
          "maximum": 10
        },
        "limit": {
          "description": "Seconds after which the answer counts as settled.",
          "type": "number",
          "minimum": 0,
          "maximum": 300
        },
        "samples": {
          "description": "How many answers in a row have to agree.",
          "type": "integer",
          "minimum": 1,
          "maximum": 20
        },
        "spacing": {
          "description": "Seconds between two of them.",
          "type": "number",
          "minimum": 0.05,
          "maximum": 10
        }
      }
    }
  }
}
