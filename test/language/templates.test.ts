/** Helm templates: what is wrong whatever the values are is told, and nothing else. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'

import { serviceOver } from '../support/service.ts'

const uri = 'charts/shop/templates/x.yaml'

function told(text: string): string[] {
  return serviceOver({ [uri]: text })
    .lint(uri)
    .findings.map(({ position, rule }) => `${position.start.line + 1} ${rule}`)
}

const ingress = `{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "shop.fullname" . }}
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  rules:
    {{- range .Values.hosts }}
    - host: {{ .name | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {{ $.Release.Name }}-web
                port: { number: {{ .port }} }
    {{- end }}
{{- end }}
`
const service = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  type: {{ .Values.type }}
  ports:
    - port: {{ .Values.port }}
      targetPort: http
      protocol: TCP
  selector: {{- toYaml .Values.selector | nindent 4 }}
`

const faults: readonly (readonly [title: string, text: string, told: readonly string[]])[] = [
  [
    'a weight',
    ingress.replace('            backend', '            weight: 5\n            backend'),
    ['16 ingress/weighted-backend']
  ],
  [
    'no pathType',
    ingress.replace('            pathType: Prefix\n', ''),
    ['14 schema/missing-field']
  ],
  [
    'no pathType among what the values say',
    ingress.replace('            pathType: Prefix\n', '').replace('path: /', 'path: {{ .path }}'),
    ['14 schema/missing-field']
  ],
  [
    'a slip in a key whose value is put in',
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  prots: {{ .Values.ports }}\n',
    ['6 schema/unknown-field']
  ],
  ['a slip in a key', service.replace('targetPort', 'targetport'), ['9 schema/unknown-field']],
  [
    'a list that is a text',
    service.replace(
      'ports:\n    - port: {{ .Values.port }}\n      targetPort: http\n      protocol: TCP',
      'ports: none'
    ),
    ['7 schema/wrong-type']
  ],
  [
    'a value that is none of the choices',
    service.replace('TCP', 'tcp'),
    ['10 schema/unsupported-value']
  ]
]
for (const [title, text, expected] of faults)
  test(`${title} is told in a template`, () => {
    assert.deepEqual(told(text), expected)
  })

const clean: Readonly<Record<string, string>> = {
  'the same without the mistakes': `${ingress}---\n${service}`,
  'an object whose version depends on the cluster': `{{- if .Capabilities.APIVersions.Has "networking.k8s.io/v1" }}
apiVersion: networking.k8s.io/v1
{{- else }}
apiVersion: extensions/v1beta1
{{- end }}
kind: Ingress
spec: { backend: { serviceName: {{ .x }}, servicePort: 80 } }
`,
  'a version that another template puts in': `apiVersion: {{ include "v" . }}\nkind: Ingress\nspec: { backend: 1 }\n`,
  'two forms by two conditions': `apiVersion: v1
kind: Service
metadata: { name: a }
spec:
  {{- if .Values.ip }}
  clusterIP: {{ .Values.ip }}
  {{- end }}
  {{- if not .Values.ip }}
  clusterIP: None
  {{- end }}
  ports: []
`,
  'fields whose names are values': `apiVersion: v1
kind: Service
metadata: { name: a }
spec:
  ports:
    {{- range .Values.ports }}
    -
      {{- range $name, $value := . }}
      {{ $name }}: {{ $value }}
      {{- end }}
    {{- end }}
    - port: 80
      name: web
`,
  'fields that an action puts in': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: a }
spec:
  rules:
    - http:
        paths:
          - path: /
            backend: { service: { name: a, port: { number: 80 } } }
            {{- include "more" . | nindent 12 }}
`,
  'fields of another version': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: a }
spec:
  rules:
    - http:
        paths:
          - path: /
            {{- if eq (include "ingress.apiVersion" .) "networking.k8s.io/v1" }}
            pathType: Prefix
            {{- end }}
            backend:
              {{- if semverCompare ">=1.19-0" $.Capabilities.KubeVersion.Version }}
              service: { name: a, port: { number: 80 } }
              {{- else }}
              serviceName: a
              servicePort: 80
              {{- end }}
`,
  'no YAML without its actions': `apiVersion: v1\nkind: Service\n{{ .x }} {{- .y }}\n  : a\n- weight: 1\n`,
  'what is asked not to be told': `# netlabs-disable-file\n${service.replace('TCP', 'tcp')}`,
  'what a line above asks not to be told': service.replace(
    '      protocol: TCP',
    '      # netlabs-disable-next-line schema/unsupported-value -- ours\n      protocol: tcp'
  )
}
describe('nothing is told of', () => {
  for (const [title, text] of Object.entries(clean))
    test(title, () => {
      assert.deepEqual(told(text), [])
    })
})

test('a fix leaves the actions as they are, or is not offered', () => {
  const text = service.replace('targetPort', 'targetport')
  const files = serviceOver({ [uri]: text })
  const [found] = files.lint(uri).findings
  assert.deepEqual(
    found?.fixes.map(({ title }) => title),
    ['Rename `targetport` to `targetPort`', 'Remove `targetport`']
  )
  const weighted = ingress.replace(
    '            backend',
    '            weight: 5\n            backend'
  )
  const [whole] = serviceOver({ [uri]: weighted }).lint(uri).findings
  assert.deepEqual(whole?.fixes, [], 'an HTTPRoute would lose what the actions put in')
})

test('its objects are in no cluster as they stand, so other files are not measured by them', () => {
  const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: a, namespace: shop }
spec: { rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`
  const files = serviceOver({ [uri]: service, 'route.yaml': route })
  assert.deepEqual(files.lint('route.yaml').findings, [])
  assert.deepEqual(files.symbols(uri), [])
})
