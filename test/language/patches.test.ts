import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintText } from '../support/service.ts'

/** A Service without ports is refused, unless a directive says that it is part of a patch. */
const service = (directive: string): string => `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector:
${directive}    app: web
  ports:
    - { port: 80, protocol: tcp }
    - name: other
`

test('a directive makes a patch, however its key is written', () => {
  const missing = (text: string): boolean =>
    lintText(text).some(({ rule }) => rule === 'schema/missing-field')
  assert.ok(missing(service('')))
  for (const key of ['$patch', '"$patch"', '"\\u0024patch"', '"\\x24patch"', '$setElementOrder/x'])
    assert.ok(!missing(service(`    ${key}: replace\n`)), key)
  assert.ok(missing(service('    price: $5\n')))
})
