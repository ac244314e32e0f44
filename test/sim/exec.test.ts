/** Commands in Pods. One file although it is long, since all of them run in one cluster that is made once. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { deployment, namespace, pod, Practice, service } from './practice.ts'

const forever = { command: ['sleep', 'infinity'] }

/** Blocks everything but DNS out of the namespace `cut`. */
function cutOff(dns: boolean): object {
  const peer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }
  }
  const ports = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' }
  ]
  const name = dns ? 'only-dns' : 'nothing'
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: dns ? 'cut' : 'deaf' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: dns ? [{ to: [peer], ports }] : [] }
  }
}

let practice: Practice

before(async () => {
  practice = new Practice()
  await practice.apply(
    ...['backend', 'frontend', 'cut', 'deaf'].map(namespace),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'page', namespace: 'backend' },
      data: { 'index.html': 'hello from a ConfigMap\n' }
    },
    deployment('backend', 'web', 'nginx:1.29', {
      container: { volumeMounts: [{ name: 'page', mountPath: '/usr/share/nginx/html' }] },
      spec: {
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'nginx:1.29',
                volumeMounts: [{ name: 'page', mountPath: '/usr/share/nginx/html' }]
              }
            ],
            volumes: [{ name: 'page', configMap: { name: 'page' } }]
          }
        }
      }
    }),
    service('backend', 'web', { clusterIP: '10.96.7.7' }),
    // Declares a port that nginx doesn't listen at.
    pod('backend', 'wrong', 'nginx', { container: { ports: [{ containerPort: 8080 }] } }),
    service('backend', 'wrong', { ports: [{ port: 80, targetPort: 8080 }] }),
    pod('backend', 'echo', 'hashicorp/http-echo', {
      container: { args: ['-text=said so', '-listen=:8080'] }
    }),
    service('backend', 'echo', { ports: [{ port: 80, targetPort: 8080 }] }),
    pod('backend', 'who', 'registry.k8s.io/e2e-test-images/agnhost:2.53', {
      container: { args: ['netexec', '--http-port=8080'] }
    }),
    service('backend', 'who', { ports: [{ port: 80, targetPort: 8080 }] }),
    pod('backend', 'own', 'example.com/own:1', { container: { ports: [{ containerPort: 80 }] } }),
    service('backend', 'own'),
    pod('backend', 'store', 'redis:8'),
    service('backend', 'store', { ports: [{ port: 6379 }] }),
    ...['frontend', 'cut', 'deaf'].flatMap(name => [
      pod(name, 'client', 'nicolaka/netshoot', {
        container: { ...forever, env: [{ name: 'GREETING', value: 'hi there' }] }
      }),
      pod(name, 'box', 'busybox:1.37', { container: forever })
    ]),
    cutOff(true),
    cutOff(false)
  )
})

interface Case {
  readonly command: readonly string[] | string
  /** Namespace and Pod, `frontend/client` unless given. */
  readonly in?: string
  readonly exit: number
  readonly out?: string | RegExp
  readonly err?: string | RegExp
  readonly input?: string
}

const web = 'http://web.backend.svc.cluster.local'
const code = ['-o', '/dev/null', '-w', '%{http_code} %{exitcode}\\n']

