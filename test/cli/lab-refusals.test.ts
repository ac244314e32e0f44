/** What `netlabs lab` can't do, each with a sentence and the exit code 2. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { folderWith } from '../node/temporary-folder.ts'
import { netlabsLab } from './netlabs-lab.ts'

const lab = 'pod-to-pod-across-namespaces'

const server = (address: string, name = 'kind-lab', current = name): string => `
apiVersion: v1
kind: Config
current-context: ${JSON.stringify(current)}
clusters: [{name: c, cluster: {server: "${address}"}}]
users: [{name: u, user: {token: x}}]
contexts:
  - {name: ${name}, context: {cluster: c, user: u}}
  - {name: other, context: {cluster: c, user: u}}
`

const refusals: readonly {
  readonly title: string
  readonly argv: readonly string[]
  readonly kubeconfig?: string
  readonly says: RegExp
}[] = [
  { title: 'no word', argv: [], says: /say list, show, cluster, run or clean/ },
  {
    title: 'an unknown word',
    argv: ['play'],
    says: /"play" is none of list, show, cluster, run or clean/
  },
  { title: 'no lab to run', argv: ['run'], says: /say which lab.*lab list/ },
  { title: 'an unknown lab', argv: ['run', 'x'], says: /no lab "x"\. There is: get-started, / },
  { title: 'an unknown lab to show', argv: ['show', 'x'], says: /no lab "x"/ },
  { title: 'two labs to show', argv: ['show', lab, 'get-started'], says: /one argument too many/ },
  {
    title: 'a step of two labs',
    argv: ['run', lab, 'get-started', '--step', '9.2'],
    says: /--step is a step of one lab/
  },
  { title: 'a lab and all labs', argv: ['run', lab, '--all'], says: /name labs or give --all/ },
  { title: 'no cluster to clean', argv: ['clean'], says: /say which cluster, with --context/ },
  {
    title: 'an option of clean',
    argv: ['run', lab, '--dry-run'],
    says: /--dry-run is an option of clean, not of run/
  },
  {
    title: 'a topic that no lab has',
    argv: ['list', '--topic', 'dsn'],
    says: /no lab has the topic "dsn"\. Perhaps you mean dns\./
  },
  {
    title: 'a folder that is not there',
    argv: ['list', '--labs', 'mine'],
    says: /the folder .*mine does not exist/
  },
  { title: 'a lab to list', argv: ['list', lab], says: /one argument too many/ },
  { title: 'an unknown option', argv: ['run', lab, '--stpe', 'x'], says: /'--stpe'.*--help/ },
  { title: 'an option without its value', argv: ['run', lab, '--step'], says: /--step.*--help/ },
  {
    title: 'an option of run',
    argv: ['list', '--solution'],
    says: /--solution is an option of run/
  },
  {
    title: 'a format',
    argv: ['run', lab, '--format', 'xml'],
    says: /text, json, junit or md, not "xml"/
  },
  {
    title: 'an unknown step',
    argv: ['run', lab, '--step', '9.9'],
    says: /no step "9\.9"\. Choose one of: apps, names, connect, isolate\./
  },
  {
    title: 'a step that only the editor sees',
    argv: ['run', 'get-started', '--step', 'next'],
    says: /step next is seen by the editor.*fix, practice, apply, reach, block/
  },
  {
    title: 'a kubeconfig that is missing',
    argv: ['run', lab, '--kubeconfig', 'none'],
    says: /no kubeconfig: .*none does not exist/
  },
  {
    title: 'no kubeconfig where a context is named',
    argv: ['run', lab, '--context', 'kind-lab'],
    says: /no kubeconfig: \/nowhere\/\.kube\/config does not exist/
  },
  {
    title: 'a kubeconfig that is not YAML',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: 'a: [\n',
    says: /config can't be read: line \d+ is not YAML/
  },
  {
    title: 'a kubeconfig that is something else',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: 'kind: Pod\n',
    says: /config can't be read: its kind is not Config/
  },
  {
    title: 'a kubeconfig without contexts',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: 'kind: Config\n',
    says: /has no contexts/
  },
  {
    title: 'no current context',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: server('https://127.0.0.1:1', 'kind-lab', ''),
    says: /names no current context. Choose one with --context: kind-lab, other\./
  },
  {
    title: 'an unknown context',
    argv: ['run', lab, '--kubeconfig', 'config', '--context', 'x'],
    kubeconfig: server('https://127.0.0.1:1'),
    says: /no context x\. Choose one of: kind-lab, other\./
  },
  {
    title: 'a cluster that is not there',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: server('https://127.0.0.1:1'),
    says: /127\.0\.0\.1:1/
  },
  {
    title: 'a context that looks like production',
    argv: ['run', lab, '--kubeconfig', 'config'],
    kubeconfig: server('https://127.0.0.1:1', 'eu-prod-1'),
    says: /context eu-prod-1 is protected.*--yes eu-prod-1\./
  }
]
for (const { title, argv, kubeconfig, says } of refusals)
  test(`netlabs lab with ${title} ends with 2 and a sentence`, async t => {
    const cwd = folderWith(t, kubeconfig === undefined ? {} : { config: kubeconfig })
    const { code, out, err } = await netlabsLab(argv, { cwd })
    assert.deepEqual([code, out], [2, ''], err)
    assert.match(err, /^netlabs lab: .*\.\n$/)
    assert.match(err, says)
  })

for (const [status, reason, says] of [
  [401, 'Unauthorized', /does not accept the credentials/],
  [403, 'Forbidden', /can't be read\. The cluster refuses this/],
  [404, 'NotFound', /is no Kubernetes API server: it has no \/version/],
  [500, 'InternalError', /API server answered with an error \(500\)/]
] as const)
  test(`an API server that answers ${status} ends it with 2 and a sentence`, async t => {
    const address = await refusingServer(t, status, reason)
    const cwd = folderWith(t, { config: server(address) })
    const { code, out, err } = await netlabsLab(['run', lab, '--kubeconfig', 'config'], { cwd })
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, says)
  })

/** An API server that lets everybody read its version, when it lets anybody, and refuses all the rest. */
async function refusingServer(t: TestContext, code: number, reason: string): Promise<string> {
  const refusal = {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    reason,
    message: 'no'
  }
  const http = createServer((request, response) => {
    const [status, body] =
      request.url === '/version' && code === 403
        ? [200, { gitVersion: 'v1.37.0', major: '1', minor: '37' }]
        : [code, refusal]
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}
