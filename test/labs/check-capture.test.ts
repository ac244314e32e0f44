/** Captures in a cluster whose tcpdump brings what the test gives it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { failed, ok } from '../../src/base/result.ts'
import { recordOf } from '../../src/base/json.ts'
import { evidenceMarkdown } from '../../src/labs/evidence-report.ts'
import type { LabCluster } from '../../src/labs/lab-cluster.ts'
import type { Verdict } from '../../src/labs/verdict.ts'
import { verifyStep, type VerifyOptions } from '../../src/labs/verify-step.ts'
import { isKubeObject, type KubeObject } from '../../src/model/object.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { EagerClock } from '../support/eager-clock.ts'
import { clusterWith, labOf, shop, verdictOf } from './one-check.ts'
import { pcapOf, tcp4 } from './packets.ts'

const ofLab = shop.replace('labels: {app: web}', 'labels: {app: web, netlabs/lab: sample}')

interface Wire {
  /** What the capture holds; text: what is no capture. */
  readonly subject?: Uint8Array | string
  readonly control?: Uint8Array
  /** tcpdump's words when it can't listen. */
  readonly refuses?: string
  /** It can listen once, and not a second time. */
  readonly refusesControl?: boolean
  readonly log?: string
  readonly curl?: string
  readonly objects?: string
  /** What the API server says to a container. */
  readonly admits?: (container: Readonly<Record<string, unknown>>) => string | undefined
}

/** A real cluster in which a container can be added to a Pod, and runs at once. */
class WiredCluster {
  readonly added: Readonly<Record<string, unknown>>[] = []
  readonly scripts: string[] = []
  readonly cluster: LabCluster

  constructor(wire: Wire = {}) {
    const { objects = ofLab, subject = pcapOf(), control = pcapOf(), curl = '200' } = wire
    const plain = clusterWith(objects, command =>
      this.#run(wire, { subject, control, curl }, command)
    )
    const withAdded = (object: KubeObject): KubeObject => ({
      ...object,
      status: {
        ...recordOf(object.status),
        ephemeralContainerStatuses: this.added.map(({ name }) => ({ name, state: { running: {} } }))
      }
    })
    this.cluster = {
      ...plain,
      get: async (ref, options) => {
        const found = await plain.get(ref, options)
        return found.ok && ref.name === 'web' && ref.kind === 'Pod'
          ? ok(withAdded(found.value))
          : found
      },
      addContainer: (pod, container) => {
        const refusal = wire.admits?.(container)
        if (refusal !== undefined)
          return Promise.resolve(failed({ reason: 'forbidden', message: refusal }))
        this.added.push(container)
        const [web] = parseYamlFile(objects)
          .documents.map(({ value }) => value)
          .filter(isKubeObject)
          .filter(({ metadata }) => metadata.name === pod.name)
        assert.ok(web)
        return Promise.resolve(ok(withAdded(web)))
      }
    }
  }

  #run(
    { refuses, refusesControl = false, log = '0 packets dropped by kernel\n' }: Wire,
    { subject, control, curl }: Required<Pick<Wire, 'subject' | 'control' | 'curl'>>,
    [program = '', , script = '']: readonly string[]
  ): { exitCode?: number; stdout?: string; stderr?: string } | undefined {
    if (program === 'curl')
      return curl === '200' ? { stdout: 'web\n200 0.1 0.2 10.1.0.7' } : { exitCode: Number(curl) }
    if (program !== 'sh') return undefined
    this.scripts.push(script)
    if (script.includes('listening on'))
      return refuses !== undefined || (refusesControl && script.includes('-control.pcap'))
        ? { exitCode: 3, stderr: refuses ?? 'tcpdump: busy' }
        : {}
    const bytes = script.includes('-control.pcap') ? control : subject
    return {
      stdout: typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('base64'),
      stderr: log
    }
  }
}

const agree: Partial<VerifyOptions> = { consent: () => Promise.resolve(true) }
const at = 'at: {namespace: shop, workload: pod/web}'
const during = 'during: {from: {namespace: shop, workload: pod/client}, to: "http://web.shop"}'
const some = `kind: capture\n${at}\nfilter: tcp port 8080\n${during}\nexpect: {atLeast: 2, matches: "Flags \\\\[S\\\\]"}`
const none = `kind: capture\n${at}\nfilter: tcp port 9\ncontrol: tcp port 8080\n${during}\nexpect: {atMost: 0}`
const ends = ['10.1.0.5', 40_000, '10.1.0.7', 8080] as const
const syn = tcp4(...ends, { flags: 0x02 })
const data = tcp4(...ends, { flags: 0x18, data: 9 })