const cases: readonly Case[] = [
  // curl
  { command: ['curl', '-sS', web], exit: 0, out: 'hello from a ConfigMap\n', err: '' },
  { command: ['curl', '-sS', ...code, web], exit: 0, out: '200 0\n' },
  { command: ['curl', '-sS', ...code, `${web}/none`], exit: 0, out: '404 0\n' },
  {
    command: ['curl', '-fsS', `${web}/none`],
    exit: 22,
    err: 'curl: (22) The requested URL returned error: 404\n'
  },
  { command: ['curl', '-sI', web], exit: 0, out: /^HTTP\/1\.1 200 OK\r\nServer: nginx\r\n/ },
  { command: ['curl', '-s', 'http://echo.backend'], exit: 0, out: 'said so\n' },
  { command: ['curl', '-s', 'http://who.backend/hostname'], exit: 0, out: 'who' },
  { command: ['curl', '-s', 'own.backend'], exit: 0, out: /^Simulated answer of container own/ },
  {
    command: ['curl', '-sS', 'http://web'],
    exit: 6,
    out: '',
    err: 'curl: (6) Could not resolve host: web\n'
  },
  {
    command: ['curl', '-sS', 'http://wrong.backend'],
    exit: 7,
    err: /^curl: \(7\) Failed to connect to wrong\.backend port 80 after \d+ ms: Could not connect to server\n$/
  },
  {
    command: ['curl', '-sS', '-m', '3', web],
    in: 'cut/client',
    exit: 28,
    err: /^curl: \(28\) Connection timed out after 300\d milliseconds\n$/
  },
  {
    command: ['curl', '-s', '--max-time', '3', '-w', '%{http_code} %{time_total}', web],
    in: 'cut/client',
    exit: 28,
    out: '000 3.000000',
    err: ''
  },
  {
    command: ['curl', '-sS', '--connect-timeout', '2', web],
    in: 'deaf/client',
    exit: 28,
    err: /^curl: \(28\) Resolving timed out after 200\d milliseconds\n$/
  },
  {
    command: ['curl', '-sS', 'store.backend:6379'],
    exit: 52,
    err: 'curl: (52) Empty reply from server\n'
  },
  { command: ['curl', '-sS', 'https://echo.backend:80'], exit: 35, err: /wrong version number/ },
  { command: ['curl', '-sS', 'http://[::1'], exit: 3, err: /^curl: \(3\) URL rejected/ },
  {
    command: ['curl', '-sS', '--resolve', 'shop.example:80:10.96.7.7', 'http://shop.example'],
    exit: 0,
    out: 'hello from a ConfigMap\n'
  },
  { command: ['curl', '-sS', '--resolve', 'shop.example:81:10.96.7.7', 'shop.example'], exit: 6 },
  { command: ['curl', '--frobnicate', web], exit: 2, err: /option --frobnicate: is unknown/ },
  { command: ['curl', '-sSv', web], exit: 0, err: /< HTTP\/1\.1 200 OK/ },

  // BusyBox wget
  {
    command: ['wget', '-qO-', web],
    in: 'frontend/box',
    exit: 0,
    out: 'hello from a ConfigMap\n',
    err: ''
  },
  {
    command: ['wget', '-O-', '-T', '2', web],
    in: 'frontend/box',
    exit: 0,
    err: /^Connecting to web\.backend\.svc\.cluster\.local \(10\.96\.7\.7:80\)\nwriting to stdout\n/
  },
  {
    command: ['wget', '-qO-', 'http://web'],
    in: 'frontend/box',
    exit: 1,
    err: "wget: bad address 'web'\n"
  },
  {
    command: ['wget', '-qO-', '-T', '2', web],
    in: 'cut/box',
    exit: 1,
    err: 'wget: download timed out\n'
  },
  {
    command: ['wget', '-qO-', 'http://wrong.backend'],
    in: 'frontend/box',
    exit: 1,
    err: /^wget: can't connect to remote host \([\d.]+\): Connection refused\n$/
  },
  {
    command: ['wget', '-qO-', `${web}/none`],
    in: 'frontend/box',
    exit: 1,
    err: 'wget: server returned error: HTTP/1.1 404 Not Found\n'
  },
  {
    command: ['wget', '--spider', '-T', '2', web],
    in: 'frontend/box',
    exit: 0,
    err: /remote file exists/
  },

  // Names
  {
    command: ['nslookup', 'web.backend'],
    exit: 0,
    out: /Server:\t\t10\.96\.0\.10\n[^]*Name:\tweb\.backend\.svc\.cluster\.local\nAddress: 10\.96\.7\.7\n/
  },
  { command: ['nslookup', 'none.backend.svc.cluster.local'], exit: 1, err: /NXDOMAIN/ },
  {
    command: ['nslookup', 'web.backend'],
    in: 'deaf/box',
    exit: 1,
    err: /no servers could be reached/
  },
  { command: ['nslookup', 'web.backend'], in: 'cut/box', exit: 0, out: /10\.96\.7\.7/ },
  { command: ['dig', '+short', 'web.backend.svc.cluster.local'], exit: 0, out: '10.96.7.7\n' },
  { command: ['dig', '+short', 'web.backend'], exit: 0, out: '' },
  { command: ['dig', '+short', '+search', 'web.backend'], exit: 0, out: '10.96.7.7\n' },
  { command: ['dig', 'none.backend.svc.cluster.local'], exit: 0, out: /status: NXDOMAIN/ },
  {
    command: ['dig', '+short', '-x', '10.96.7.7'],
    exit: 0,
    out: 'web.backend.svc.cluster.local.\n'
  },
  {
    command: ['dig', 'web.backend.svc.cluster.local'],
    in: 'deaf/client',
    exit: 9,
    out: /timed out/
  },
  {
    command: ['dig', '@192.0.2.1', 'web'],
    exit: 126,
    err: /only DNS servers of the cluster are modelled/
  },
  { command: ['getent', 'hosts', 'web.backend'], exit: 0, out: /^10\.96\.7\.7 +web\.backend\.svc/ },
  { command: ['getent', 'hosts', 'none'], exit: 2, out: '' },
  { command: ['host', 'web.backend'], exit: 0, out: /has address 10\.96\.7\.7/ },

  // nc
  {
    command: ['nc', '-zv', 'web.backend', '80'],
    exit: 0,
    err: 'web.backend (10.96.7.7:80) open\n'
  },
  {
    command: ['nc', '-zv', '-w', '2', 'wrong.backend', '80'],
    exit: 1,
    err: /Connection refused\n$/
  },
  {
    command: ['nc', '-zv', '-w', '2', 'web.backend', '80'],
    in: 'cut/box',
    exit: 1,
    err: /timed out\n$/
  },
  { command: ['nc', '-z', 'web', '80'], exit: 1, err: "nc: bad address 'web'\n" },
  { command: ['nc', '-l', '-p', '80'], exit: 126, err: /listener/ },

  // ping
  { command: ['ping', '-c', '2', 'web.backend'], exit: 126, err: /address of a Service/ },
  { command: ['ping', 'none'], exit: 1, err: "ping: bad address 'none'\n" },

  // What needs no network
  {
    command: ['cat', '/etc/resolv.conf'],
    exit: 0,
    out: 'search frontend.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n'
  },
  { command: ['cat', '/etc/hosts'], exit: 0, out: /\tclient\n/ },
  {
    command: ['cat', '/etc/passwd'],
    exit: 1,
    err: /practice cluster has the files that Kubernetes mounts/
  },
  { command: ['cat'], exit: 0, input: 'typed\n', out: 'typed\n' },
  { command: ['hostname'], exit: 0, out: 'client\n' },
  { command: ['hostname', '-i'], exit: 0, out: /^10\.244\.0\.\d+\n$/ },
  { command: ['printenv', 'GREETING'], exit: 0, out: 'hi there\n' },
  { command: ['printenv', 'NONE'], exit: 1, out: '' },
  { command: ['true'], exit: 0 },
  { command: ['false'], exit: 1 },
  {
    command: ['ip', 'link'],
    exit: 126,
    err: /there is no kernel .* 10\.244\.0\.\d+ and fd00:10:244::/
  },
  { command: ['python3', '-c', '1'], exit: 127, err: /runs no programs of images/ },
  { command: ['curl', web], in: 'frontend/box', exit: 127, err: /curl: not found/ },
  { command: ['timeout', '1', 'sleep', '10'], exit: 143 },

  // The shell
  { command: 'echo one; echo two', exit: 0, out: 'one\ntwo\n' },
  { command: 'true && echo yes || echo no', exit: 0, out: 'yes\n' },
  { command: 'false && echo yes || echo no', exit: 0, out: 'no\n' },
  { command: `curl -s http://web || echo "failed with $?"`, exit: 0, out: 'failed with 6\n' },
  {
    command: `echo '$GREETING' "$GREETING" \${NONE:-none}`,
    exit: 0,
    out: '$GREETING hi there none\n'
  },
  { command: 'A=1; echo "A is $A"', exit: 0, out: 'A is 1\n' },
  { command: 'curl -sS http://web 2>/dev/null; echo $?', exit: 0, out: '6\n', err: '' },
  { command: 'curl -sS http://web 2>&1', exit: 6, out: /Could not resolve/, err: '' },
  { command: 'wget -qO- http://web.backend >/dev/null && echo reached', exit: 0, out: 'reached\n' },
  { command: 'exit 3; echo never', exit: 3, out: '' },
  { command: "sh -c 'echo inner'", exit: 0, out: 'inner\n' },
  { command: `curl -s ${web} | grep -c ConfigMap`, exit: 0, out: '1\n' },
  {
    command: `for i in $(seq 1 3); do curl -s -o /dev/null -w '%{http_code} ' ${web}; done`,
    exit: 0,
    out: '200 200 200 '
  },
  { command: "echo 'open", exit: 2, err: /unterminated/ },
  { command: ['sh'], exit: 0, input: 'echo a\necho b\n', out: 'a\nb\n' }
]

