import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRecord } from '../../src/base/json.ts'
import type { ProtobufMessages } from '../../src/sim/protobuf/messages.ts'
import { protobufType, readProtobufBody } from '../../src/sim/protobuf/protobuf-body.ts'
import { ApiError } from '../../src/sim/status.ts'
import { Practice } from './practice.ts'

const messages = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../schemas/protobuf.json'), 'utf8')
) as ProtobufMessages

interface Sample {
  readonly protobuf: string
  readonly json: { readonly apiVersion: string; readonly kind: string }
}
/** Random objects in both forms, as Kubernetes' Go code writes them: see protobuf/record.go. */
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'protobuf/recorded.json'), 'utf8')
) as readonly Sample[]

/** Without what an absent field is to Go: null and, for a list, empty. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(
    ([, entry]) => entry !== null && !(Array.isArray(entry) && entry.length === 0)
  )
  return Object.fromEntries(entries.map(([key, entry]) => [key, present(entry)]))
}

for (const { protobuf, json } of recorded)
  test(`${json.apiVersion} ${json.kind} in protobuf reads as it does in JSON`, () => {
    const read = readProtobufBody(Buffer.from(protobuf, 'base64'), messages)
    assert.deepEqual(present(read), present(json))
  })

test('a message that ends too early, or with other bytes in it, is refused or read, never a fault', () => {
  const pod = recorded.find(({ json }) => json.kind === 'Pod')
  const bytes = Buffer.from(pod?.protobuf ?? '', 'base64')
  const read = (some: Uint8Array): void => {
    try {
      readProtobufBody(some, messages)
    } catch (error) {
      assert.ok(error instanceof ApiError, String(error))
    }
  }
  fc.assert(fc.property(fc.nat(bytes.length - 1), end => read(bytes.subarray(0, end))))
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const other = Uint8Array.from(bytes)
      other[at] = byte
      read(other)
    })
  )
})

/** What kubectl 1.32 sends for `kubectl create …`. */
const fromKubectl = {
  namespace: 'azhzAAoPCgJ2MRIJTmFtZXNwYWNlEiAKGAoIZnJvbnRlbmQSABoAIgAqADIAOABCABIAGgIKABoAIgA=',
  deployment:
    'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAASDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=',
  secret: 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWESAWIaABoAIgA='
}

test('kubectl create works with the bytes that it sends', async () => {
  const practice = new Practice({ protobuf: () => Promise.resolve(messages) })
  const create = (url: string, body: string): ReturnType<Practice['call']> =>
    practice.call('POST', url, Buffer.from(body, 'base64'), { type: protobufType })
  const namespace = await create('/api/v1/namespaces?fieldValidation=Strict', fromKubectl.namespace)
  assert.equal(namespace.status, 201)
  assert.equal(namespace.at('metadata.name'), 'frontend')
  const deployment = await create(
    '/apis/apps/v1/namespaces/default/deployments?fieldValidation=Strict',
    fromKubectl.deployment
  )
  assert.equal(deployment.status, 201)
  // --replicas=0: a zero that was said is not an absent one, which would be 1.
  assert.equal(deployment.at('spec.replicas'), 0)
  assert.equal(deployment.at('spec.template.spec.containers[0].ports[0].containerPort'), 80)
  const secret = await create('/api/v1/namespaces/default/secrets', fromKubectl.secret)
  assert.deepEqual(secret.at('data'), { a: 'Yg==' })
  practice.cluster.dispose()
})

const refusals: readonly { title: string; body: Uint8Array; code: number; says: RegExp }[] = [
  { title: 'text', body: Buffer.from('{}'), code: 400, says: /expected prefix/ },
  { title: 'a broken envelope', body: Buffer.from('k8s\0\x0a\x7f'), code: 400, says: /it ends in/ },
  { title: 'an envelope without content', body: Buffer.from('k8s\0'), code: 400, says: /empty/ },
  {
    title: 'a kind of a CustomResourceDefinition',
    body: Buffer.concat([
      Buffer.from('k8s\0\x0a\x2c\x0a\x21gateway.networking.k8s.io/v1beta1\x12\x07Gateway')
    ]),
    code: 415,
    says: /media types include: application\/json/
  },
  {
    title: 'another kind than that of the path',
    body: Buffer.from(fromKubectl.secret, 'base64'),
    code: 400,
    says: /cannot be handled as a Namespace: converting \(v1\.Secret\)/
  }
]
for (const { title, body, code, says } of refusals)
  test(`protobuf that is ${title} is refused with ${code}`, async () => {
    const practice = new Practice({ protobuf: () => Promise.resolve(messages) })
    const answer = await practice.call('POST', '/api/v1/namespaces', body, { type: protobufType })
    assert.equal(answer.status, code)
    assert.match(String(answer.at('message')), says)
    practice.cluster.dispose()
  })
