import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import http from 'node:http'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { KubeConfig, PortForward } from '@kubernetes/client-node'
import { onPracticeCluster, type Kubectl } from './kubectl.ts'

interface Forwarding {
  readonly port: number
  readonly said: () => string
  readonly stop: () => Promise<void>
}

/** Runs `kubectl port-forward` until it listens. */
async function forwarding(
  sim: Kubectl['sim'],
  target: string,
  env: Readonly<Record<string, string>>
): Promise<Forwarding> {
  const { folder } = sim()
  const child = spawn('kubectl', ['port-forward', '-n', 'shop', ...target.split(' ')], {
    env: { ...process.env, HOME: folder, KUBECONFIG: path.join(folder, 'kubeconfig'), ...env }
  })
  const ended = new Promise<void>(resolve => child.on('close', () => resolve()))
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += String(text)))
  child.stderr.on('data', (text: Buffer) => (said += String(text)))
  const listening = (): string | undefined => /Forwarding from 127\.0\.0\.1:(\d+)/.exec(said)?.[1]
  for (let turn = 0; turn < 500 && listening() === undefined; turn++) {
    assert.equal(child.exitCode, null, said)
    await wait(20)
  }
  return {
    port: Number(listening()),
    said: () => said,
    stop() {
      child.kill()
      return ended
    }
  }
}

function fetched(port: number, agent?: http.Agent): Promise<{ status?: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/', agent }, response => {
      let body = ''
      response.on('data', (text: Buffer) => (body += String(text)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    request.on('error', reject)
  })
}

/** What kubectl speaks: SPDY in a WebSocket, and SPDY alone as before 1.31. */
const ways = {
  'a tunnel in a WebSocket': { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' },
  'SPDY alone': { KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }
} as const

onPracticeCluster('kubectl forwards ports', {}, ({ succeeds, sim }) => {
  it('has a Pod and a Service to forward to', async () => {
    await succeeds('create namespace shop')
    await succeeds('run web -n shop --image=nginx --port=80')
    await succeeds('expose pod web -n shop --port=8080 --target-port=80')
    await succeeds('wait -n shop --for=condition=Ready pod/web --timeout=20s')
  })

  for (const [way, env] of Object.entries(ways)) {
    it(`over ${way}: to a Pod and to a Service, one connection after the other and at once`, async () => {
      for (const target of ['pod/web :80', 'service/web :8080']) {
        const { port, said, stop } = await forwarding(sim, target, env)
        try {
          const agent = new http.Agent({ keepAlive: true })
          assert.match((await fetched(port, agent)).body, /Welcome to nginx/)
          assert.match((await fetched(port, agent)).body, /Simulated by the practice cluster/)
          agent.destroy()
          const many = await Promise.all(Array.from({ length: 5 }, () => fetched(port)))
          assert.deepEqual(new Set(many.map(one => one.status)), new Set([200]), said())
        } finally {
          await stop()
        }
      }
    })

    it(`over ${way}: kubectl says when nobody listens`, async () => {
      const { port, said, stop } = await forwarding(sim, 'pod/web :81', env)
      try {
        await assert.rejects(fetched(port))
        for (let turn = 0; turn < 200 && !said().includes('refused'); turn++) await wait(20)
        assert.match(said(), /nothing listens at port 81 of the Pod, so the connection is refused/)
      } finally {
        await stop()
      }
    })
  }

  it('@kubernetes/client-node does it over channels', async () => {
    const config = new KubeConfig()
    config.loadFromFile(path.join(sim().folder, 'kubeconfig'))
    const asked = async (port: number): Promise<{ out: string; err: string }> => {
      const [out, err] = [new PassThrough(), new PassThrough()]
      const texts = { out: '', err: '' }
      out.on('data', (text: Buffer) => (texts.out += String(text)))
      err.on('data', (text: Buffer) => (texts.err += String(text)))
      const request = 'GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n'
      const socket = await new PortForward(config).portForward(
        'shop',
        'web',
        [port],
        out,
        err,
        Readable.from([Buffer.from(request)])
      )
      assert.ok(typeof socket !== 'function')
      await new Promise<void>(resolve => {
        if (socket.readyState === socket.CLOSED) resolve()
        else socket.onclose = () => resolve()
      })
      return texts
    }
    const { out, err } = await asked(80)
    assert.match(out, /^HTTP\/1\.1 200 OK\r\n[^]*Welcome to nginx/)
    assert.equal(err, '')
    assert.match((await asked(81)).err, /nothing listens at port 81/)
  })
})