for (const one of cases) {
  const command = typeof one.command === 'string' ? ['sh', '-c', one.command] : one.command
  const where = one.in ?? 'frontend/client'
  test(`in ${where}: ${command.join(' ')}`, async () => {
    const [name = '', podName = ''] = where.split('/')
    const { exitCode, stdout, stderr } = await practice.exec(name, podName, command, one.input)
    const said = `stdout: ${stdout}\nstderr: ${stderr}`
    assert.equal(exitCode, one.exit, said)
    for (const [text, expected] of [
      [stdout, one.out],
      [stderr, one.err]
    ] as const) {
      if (expected instanceof RegExp) assert.match(text, expected)
      else if (expected !== undefined) assert.equal(text, expected)
    }
  })
}

test('ping is answered between Pods that no policy isolates, and not guessed otherwise', async () => {
  const address = await practice.exec('backend', 'own', ['hostname', '-i'])
  const ip = address.stdout.trim()
  const free = await practice.exec('frontend', 'client', ['ping', '-c', '1', ip])
  assert.equal(free.exitCode, 0)
  const cut = await practice.exec('cut', 'client', ['ping', '-c', '1', ip])
  assert.equal(cut.exitCode, 126)
  assert.match(cut.stderr, /do not speak of ICMP/)
})

for (const [name, request, message] of [
  ['a Pod that is not there', { namespace: 'frontend', pod: 'none' }, /pods "none" not found/],
  [
    'a container that is not there',
    { namespace: 'frontend', pod: 'client', container: 'none' },
    /container none is not valid for pod client/
  ]
] as const)
  test(`exec refuses ${name}`, async () => {
    const started = await practice.cluster.exec({ ...request, command: ['true'] })
    assert.ok(!started.ok)
    assert.match(String(started.error.message), message)
  })

