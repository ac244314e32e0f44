import type { Container, Pod } from '../model/pod.ts'
import type { Protocol } from '../model/kinds.ts'
import type { HttpResponse, ServedRequest } from '../net/http.ts'
import { bracketed } from '../net/service-routing.ts'
import { entryPointsOf } from '../net/proxy/proxies.ts'
import { hostnameOf, podIpsOf } from '../model/pod.ts'

/** How a container of a known image behaves. */
export interface ImageBehaviour {
  /** The ports it listens at, whatever the Pod declares. */
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[]
  /** What it answers over HTTP; undefined when it doesn't speak HTTP. */
  readonly serve?: (request: ServedRequest, readFile: ReadFile) => HttpResponse | undefined
  /** What it answers to a datagram, from the Pod `from`. */
  readonly datagram?: (text: string, pod: Pod, from: Pod) => string | undefined
}

export type ReadFile = (path: string) => string | undefined

/** The behaviour of a container, or undefined when nothing is known of its image and command. */
export function behaviourOf(container: Container): ImageBehaviour | undefined {
  const image = nameOfImage(container.image ?? '')
  const command = [...(container.command ?? []), ...(container.args ?? [])].join(' ')
  const started = byCommand(command, container)
  if (started) return started
  return images.find(({ pattern }) => pattern.test(image))?.behaviour(container)
}

/** The command that a container runs: its own, or that of a known image. */
export function mainCommandOf(container: Container): readonly string[] {
  const { command = [], args = [] } = container
  const image = nameOfImage(container.image ?? '')
  if (command.length > 0) return [...command, ...args]
  // The entry point of curl's image puts curl before options.
  if (/(^|\/)curl$/.test(image) && args[0]?.startsWith('-')) return ['curl', ...args]
  return args.length === 0 && shellImages.test(image) ? ['sh'] : args
}

/** Images whose own command is a shell, which ends when nobody types. */
const shellImages = /(^|\/)(busybox|alpine|netshoot|debian|ubuntu|dnsutils|jessie-dnsutils)$/

