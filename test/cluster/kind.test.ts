/**
 * kind itself beside the rules: both refuse the same configurations. Docker is a stand-in that starts nothing, so
 * kind stops where the first node would begin, after it has judged all that it was given. As Docker does, the
 * stand-in opens ports at addresses only. https://docs.docker.com/engine/network/port-publishing/
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import { clusterScript } from '../../src/labs/cluster-script.ts'
import { lintText, projectRoot } from '../support/service.ts'
import { goPrograms } from './programs/go-programs.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netlabs-kind-'))
const docker = path.join(folder, 'docker')
writeFileSync(
  docker,
  `#!/bin/sh
case "$1" in
info) echo '{"CgroupVersion":"2","MemoryLimit":true,"PidsLimit":true,"CPUShares":true,"SecurityOptions":[]}' ;;
run)
  for word in "$@"; do
    case "$word" in
    --publish=[0-9.]*:*:* | --publish=[[]*:*:*) ;;
    --publish=*) echo "invalid IP address: $word" >&2; exit 1 ;;
    esac
  done
  echo 'no node is started here' >&2; exit 1 ;;
esac
`
)
chmodSync(docker, 0o755)

const head = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n'
const mapping = (text: string): string =>
  `nodes: [{ role: control-plane, extraPortMappings: [${text}] }]`

/** Each has one fault that kind refuses. */
const faulty: readonly string[] = [
  'name: My_Cluster',
  'networking: { apiServerPort: 70000 }',
  'networking: { apiServerAddress: localhost }',
  'networking: { apiServerAddress: kind.example.invalid, apiServerPort: 6443 }',
  'networking: { apiServerAddress: localhost, apiServerPort: 6443 }',
  'networking: { ipFamily: IPv6 }',
  'networking: { kubeProxyMode: iptable }',
  'networking: { podSubnet: 10.1.0.0 }',
  'networking: { podSubnet: "fd00::/64" }',
  'networking: { ipFamily: dual, podSubnet: "10.1.0.0/16, fd00::/64" }',
  'networking: { ipFamily: dual, podSubnet: "10.1.0.0/16,10.2.0.0/16" }',
  'networking: { podSubnet: "10.1.0.0/16,10.2.0.0/16" }',
  'networking: { disableDefaultCNI: "true" }',
  'networking: { dnsSearch: example.com }',
  'networking: { podSubnets: 10.1.0.0/16 }',
  'nodes: [{ role: worker }]',
  'nodes: [{ role: master }]',
  'nodes: [{ role: control-plane, extraMounts: [{ hostPath: /a, containerPath: /b, readonly: true }] }]',
  mapping('{ hostPort: 70000, containerPort: 80 }'),
  mapping('{ hostPort: 80, containerPort: 80, protocol: HTTP }'),
  mapping('{ hostPort: 80, containerPort: 80, listenAddress: localhost }'),
  mapping(
    '{ hostPort: 80, containerPort: 80, listenAddress: 127.0.0.1 }, { hostPort: 80, containerPort: 81 }'
  )
]

/** Each looks like a fault, and kind takes it. */
const taken: readonly string[] = [
  mapping(
    '{ hostPort: 80, containerPort: 80, protocol: udp }, { hostPort: 80, containerPort: 80 }'
  ),
  'networking: { ipFamily: dual, podSubnet: 10.1.0.0/16 }',
  'networking: { podSubnet: 10.1.2.3/16 }',
  'networking: { apiServerAddress: 0.0.0.0, apiServerPort: 6443 }',
  'networking: { ipFamily: ipv6, apiServerAddress: "::1", apiServerPort: 6443 }',
  'featureGates: { A: yes }\nruntimeConfig: { api/all: "true" }',
  'nodes: [{ role: control-plane, labels: { tier: 1 } }]'
]

describe('kind', { timeout: 600_000 }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('takes the configuration of every lab that it can make a cluster for', () => {
    let read = 0
    for (const lab of productLabs()) {
      const made = clusterScript(lab, 'kind')
      if (!('script' in made)) continue
      for (const [, name = '', text = ''] of made.script.matchAll(
        /^cat > (\S+) <<'END'\n([^]*?)^END$/gm
      )) {
        assert.equal(refusal(text), undefined, `${lab.id}: ${name}`)
        read++
      }
    }
    assert.ok(read > productLabs().length / 2, `it has read ${read}`)
  })

  test('takes what labs and tests show as right', () => {
    const files = globSync(
      [
        'walkthroughs/*/{manifests,solution}/kind*.yaml',
        'test/language/clean/configuration/kind*.yaml'
      ],
      { cwd: projectRoot }
    )
    assert.ok(files.length >= 4, files.join())
    for (const file of files)
      assert.equal(refusal(readFileSync(path.join(projectRoot, file), 'utf8')), undefined, file)
  })

  for (const text of faulty)
    test(`refuses ${text}, and so do we`, () => {
      assert.notEqual(refusal(head + text), undefined)
      assert.notDeepEqual(errorsOf(head + text), [])
    })

  for (const version of ['kind.x-k8s.io/v1alpha3', 'kind.sigs.k8s.io/v1alpha3'])
    test(`refuses ${version}, and so do we`, () => {
      const text = `kind: Cluster\napiVersion: ${version}\n`
      assert.match(refusal(text) ?? '', /unknown apiVersion/)
      assert.notDeepEqual(errorsOf(text), [])
    })

  for (const text of taken)
    test(`takes ${text}, and so do we`, () => {
      assert.equal(refusal(head + text), undefined)
      assert.deepEqual(errorsOf(head + text), [])
    })
})

function errorsOf(text: string): readonly string[] {
  return lintText(text).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []))
}

/** Why kind makes no cluster of a configuration; undefined when it would begin to. */
function refusal(text: string): string | undefined {
  const { status, stderr } = spawnSync(
    goPrograms(['kind']).kind,
    ['create', 'cluster', '--config', '-'],
    {
      input: text,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        KIND_EXPERIMENTAL_PROVIDER: 'docker'
      }
    }
  )
  assert.equal(status, 1, `it ended with ${status}: ${stderr}`)
  return stderr.includes('no node is started here')
    ? undefined
    : (/^ERROR: (.*)/m.exec(stderr)?.[1] ?? stderr)
}