test('exec refuses a Pod that has ended', async () => {
  await practice.apply(
    pod('frontend', 'once', 'busybox', {
      container: { command: ['wget', '-qO-', web] },
      spec: { restartPolicy: 'Never' }
    })
  )
  const started = await practice.cluster.exec({
    namespace: 'frontend',
    pod: 'once',
    command: ['true']
  })
  assert.ok(!started.ok)
  assert.match(String(started.error.message), /completed pod; current phase is Succeeded/)
  const log = await practice.call('GET', '/api/v1/namespaces/frontend/pods/once/log')
  assert.equal(log.body, 'hello from a ConfigMap\n')
})

test('a wait is cut short, and the command still tells the whole time', async () => {
  const started = await practice.cluster.exec({
    namespace: 'cut',
    pod: 'client',
    command: ['curl', '-sS', '-m', '30', '-w', '%{time_total}', web]
  })
  assert.ok(started.ok)
  let ended = false
  void started.value.exit.then(() => {
    ended = true
  })
  await practice.clock.advance(900)
  assert.equal(ended, false)
  await practice.clock.advance(200)
  assert.equal(ended, true)
  let text = ''
  for await (const part of started.value.output) text += part.stream === 'stdout' ? part.text : ''
  assert.equal(text, '30.000000')
})

test('a shell at a terminal echoes, answers line by line and ends at exit', async () => {
  const started = await practice.cluster.exec({
    namespace: 'frontend',
    pod: 'client',
    command: ['sh'],
    stdin: true,
    tty: true
  })
  assert.ok(started.ok)
  const session = started.value
  session.write('echo hi\r')
  session.write('false\rexit\r')
  let text = ''
  for await (const part of session.output) text += part.text
  assert.equal(text, '/ # echo hi\r\nhi\r\n/ # false\r\n/ # exit\r\n')
  assert.equal((await session.exit).exitCode, 1)
})

test('an upgrade for exec gives a session, anything else an answer', async () => {
  const url = '/api/v1/namespaces/frontend/pods/client/'
  const upgrade = async (rest: string): Promise<string> => {
    const answer = await practice.cluster.upgrade({ method: 'GET', path: url + rest, headers: {} })
    if (answer.kind === 'exec') return (await answer.session.exit).exitCode.toString()
    return answer.kind === 'response' ? String(answer.response.status) : answer.kind
  }
  assert.equal(await upgrade('exec?command=sh&command=-c&command=exit+4&stdout=true'), '4')
  assert.equal(await upgrade('exec?command=true'), '400')
  assert.equal(await upgrade('portforward?ports=80'), 'forward')
  assert.equal(await upgrade('attach?stdout=true'), '501')
})
