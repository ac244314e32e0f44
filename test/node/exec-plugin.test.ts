import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readLoginShellPath } from '../../src/node/login-shell-path.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { askVersion, serverThat, version } from './ask-version.ts'
import { temporaryFolder } from './temporary-folder.ts'

const expired = '"expirationTimestamp":"2020-01-01T00:00:00Z",'
const runs: readonly {
  title: string
  status?: string
  accepted: readonly string[]
  expected: number
}[] = [
  { title: 'once for several requests', accepted: ['t1'], expected: 1 },
  { title: 'again when the server refuses its token', accepted: ['t2'], expected: 2 },
  {
    title: 'again when its credential has expired',
    status: expired,
    accepted: ['t1', 't2', 't3'],
    expected: 3
  }
]
for (const { title, status = '', accepted, expected } of runs)
  test(`a credential plugin runs ${title}`, async t => {
    let served = 0
    const { url } = await serverThat(t, (request, response) => {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      // The first request is let in whatever it has, so that the refusal meets a known token.
      if (served++ > 0 && !accepted.includes(token)) response.writeHead(401)
      response.end(version)
    })
    const plugin = `#!/bin/sh
cd "$(dirname "$0")"; echo run >> runs
printf '{"status":{${status}"token":"t%s"}}' "$(wc -l < runs | tr -d ' ')"
`
    const entries = { cluster: { server: url }, user: { exec: { command: './plugin' } } }
    const { folder, error } = await askVersion(
      t,
      { ...entries, files: { plugin } },
      { times: 3, clock: new FakeClock() }
    )
    assert.equal(error, undefined)
    assert.equal(readFileSync(path.join(folder, 'runs'), 'utf8'), 'run\n'.repeat(expected))
  })

const plugins: readonly (readonly [title: string, exec: object, plugin: string, says: RegExp])[] = [
  ['hangs', {}, 'sleep 60', /did not answer within 0.3 s/],
  ['hangs in what it starts', {}, 'sleep 60 & wait', /did not answer within 0.3 s/],
  ['fails', {}, 'echo "first" >&2; echo "token has expired" >&2; exit 1', /token has expired/],
  ['prints no JSON', {}, 'echo hello', /without a token/],
  ['prints an empty status', {}, 'echo \'{"status":{}}\'', /without a token/],
  ['wants a terminal', { interactiveMode: 'Always' }, 'exit 0', /terminal/],
  ['is not installed', { command: 'netlabs-no-such-plugin' }, '', /not installed/],
  ['has no command', { command: '' }, '', /names no command/]
]
for (const [title, exec, plugin, says] of plugins)
  test(`a credential plugin that ${title} gives a sentence and a next step`, async t => {
    const { url, requests } = await serverThat(t)
    const started = performance.now()
    const { error } = await askVersion(
      t,
      {
        cluster: { server: url },
        user: { exec: { command: './plugin', ...exec } },
        files: { plugin: `#!/bin/sh\n${plugin}\n` }
      },
      { execTimeoutMs: 300 }
    )
    assert.equal(error?.reason, 'exec-plugin')
    assert.match(error.message, says)
    assert.match(error.message, /context here/)
    assert.match(error.hint ?? '', /\.$/)
    assert.ok(performance.now() - started < 5_000)
    assert.deepEqual(requests, [])
  })

test("the plugin's own installHint is the next step when it is missing", async t => {
  const exec = { command: 'netlabs-no-such-plugin', installHint: 'Install it with our tool.' }
  const { error } = await askVersion(t, {
    cluster: { server: 'http://127.0.0.1:1' },
    user: { exec }
  })
  assert.equal(error?.hint, 'Install it with our tool.')
})

test('the PATH of the login shell comes before our own, also when its profile is noisy', async t => {
  const folder = temporaryFolder(t)
  const shell = path.join(folder, 'shell')
  writeFileSync(
    shell,
    '#!/bin/sh\necho "Welcome"\nPATH="/opt/plugins:$PATH" exec /bin/sh -c "$2"\n'
  )
  chmodSync(shell, 0o755)
  const found = await readLoginShellPath({ SHELL: shell, PATH: '/usr/bin:/bin' })
  assert.equal(found, '/opt/plugins:/usr/bin:/bin')
})

for (const [title, env] of [
  ['no SHELL', { PATH: '/usr/bin' }],
  ['a SHELL that is missing', { PATH: '/usr/bin', SHELL: '/no/such/shell' }],
  ['a SHELL that fails', { PATH: '/usr/bin', SHELL: '/bin/false' }]
] as const)
  test(`with ${title} our own PATH is used`, async () => {
    assert.ok(title !== 'a SHELL that fails' || existsSync('/bin/false'))
    assert.equal(await readLoginShellPath(env), '/usr/bin')
  })
