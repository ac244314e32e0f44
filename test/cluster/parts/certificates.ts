import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
// The certificate library asks for this to be loaded before it.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { apiPort, type ClusterPlan, type NodePlan } from './plan.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1000

export interface Credentials {
  readonly certificate: string
  readonly key: string
}

/** An authority that signs as long as the cluster is being started. */
export class Authority {
  readonly #certificate: x509.X509Certificate
  readonly #keys: webcrypto.CryptoKeyPair

  private constructor(certificate: x509.X509Certificate, keys: webcrypto.CryptoKeyPair) {
    this.#certificate = certificate
    this.#keys = keys
  }

  static async named(name: string): Promise<Authority> {
    const keys = await newKeys()
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      ...validity(),
      signingAlgorithm: algorithm,
      keys,
      extensions: await extensionsOf(keys)
    })
    return new Authority(certificate, keys)
  }

  /** An authority below this one, which signs in its place. */
  async intermediate(name: string): Promise<Authority> {
    const keys = await newKeys()
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: this.#certificate.subject,
      ...validity(),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        ...(await extensionsOf(keys)),
        await x509.AuthorityKeyIdentifierExtension.create(this.#certificate)
      ]
    })
    return new Authority(certificate, keys)
  }

  get certificate(): string {
    return this.#certificate.toString('pem')
  }

  async key(): Promise<string> {
    return pemOf(this.#keys)
  }

  /** For both ends of a connection: several parts of Kubernetes serve and ask with one certificate. */
  async sign(subject: string, names: readonly string[] = []): Promise<Credentials> {
    const keys = await newKeys()
    const certificate = await x509.X509CertificateGenerator.create({
      subject,
      issuer: this.#certificate.subject,
      ...validity(),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([
          x509.ExtendedKeyUsage.serverAuth,
          x509.ExtendedKeyUsage.clientAuth
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(this.#certificate),
        ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map(nameOf))])
      ]
    })
    return { certificate: certificate.toString('pem'), key: await pemOf(keys) }
  }
}

/** What makes a certificate one of an authority. */
async function extensionsOf({ publicKey }: webcrypto.CryptoKeyPair): Promise<x509.Extension[]> {
  const { cRLSign, digitalSignature, keyCertSign } = x509.KeyUsageFlags
  return [
    new x509.BasicConstraintsExtension(true, undefined, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign | digitalSignature, true),
    await x509.SubjectKeyIdentifierExtension.create(publicKey)
  ]
}

function nameOf(value: string): { type: 'ip' | 'dns'; value: string } {
  return { type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value }
}

function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 365 * day) }
}

async function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function pemOf({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', privateKey),
    'PRIVATE KEY'
  )
}

/** Writes every certificate and kubeconfig of the cluster into its folder. */
export async function writeCertificates(plan: ClusterPlan): Promise<void> {
  mkdirSync(plan.folder, { recursive: true })
  const write = (name: string, text: string): void => {
    writeFileSync(path.join(plan.folder, name), text, { mode: 0o600 })
  }
  const writePair = (name: string, { certificate, key }: Credentials): void => {
    write(`${name}.crt`, certificate)
    write(`${name}.key`, key)
  }
  const authority = await Authority.named(plan.name)
  const frontProxy = await Authority.named(`${plan.name}-front-proxy`)
  writePair('ca', { certificate: authority.certificate, key: await authority.key() })
  write('front-proxy-ca.crt', frontProxy.certificate)
  writePair('front-proxy-client', await frontProxy.sign('CN=front-proxy-client'))
  writePair('apiserver', await authority.sign('CN=kube-apiserver', namesOfApiServer(plan)))
  writePair(
    'apiserver-kubelet-client',
    await authority.sign('CN=kube-apiserver-kubelet-client, O=system:masters')
  )
  const kubeconfig = async (name: string, subject: string): Promise<void> => {
    write(`${name}.kubeconfig`, kubeconfigOf(plan, authority, await authority.sign(subject)))
  }
  await kubeconfig('admin', 'CN=kubernetes-admin, O=system:masters')
  await kubeconfig('controller-manager', 'CN=system:kube-controller-manager')
  await kubeconfig('scheduler', 'CN=system:kube-scheduler')
  await kubeconfig('proxy', 'CN=system:kube-proxy')
  for (const node of plan.nodes) {
    const pair = await authority.sign(`CN=system:node:${node.name}, O=system:nodes`, [
      node.name,
      node.address.v4,
      node.address.v6
    ])
    writePair(`kubelet-${node.name}`, pair)
    write(`kubelet-${node.name}.kubeconfig`, kubeconfigOf(plan, authority, pair))
  }
  const account = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  write('service-accounts.key', account.privateKey)
  write('service-accounts.pub', account.publicKey)
}

function namesOfApiServer({ nodes, apiService }: ClusterPlan): readonly string[] {
  const [first] = nodes as readonly [NodePlan]
  const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc']
  const addresses = [first.address, apiService].flatMap(({ v4, v6 }) => [v4, v6])
  return [
    ...service,
    'kubernetes.default.svc.cluster.local',
    'localhost',
    '127.0.0.1',
    ...addresses
  ]
}

function kubeconfigOf(plan: ClusterPlan, authority: Authority, user: Credentials): string {
  const [first] = plan.nodes as readonly [NodePlan]
  const data = (text: string): string => Buffer.from(text).toString('base64')
  const { name } = plan
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name,
          cluster: {
            server: `https://${first.address.v4}:${apiPort}`,
            'certificate-authority-data': data(authority.certificate)
          }
        }
      ],
      users: [
        {
          name,
          user: {
            'client-certificate-data': data(user.certificate),
            'client-key-data': data(user.key)
          }
        }
      ],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name
    },
    undefined,
    2
  )}\n`
}