const rows: readonly (readonly [
  title: string,
  check: string,
  wire: Wire,
  verdict: Verdict,
  says: RegExp
])[] = [
  [
    'packets that are there',
    some,
    { subject: pcapOf(syn, data) },
    'pass',
    /2 packets at shop\/pod\/web fit tcp port 8080, such as “IP 10\.1\.0\.5\.40000 > 10\.1\.0\.7\.8080: Flags \[S\]/
  ],
  [
    'too few packets',
    some,
    { subject: pcapOf(syn) },
    'fail',
    /1 packet .* Asked for is at least 2/
  ],
  [
    'packets without the one that is looked for',
    some,
    { subject: pcapOf(data, data) },
    'fail',
    /no line of them fits/
  ],
  [
    'too few packets when some were lost',
    some,
    { subject: pcapOf(syn), log: '7 packets dropped by kernel\n' },
    'inconclusive',
    /The kernel dropped 7/
  ],
  [
    'packets while the request got no answer',
    some,
    { subject: pcapOf(syn, data), curl: '28' },
    'inconclusive',
    /got no answer/
  ],
  [
    'no packets while others are heard',
    none,
    { control: pcapOf(syn) },
    'pass',
    /0 packets .* Meanwhile 1 packet fit the control/
  ],
  [
    'no packets while nothing is heard at all',
    none,
    {},
    'inconclusive',
    /may have heard nothing at all/
  ],
  [
    'a packet where none is expected',
    none,
    { subject: pcapOf(syn), control: pcapOf(syn) },
    'fail',
    /Asked for is at most 0/
  ],
  ['an empty file', some, { subject: '' }, 'inconclusive', /can’t be read/],
  [
    'words instead of a file',
    some,
    { subject: 'tcpdump: eth0: no such device' },
    'inconclusive',
    /can’t be read/
  ],
  [
    'a tcpdump that may not listen',
    some,
    {
      refuses: "tcpdump: eth0: You don't have permission to perform this capture on that device\n"
    },
    'inconclusive',
    /can’t listen .* don't have permission/
  ],
  [
    'a Pod that belongs to nobody’s lab',
    some,
    { objects: shop },
    'blocked',
    /does not belong to a lab/
  ],
  [
    'a level of Pod Security that refuses every such container',
    some,
    { admits: () => 'violates PodSecurity "restricted:latest"' },
    'blocked',
    /add a container to Pod shop\/web: violates PodSecurity/
  ]
]

for (const [title, check, wire, verdict, says] of rows)
  test(`${title}: ${verdict}`, async () => {
    const result = await verdictOf(new WiredCluster(wire).cluster, check, agree)
    assert.equal(result.verdict, verdict, result.sentence)
    assert.match(result.sentence, says)
    if (verdict !== 'pass') assert.ok(result.next, 'it says what to do')
  })

describe('the container that is added', () => {
  test('is asked for in words, and nothing is added without a yes', async () => {
    const asked: string[] = []
    const consent = (sentence: string): Promise<boolean> => {
      asked.push(sentence)
      return Promise.resolve(false)
    }
    for (const options of [{}, { consent }]) {
      const wired = new WiredCluster({ subject: pcapOf(syn, data) })
      const { verdict, sentence } = await verdictOf(wired.cluster, some, options)
      assert.equal(verdict, 'blocked', sentence)
      assert.deepEqual(wired.added, [])
    }
    assert.equal(asked.length, 1)
    assert.match(asked[0] ?? '', /nicolaka\/netshoot:.* to Pod shop\/web/)
  })

  test('is used again by the next check, and is named in the evidence', async () => {
    const wired = new WiredCluster({ subject: pcapOf(syn, data), control: pcapOf(syn) })
    const { evidence } = await verdictOf(wired.cluster, [some, some], agree)
    assert.equal(wired.added.length, 1)
    assert.equal(evidence.at(-1)?.from, 'Pod shop/web (added container netlabs-capture-0)')
  })

  test('does without a capability where Pod Security refuses every one', async () => {
    const wired = new WiredCluster({
      subject: pcapOf(syn, data),
      admits: ({ securityContext }) =>
        recordOf(securityContext).capabilities === undefined
          ? undefined
          : 'violates PodSecurity "baseline:latest"'
    })
    assert.equal((await verdictOf(wired.cluster, some, agree)).verdict, 'pass')
  })
})

test('the file is kept, and the evidence shows a table of what is in it', async () => {
  const kept = new Map<string, Uint8Array>()
  const lab = labOf(some)
  const bytes = pcapOf(syn, data)
  const result = await verifyStep(lab, 'first', new WiredCluster({ subject: bytes }).cluster, {
    ...agree,
    clock: new EagerClock(),
    keepFile: (name, file) => {
      kept.set(name, file)
      return Promise.resolve(`/captures/${name}`)
    }
  })
  assert.deepEqual([...kept], [['c0.pcap', new Uint8Array(bytes)]])
  const page = evidenceMarkdown(lab, lab.steps[0], result)
  assert.match(page, /\*\*Captured:\*\* 2 packets, 128 bytes of each; 0 packets dropped by kernel/)
  assert.match(page, /\| from → to \| packets \| bytes on the wire \|/)
  assert.match(page, new RegExp(`\\| 2 \\| ${syn.length + data.length} \\|`))
  assert.match(page, /IP 10\.1\.0\.5\.40000 > 10\.1\.0\.7\.8080: Flags \[P\.\], length 9/)
  assert.match(page.replaceAll('<wbr>', ''), /\/captures\/c0\.pcap/)
})

test('tcpdump is ended also when a second one can’t be started', async () => {
  const wired = new WiredCluster({ subject: pcapOf(syn), refusesControl: true })
  const { verdict, sentence } = await verdictOf(wired.cluster, none, agree)
  assert.equal(verdict, 'inconclusive')
  assert.match(sentence, /can’t listen .* busy/)
  assert.equal(wired.scripts.filter(script => script.includes('kill -INT')).length, 1)
})
