import { TransportFailure, type ClusterError } from '../cluster/cluster-error.ts'

/** What a socket's error means for a person. `server` is how the message names the other side. */
export function failureOf(thrown: unknown, server: string): TransportFailure {
  if (thrown instanceof TransportFailure) return thrown
  const code = codeOf(thrown)
  return new TransportFailure(errorOfCode(code, server, messageOf(thrown)), thrown)
}

export function timeoutFailure(server: string, timeoutMs: number): TransportFailure {
  return new TransportFailure({
    reason: 'timeout',
    message: `The API server at ${server} did not answer within ${timeoutMs / 1000} s.`,
    hint: 'Check that the cluster runs and that the network, a VPN or a proxy lets you reach it.'
  })
}

export function cancelledFailure(): TransportFailure {
  return new TransportFailure({ reason: 'cancelled', message: 'The request was cancelled.' })
}

function errorOfCode(code: string, server: string, detail: string): ClusterError {
  const untrusted = untrustedCodes[code]
  if (untrusted !== undefined)
    return {
      reason: 'untrusted-certificate',
      message: `The certificate of ${server} is not trusted: ${untrusted}.`,
      hint: 'Check certificate-authority and tls-server-name of this cluster in the kubeconfig.'
    }
  const said = unreachableCodes[code]
  if (said !== undefined)
    return {
      reason: 'unreachable',
      message: `The API server at ${server} can't be reached: ${said}.`,
      hint: 'Check that the cluster runs and that the network, a VPN or a proxy lets you reach it.'
    }
  if (code.startsWith('ERR_OSSL_'))
    return {
      reason: 'kubeconfig',
      message: `The certificates or the key for ${server} can't be used: ${detail}.`,
      hint: 'Make the kubeconfig again with the tool that made the cluster.'
    }
  return {
    reason: 'unreachable',
    message: `The connection to ${server} failed: ${detail}.`,
    hint: 'Check that the cluster runs and that the server address in the kubeconfig is right.'
  }
}

const unreachableCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name could not be looked up',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'nobody answered',
  EPROTO: 'the other side does not speak TLS'
}

/** Codes of Node's TLS, which come from OpenSSL's verification. */
const untrustedCodes: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not the one of this context',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not the one of this context',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not the one of this context',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not the one of this context',
  CERT_SIGNATURE_FAILURE: 'its authority is not the one of this context',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_UNTRUSTED: 'its authority is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is made for another name'
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0])
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return ''
  // OpenSSL puts its reason behind a number of the library, such as ERR_SSL_WRONG_VERSION_NUMBER.
  return String(thrown.code).startsWith('ERR_SSL_') ? 'EPROTO' : String(thrown.code)
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