/** The image without registry, tag and digest: `library/nginx`, `nginx`, `e2e-test-images/agnhost`. */
function nameOfImage(image: string): string {
  return image
    .replace(/@.*$/, '')
    .replace(/:[^/:]+$/, '')
    .replace(/^[^/]*[.:][^/]*\//, '')
}

interface KnownImage {
  readonly pattern: RegExp
  behaviour(container: Container): ImageBehaviour
}

const images: readonly KnownImage[] = [
  { pattern: /nginx-unprivileged$/, behaviour: () => webServer(8080, nginxPage) },
  { pattern: /(^|\/)nginx$/, behaviour: container => nginx(container) },
  { pattern: /(^|\/)httpd$/, behaviour: () => webServer(80, apachePage) },
  { pattern: /(^|\/)agnhost$/, behaviour: agnhost },
  { pattern: /(^|\/)http-echo$/, behaviour: httpEcho },
  { pattern: /(^|\/)whoami$/, behaviour: whoami },
  { pattern: /(^|\/)coredns$/, behaviour: coreDns },
  { pattern: /(^|\/)traefik$/, behaviour: container => portsOnly(entryPointsOf(container)) },
  { pattern: /(^|\/)(redis|valkey)$/, behaviour: () => portsOnly([6379]) },
  { pattern: /(^|\/)postgres$/, behaviour: () => portsOnly([5432]) },
  { pattern: /(^|\/)(mysql|mariadb)$/, behaviour: () => portsOnly([3306]) },
  { pattern: /(^|\/)pause$/, behaviour: () => portsOnly([]) },
  {
    pattern: /(^|\/)(busybox|alpine|curl|netshoot|debian|ubuntu|dnsutils|jessie-dnsutils)$/,
    behaviour: () => portsOnly([])
  }
]

/** CoreDNS listens where `-dns.port` says unless its Corefile says another. */
function coreDns({ command = [], args = [] }: Container): ImageBehaviour {
  const option = [...command, ...args].find(word => /^--?dns\.port=/.test(word))
  const port = Number(option?.split('=')[1] ?? 53)
  return portsOnly([port, 9153, 8080, 8181], [port])
}

function portsOnly(tcp: readonly number[], udp: readonly number[] = []): ImageBehaviour {
  return {
    ports: [
      ...tcp.map(port => ({ port, protocol: 'TCP' as const })),
      ...udp.map(port => ({ port, protocol: 'UDP' as const }))
    ]
  }
}

/** Servers that small images are often told to start. */
function byCommand(command: string, container: Container): ImageBehaviour | undefined {
  const netcat =
    /\b(?:nc|ncat|netcat)\b(?=[^;|&]*\s-\w*l)(?:[^;|&]*?\s(?:-\w*p\s*)?)(\d{2,5})\b/.exec(command)
  if (netcat) {
    const udp = /\b(?:nc|ncat|netcat)\b[^;|&]*\s-\w*u/.test(command)
    return udp ? portsOnly([], [Number(netcat[1])]) : portsOnly([Number(netcat[1])])
  }
  const httpd = /\bhttpd\b[^;|&]*\s-p\s*(?:[\d.]+:)?(\d{2,5})\b/.exec(command)
  if (httpd) return webServer(Number(httpd[1]), () => simulatedPage(container))
  const python = /python3?\s+-m\s+http\.server(?:\s+(\d{2,5}))?/.exec(command)
  if (python) return webServer(Number(python[1] ?? 8000), () => simulatedPage(container))
  return undefined
}

function ok(body: string, type = 'text/plain; charset=utf-8', server?: string): HttpResponse {
  return {
    status: 200,
    headers: {
      ...(server !== undefined && { server }),
      'content-type': type,
      'content-length': String(body.length)
    },
    body
  }
}

/** What a server says of which nothing is known but that it listens. */
export function simulatedPage(container: Container): HttpResponse {
  return ok(
    `Simulated answer of container ${container.name} (image ${container.image ?? 'unknown'}) in the practice cluster.\n`
  )
}

type Page = (request: ServedRequest, readFile: ReadFile) => HttpResponse

function webServer(port: number, page: Page): ImageBehaviour {
  return { ports: [{ port, protocol: 'TCP' }], serve: page }
}

/** nginx with a configuration of its own listens where that says; the declared ports tell best. */
function nginx(container: Container): ImageBehaviour {
  const configured = (container.volumeMounts ?? []).some(mount =>
    mount.mountPath.startsWith('/etc/nginx')
  )
  if (!configured) return webServer(80, nginxPage)
  const declared = (container.ports ?? []).map(port => port.containerPort)
  const ports = declared.length > 0 ? declared : [80]
  return {
    ports: ports.map(port => ({ port, protocol: 'TCP' as const })),
    serve: nginxPage
  }
}

function nginxPage(request: ServedRequest, readFile: ReadFile): HttpResponse {
  const path = (request.path.split('?')[0] ?? '/').replace(/\/$/, '/index.html')
  const file = readFile(`/usr/share/nginx/html${path}`)
  if (file !== undefined) return ok(file, 'text/html', 'nginx')
  // A mounted folder hides the welcome page of the image.
  const hidden = request.container?.volumeMounts?.some(mount =>
    /^\/usr\/share\/nginx\/html\/?$/.test(mount.mountPath)
  )
  if (path === '/index.html' && hidden !== true) return ok(welcome, 'text/html', 'nginx')
  const status = path === '/index.html' ? 403 : 404
  const words = status === 403 ? '403 Forbidden' : '404 Not Found'
  const body = `<html>\n<head><title>${words}</title></head>\n<body>\n<center><h1>${words}</h1></center>\n</body>\n</html>\n`
  return { ...ok(body, 'text/html', 'nginx'), status }
}

const welcome =
  '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n' +
  '<h1>Welcome to nginx!</h1>\n<p>Simulated by the practice cluster.</p>\n</body>\n</html>\n'

function apachePage(): HttpResponse {
  return ok('<html><body><h1>It works!</h1></body></html>\n', 'text/html', 'Apache')
}

/** registry.k8s.io/e2e-test-images/agnhost: `netexec` and `serve-hostname`. */
function agnhost(container: Container): ImageBehaviour {
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const option = (name: string, otherwise: number): number =>
    Number(words.find(word => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  if (words.includes('serve-hostname'))
    return webServer(option('port', 9376), ({ pod }) => ok(`${hostnameOf(pod)}\n`))
  if (words.includes('grpc-health-checking'))
    return portsOnly([option('port', 5000), option('http-port', 8080)])
  if (!words.includes('netexec')) return portsOnly([])
  return {
    ports: [
      { port: option('http-port', 8080), protocol: 'TCP' },
      { port: option('udp-port', 8081), protocol: 'UDP' }
    ],
    serve: netexec,
    datagram: netexecDatagram
  }
}

/** https://github.com/kubernetes/kubernetes/tree/master/test/images/agnhost#netexec */
function netexecDatagram(text: string, pod: Pod, from: Pod): string | undefined {
  const [command = '', ...words] = text.trim().split(' ')
  switch (command.toLowerCase()) {
    case 'hostname':
      return hostnameOf(pod)
    case 'echo':
      return words.join(' ')
    case 'clientip':
      return `${podIpsOf(from)[0] ?? ''}:40000`
    default:
      return undefined
  }
}

function netexec({ path, pod, clientIp, headers }: ServedRequest): HttpResponse {
  const [name = '/', query = ''] = path.split('?')
  switch (name) {
    case '/hostname':
    case '/hostName':
      return ok(hostnameOf(pod))
    case '/clientip':
      return ok(`${bracketed(clientIp)}:40000`)
    case '/echo':
      return ok(new URLSearchParams(query).get('msg') ?? '')
    case '/header':
      return ok(headers[(new URLSearchParams(query).get('key') ?? '').toLowerCase()] ?? '')
    case '/healthz':
      return ok('')
    default:
      return ok('NOW: simulated')
  }
}

/** hashicorp/http-echo: `-text` and `-listen`. */
function httpEcho(container: Container): ImageBehaviour {
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const option = (name: string): string | undefined => {
    const at = words.findIndex(word => word.replace(/^--?/, '').split('=')[0] === name)
    const word = at < 0 ? undefined : words[at]
    return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1]
  }
  const textAt = words.some(word => /^--?text(=|$)/.test(word)) ? option('text') : undefined
  const listen = words.some(word => /^--?listen(=|$)/.test(word)) ? option('listen') : undefined
  const port = Number(listen?.split(':').at(-1) ?? 5678)
  return webServer(port, () => ok(`${textAt ?? 'hello-world'}\n`))
}

/** traefik/whoami: says who answers and what was asked. */
function whoami(container: Container): ImageBehaviour {
  const words = [...(container.command ?? []), ...(container.args ?? [])]
  const option = words.find(word => /^--?port=/.test(word))?.split('=')[1]
  const variable = container.env?.find(one => one.name === 'WHOAMI_PORT_NUMBER')?.value
  const name =
    words.find(word => /^--?name=/.test(word))?.split('=')[1] ??
    container.env?.find(one => one.name === 'WHOAMI_NAME')?.value
  return webServer(Number(option ?? variable ?? 80), request => {
    const { pod, clientIp, method, path, headers } = request
    const remote = `${bracketed(clientIp)}:40000`
    if (path.split('?')[0] === '/api') return whoamiJson(request, remote)
    const lines = [
      ...(name === undefined ? [] : [`Name: ${name}`]),
      `Hostname: ${hostnameOf(pod)}`,
      ...['127.0.0.1', ...podIpsOf(pod)].map(ip => `IP: ${ip}`),
      `RemoteAddr: ${remote}`,
      `${method} ${path} HTTP/1.1`,
      ...Object.entries(headers).map(([name, value]) => `${capitalised(name)}: ${value}`)
    ]
    return ok(`${lines.join('\n')}\n`)
  })
}

function whoamiJson(
  { pod, method, path, headers }: ServedRequest,
  remoteAddr: string
): HttpResponse {
  const listed = Object.entries(headers).map(([name, value]) => [capitalised(name), [value]])
  const body = {
    hostname: hostnameOf(pod),
    ip: ['127.0.0.1', '::1', ...podIpsOf(pod)],
    headers: Object.fromEntries(listed.filter(([name]) => name !== 'Host')) as unknown,
    url: path,
    host: headers.host ?? '',
    method,
    remoteAddr
  }
  return ok(`${JSON.stringify(body)}\n`, 'application/json')
}

function capitalised(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, letter => letter.toUpperCase())
}

/** Whether a Pod listens, by its images; undefined when they don't tell and its declared ports have to. */
export function listensByImage(pod: Pod, port: number, protocol: Protocol): boolean | undefined {
  const containers = pod.spec?.containers ?? []
  const behaviours = containers.map(behaviourOf)
  const isAt = (one: ImageBehaviour | undefined): boolean =>
    one?.ports.some(known => known.port === port && known.protocol === protocol) ?? false
  if (behaviours.some(isAt)) return true
  const unknown = containers.filter((_, i) => behaviours[i] === undefined)
  if (unknown.length === 0) return false
  return unknown.some(container =>
    container.ports?.some(one => one.containerPort === port && (one.protocol ?? 'TCP') === protocol)
  )
}
