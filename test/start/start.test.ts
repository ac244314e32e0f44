/** `npm start`: which VS Code it opens and how, what a second start does, and that it leaves nothing behind. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'
import { browserSwitches, ensureBrowser } from '../../scripts/host/browser.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const temporary = mkdtempSync(path.join(tmpdir(), 'netlabs-start-'))
after(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }))

interface Start {
  readonly child: ChildProcess
  /** Everything printed so far. */
  readonly said: () => string
  readonly ended: Promise<number | null>
}

function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Start {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: root,
    env: {
      ...process.env,
      NETLABS_START_FOLDER: path.join(temporary, folder),
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      ...env
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let text = ''
  child.stdout.on('data', data => (text += String(data)))
  child.stderr.on('data', data => (text += String(data)))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return { child, said: () => text, ended }
}

async function printedUrl({ said, ended }: Start): Promise<string> {
  const tick = (): Promise<'waiting'> =>
    new Promise(resolve => setTimeout(() => resolve('waiting'), 50))
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    const url = /http:\/\/127\S+/.exec(said())?.[0]
    if (url !== undefined) return url
    if ((await Promise.race([ended, tick()])) !== 'waiting') break
  }
  throw new Error(`No address was printed:\n${said()}`)
}

test('an installed VS Code opens the samples with the extension from this clone', async () => {
  const bin = path.join(temporary, 'bin')
  const saved = path.join(temporary, 'arguments.txt')
  mkdirSync(bin)
  const program = `#!/bin/sh\nprintf '%s\\n' "$NETLABS_GET_STARTED" "$@" > '${saved}'\n`
  writeFileSync(path.join(bin, 'code'), program, { mode: 0o755 })
  const { ended, said } = start('desktop', [], {
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    DISPLAY: ':99',
    VSCODE_IPC_HOOK_CLI: '',
    WSL_DISTRO_NAME: ''
  })
  assert.equal(await ended, 0, said())
  const base = path.join(temporary, 'desktop')
  assert.deepEqual(readFileSync(saved, 'utf8').trimEnd().split('\n'), [
    '1',
    path.join(base, 'workspace'),
    path.join(base, 'workspace', 'ingress-weighted.yaml'),
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${path.join(base, 'desktop', 'user-data')}`,
    '--disable-workspace-trust',
    '--skip-release-notes',
    '--skip-welcome'
  ])
})

test('without a desktop the server opens on Get started, answers a second start, and ends whole', async () => {
  const first = start('server', [], { PORT: String(await freePort()) })
  const url = await printedUrl(first)
  const picture = await look(url)
  assert.match(picture.welcome, /Get started with Kubernetes networking/)
  assert.match(picture.status, /practice/)
  assert.ok(picture.tabs.includes('ingress-weighted.yaml'), picture.tabs.join())

  const second = start('server', [])
  assert.equal(await second.ended, 0)
  assert.ok(second.said().includes(url), second.said())

  first.child.kill('SIGINT')
  assert.equal(await first.ended, 0)
  assert.deepEqual(processesThatMention(path.join(temporary, 'server')), [])
})

test('a port that is taken is said before anything is built', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { ended, said } = start('port', ['--with=server'], { PORT: String(port) })
  assert.equal(await ended, 1)
  assert.match(said(), new RegExp(`Port ${port} is in use\\. Name another one`))
  other.close()
})

test('an option that it does not know is answered by those that it knows', async () => {
  const { ended, said } = start('option', ['--wiht=server'])
  assert.equal(await ended, 1)
  assert.match(said(), /--with=code\|desktop\|server.*not --wiht=server/)
})

async function look(
  url: string
): Promise<{ readonly welcome: string; readonly status: string; readonly tabs: string[] }> {
  const browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: [...browserSwitches]
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(30_000)
    await page.goto(url)
    const welcome = page.locator(
      '.gettingStartedCategoriesContainer, .gettingStartedDetailsContent'
    )
    await page.locator('.getting-started-step').first().waitFor()
    const picture = {
      welcome: (await welcome.allInnerTexts()).join('\n'),
      status: await page.locator('.statusbar').innerText(),
      tabs: await page
        .locator('.tab')
        .evaluateAll(tabs => tabs.map(tab => tab.getAttribute('data-resource-name') ?? ''))
    }
    mkdirSync(path.join(root, 'out', 'screenshots'), { recursive: true })
    await page.screenshot({ path: path.join(root, 'out', 'screenshots', 'npm-start.png') })
    return picture
  } finally {
    await browser.close()
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

/** Command lines of running processes with the text in them; Linux tells them in /proc. */
function processesThatMention(text: string): string[] {
  if (process.platform !== 'linux') return []
  return globSync('/proc/[0-9]*/cmdline').flatMap(file => {
    try {
      const line = readFileSync(file, 'utf8').replaceAll('\0', ' ')
      return line.includes(text) ? [line] : []
    } catch {
      // The process ended between being listed and being read.
      return []
    }
  })
}
