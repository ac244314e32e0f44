/** Ingresses of the practice cluster, which its Traefik serves. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { namespace, pod, Practice, service } from './practice.ts'

const url = '/apis/networking.k8s.io/v1/namespaces/shop/ingresses'

function said(name: string): readonly object[] {
  const container = { args: [`-text=${name}`, '-listen=:8080'] }
  return [
    pod('shop', name, 'hashicorp/http-echo', { container }),
    service('shop', name, { ports: [{ name: 'http', port: 80, targetPort: 8080 }] })
  ]
}

function to(name: string, port: object = { number: 80 }): object {
  return { service: { name, port } }
}

function ingress(name: string, spec: object): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop' },
    spec
  }
}

async function shop(): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    namespace('shop'),
    ...said('root'),
    ...said('api'),
    ...said('exact'),
    ...said('wild'),
    pod('shop', 'client', 'curlimages/curl', { container: { command: ['sleep', 'inf'] } })
  )
  return practice
}

async function ask(practice: Practice, host: string, path: string): Promise<string> {
  const command = ['curl', '-s', '-H', `Host: ${host}`, `http://traefik.traefik${path}`]
  return (await practice.exec('shop', 'client', command)).stdout.trim()
}

describe('an Ingress', () => {
  let practice: Practice
  before(async () => {
    practice = await shop()
    await practice.apply(
      ingress('web', {
        rules: [
          {
            host: 'shop.example',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: to('root') },
                { path: '/api', pathType: 'Prefix', backend: to('api', { name: 'http' }) },
                { path: '/api', pathType: 'Exact', backend: to('exact') },
                { path: '/lost', pathType: 'Prefix', backend: to('nobody') }
              ]
            }
          },
          {
            host: 'lost.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: to('nobody') }] }
          },
          {
            host: '*.shop.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: to('wild') }] }
          }
        ]
      })
    )
  })

  test('without a class gets the default one and the address of its load balancer', async () => {
    const read = await practice.call('GET', `${url}/web`)
    assert.equal(read.at('spec.ingressClassName'), 'traefik')
    assert.match(String(read.at('status.loadBalancer.ingress[0].ip')), /^172\.18\.255\.\d+$/)
  })

  const cases: readonly (readonly [string, string, string])[] = [
    ['shop.example', '/', 'root'],
    ['shop.example', '/apis', 'root'],
    ['shop.example', '/api/v1', 'api'],
    ['shop.example', '/api/', 'api'],
    ['shop.example', '/api', 'exact'],
    ['shop.example:80', '/?x=/api', 'root'],
    ['www.shop.example', '/api', 'wild'],
    ['a.b.shop.example', '/', '404 page not found'],
    ['other.example', '/', '404 page not found'],
    // Traefik leaves a rule out whose Service is not there, and the next one takes the request.
    ['shop.example', '/lost', 'root'],
    ['lost.example', '/', 'Service shop/nobody does not exist.']
  ]
  for (const [host, path, expected] of cases)
    test(`${host}${path} gives ${expected}`, async () => {
      assert.equal(await ask(practice, host, path), expected)
    })
})

test('a default backend takes what no rule does', async () => {
  const practice = await shop()
  await practice.apply(ingress('web', { defaultBackend: to('root') }))
  assert.equal(await ask(practice, 'anything.example', '/x'), 'root')
})

test('an Ingress of another class is left alone', async () => {
  const practice = await shop()
  await practice.apply(
    ingress('web', { ingressClassName: 'nginx', defaultBackend: to('root') }),
    ingress('other', { defaultBackend: to('api') })
  )
  assert.equal(await ask(practice, 'anything.example', '/'), 'api')
  const read = await practice.call('GET', `${url}/web`)
  assert.equal(read.at('status.loadBalancer.ingress'), undefined)
})
