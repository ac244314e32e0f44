import type { CheckMeta } from '../rules/define-rule.ts'

export type SchemaCheckId =
  | 'yaml/syntax'
  | 'yaml/tab-indent'
  | 'yaml/duplicate-key'
  | 'yaml/too-large'
  | 'yaml/binary'
  | 'yaml/alias-bomb'
  | 'schema/unknown-kind'
  | 'schema/unknown-field'
  | 'schema/missing-field'
  | 'schema/wrong-type'
  | 'schema/unsupported-value'
  | 'schema/invalid-value'
  | 'schema/duplicate-value'
  | 'schema/forbidden-field'
  | 'schema/too-long'
  | 'schema/experimental-field'
  | 'helm/indentation'
  | 'config/invalid'
  | 'suppression/unused'
  | 'internal/rule-failed'

type Described = Omit<CheckMeta, 'id'>

const concepts = 'https://kubernetes.io/docs/concepts/overview/working-with-objects/'
const fieldValidation =
  'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'

const service = (spec: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n${spec}`

const ingress = (path: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
    - http:
        paths:
${path}            backend: { service: { name: web, port: { number: 80 } } }
`

const template = (line: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  {{- with .Values.annotations }}
  annotations:
    ${line}
  {{- end }}
spec:
  ports: [{ port: 80 }]
`

const described: Readonly<Record<SchemaCheckId, Described>> = {
  'yaml/syntax': {
    severity: 'error',
    tags: ['yaml'],
    what: 'The text is not YAML.',
    why: 'Neither kubectl nor the API server can read the document, so nothing in it is applied.',
    todo: 'Mend the place that is underlined; the rest of the document is checked after that.',
    docs: {
      bad: service('  ports: [{ port: 80 }\n'),
      good: service('  ports: [{ port: 80 }]\n'),
      see: ['https://yaml.org/spec/1.2.2/']
    }
  },
  'yaml/tab-indent': {
    severity: 'error',
    tags: ['yaml'],
    what: 'A tab is used as indentation.',
    why: 'YAML allows spaces only, so the document cannot be read.',
    todo: 'Replace the tab by spaces.',
    docs: {
      bad: service('\tclusterIP: None\n'),
      good: service('  clusterIP: None\n  ports: [{ port: 80 }]\n'),
      see: ['https://yaml.org/spec/1.2.2/#61-indentation-spaces']
    }
  },
  'yaml/duplicate-key': {
    severity: 'error',
    tags: ['yaml'],
    what: 'A key stands twice in one map.',
    why: 'Only one of the two values is kept; kubectl refuses the document under strict validation.',
    todo: 'Keep one of the entries, or merge them.',
    docs: {
      bad: service('  clusterIP: None\n  clusterIP: None\n  ports: [{ port: 80 }]\n'),
      good: service('  clusterIP: None\n  ports: [{ port: 80 }]\n'),
      see: [fieldValidation]
    }
  },
  'yaml/too-large': {
    severity: 'hint',
    tags: ['yaml'],
    what: 'The text is too large to be checked.',
    why: 'Files of more than 10 million characters and documents of more than a million are generated data; checking them would only take time.',
    todo: 'If it is no generated data, split it into documents to have it checked.',
    docs: { bad: '', good: '', see: [] }
  },
  'yaml/binary': {
    severity: 'info',
    tags: ['yaml'],
    what: 'The file is no text.',
    why: 'It holds characters that no text has, so it is hardly a manifest, whatever it is called.',
    todo: 'Give it another name if it is none, or save it as text.',
    docs: { bad: '', good: '', see: [] }
  },
  'yaml/alias-bomb': {
    severity: 'error',
    tags: ['yaml'],
    what: 'The aliases of the document unfold to more than can be read.',
    why: 'The API server refuses such a document, because it would fill its memory.',
    todo: 'Write the repeated parts out, or leave them away.',
    docs: { bad: '', good: '', see: ['https://yaml.org/spec/1.2.2/#71-alias-nodes'] }
  },
  'helm/indentation': {
    severity: 'warning',
    tags: ['helm', 'yaml'],
    what: 'An action of a Helm template puts its first line at another depth than the others.',
    why: 'What the action prints stands where the action stands. `indent` adds its blanks to those of the line, so the first line is too deep, or without a line break it lands behind the key above. As soon as the value has two entries, Helm ends with “error converting YAML to JSON”.',
    todo: 'Write `{{- toYaml . | nindent 4 }}`: the dash takes the blanks away, and nindent begins a new line.',
    docs: {
      bad: template('{{ toYaml . | indent 4 }}'),
      good: template('{{- toYaml . | nindent 4 }}'),
      see: ['https://helm.sh/docs/chart_template_guide/control_structures/#controlling-whitespace']
    }
  },
  'schema/unknown-kind': {
    severity: 'error',
    tags: ['schema'],
    what: 'The API server has no such kind in this group and version.',
    why: 'kubectl answers that there are no matches for the kind, so nothing is created.',
    todo: 'Write kind and apiVersion as they belong together.',
    docs: {
      bad: 'apiVersion: v1\nkind: Deployment\nmetadata:\n  name: web\n',
      good: service('  ports: [{ port: 80 }]\n'),
      see: ['https://kubernetes.io/docs/reference/kubernetes-api/']
    }
  },
  'schema/unknown-field': {
    severity: 'error',
    tags: ['schema'],
    what: 'The kind has no such field at this place.',
    why: 'kubectl asks the API server for strict validation, which refuses the object; without it the field is dropped without a word.',
    todo: 'Rename the field, move it to where it belongs, or remove it.',
    docs: {
      bad: service('  ports: [{ port: 80 }]\n  selectors: { app: web }\n'),
      good: service('  ports: [{ port: 80 }]\n  selector: { app: web }\n'),
      see: [fieldValidation]
    }
  },
  'schema/missing-field': {
    severity: 'error',
    tags: ['schema'],
    what: 'A field that the kind requires is missing.',
    why: 'The API server refuses the object without it.',
    todo: 'Add the field.',
    docs: {
      bad: ingress('          - path: /\n'),
      good: ingress('          - path: /\n            pathType: Prefix\n'),
      see: [concepts]
    }
  },
  'schema/wrong-type': {
    severity: 'error',
    tags: ['schema'],
    what: 'The value has another type than the field.',
    why: 'The API server cannot decode the object and refuses it. In YAML, 80 is a number, yes is a boolean, and "80" is text.',
    todo: 'Write a value of the right type.',
    docs: {
      bad: service('  ports: [{ port: "80" }]\n'),
      good: service('  ports: [{ port: 80 }]\n'),
      see: [concepts]
    }
  },
  'schema/unsupported-value': {
    severity: 'error',
    tags: ['schema'],
    what: 'The field knows a fixed set of values, and this is none of them.',
    why: 'The API server refuses the object. The values are case-sensitive.',
    todo: 'Use one of the values that the field knows.',
    docs: {
      bad: service('  ports: [{ port: 80, protocol: tcp }]\n'),
      good: service('  ports: [{ port: 80, protocol: TCP }]\n'),
      see: [concepts]
    }
  },
  'schema/invalid-value': {
    severity: 'error',
    tags: ['schema'],
    what: 'The value has the right type and is still not allowed here.',
    why: 'The API server refuses the object.',
    todo: 'Change the value as the message says.',
    docs: {
      bad: service('  ports: [{ port: 80000 }]\n'),
      good: service('  ports: [{ port: 8000 }]\n'),
      see: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/']
    }
  },
  'schema/duplicate-value': {
    severity: 'error',
    tags: ['schema'],
    what: 'A list that must not hold the same entry twice does.',
    why: 'The API server refuses the object.',
    todo: 'Remove one of the entries, or give it another key.',
    docs: {
      bad: service('  ports:\n    - { name: http, port: 80 }\n    - { name: http, port: 81 }\n'),
      good: service('  ports:\n    - { name: http, port: 80 }\n    - { name: admin, port: 81 }\n'),
      see: [concepts]
    }
  },
  'schema/forbidden-field': {
    severity: 'error',
    tags: ['schema'],
    what: 'The field may not be set together with what else is written.',
    why: 'The API server refuses the object.',
    todo: 'Remove the field, or change what it conflicts with.',
    docs: { bad: '', good: '', see: [concepts] }
  },
  'schema/too-long': {
    severity: 'error',
    tags: ['schema'],
    what: 'The value is longer than the field allows.',
    why: 'The API server refuses the object.',
    todo: 'Shorten it.',
    docs: { bad: '', good: '', see: [concepts] }
  },
  'schema/experimental-field': {
    severity: 'hint',
    tags: ['schema', 'gateway-api'],
    what: 'A field or value is in the experimental channel of its project only.',
    why: 'A cluster with the standard channel, which most have, refuses it or leaves it out.',
    todo: 'Make sure that the cluster has the experimental channel, or do without it.',
    docs: {
      bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  rules:
    - retry: { attempts: 2 }
      backendRefs: [{ name: web, port: 80 }]
`,
      good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  rules:
    - backendRefs: [{ name: web, port: 80 }]
`,
      see: ['https://gateway-api.sigs.k8s.io/concepts/versioning/#release-channels']
    }
  },
  'config/invalid': {
    severity: 'error',
    tags: ['config'],
    what: 'The configuration .netlabs.yaml says something that can not be meant.',
    why: 'What can not be read is left out, so the manifests are checked otherwise than somebody meant.',
    todo: 'Change what is underlined; docs/cli.md describes every field.',
    docs: { bad: '', good: '', see: [] }
  },
  'suppression/unused': {
    severity: 'hint',
    tags: ['suppression'],
    what: 'A suppression comment has nothing to suppress.',
    why: 'A comment that no longer stands for anything would hide the next real finding.',
    todo: 'Remove the comment.',
    docs: { bad: '', good: '', see: [] }
  },
  'internal/rule-failed': {
    severity: 'info',
    tags: ['internal'],
    what: 'A check could not be finished because of a mistake in the check itself.',
    why: 'The other checks of this file are not affected.',
    todo: 'Please report it together with the manifest.',
    docs: { bad: '', good: '', see: [] }
  }
}

/** The checks that are not rules: what YAML and the API server's schemas say. */
export const schemaChecks: Readonly<Record<SchemaCheckId, CheckMeta>> = Object.fromEntries(
  Object.entries(described).map(([id, check]) => [id, { id, ...check }])
) as unknown as Record<SchemaCheckId, CheckMeta>
