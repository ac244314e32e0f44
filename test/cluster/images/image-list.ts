import type { ProgramName } from '../programs/go-programs.ts'
import type { OtherFile } from './other-files.ts'

/** Debian's packages below the programs: `tools` has a shell and network tools, `busybox` little else. */
export const bases = {
  tools: [
    ...[
      'bash',
      'coreutils',
      'busybox-static',
      'curl',
      'bind9-dnsutils',
      'iproute2',
      'iputils-ping'
    ],
    ...['netcat-openbsd', 'tcpdump', 'socat', 'conntrack', 'procps', 'iperf3', 'jq'],
    ...['base-files', 'libc-bin']
  ],
  busybox: ['busybox-static'],
  proxy: ['iptables', 'iproute2', 'bash', 'coreutils', 'grep', 'netbase', 'base-files', 'libc-bin'],
  exporters: ['prometheus-node-exporter', 'prometheus-blackbox-exporter', 'base-files', 'libc-bin'],
  bind9: ['bind9', 'dash', 'coreutils', 'base-files', 'libc-bin']
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ImageBase = keyof typeof bases

/**
 * What an image is made of, since there is no registry of images to pull it from. Its program is ours or
 * built from the same source; what surrounds it is Debian's.
 */
export interface ImageRecipe {
  readonly file: string
  readonly names: readonly string[]
  /** Programs by the path they have in the image. */
  readonly programs?: Readonly<Record<string, ProgramName>>
  /** Further files by the path they have in the image. */
  readonly files?: Readonly<Record<string, OtherFile>>
  readonly base?: ImageBase
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  readonly user?: string
}

export const pauseImage = 'registry.k8s.io/pause:3.10'
export const agnhostImage = 'registry.k8s.io/e2e-test-images/agnhost:2.66.1'
export const corednsImage = 'registry.k8s.io/coredns/coredns:v1.14.3'

/** The images of every cluster; additions bring their own. */
export const images: readonly ImageRecipe[] = [
  {
    file: 'pause',
    names: [pauseImage],
    programs: { '/pause': 'pause' },
    entrypoint: ['/pause'],
    user: '65535:65535'
  },
  {
    file: 'coredns',
    names: [corednsImage],
    programs: { '/coredns': 'coredns' },
    entrypoint: ['/coredns']
  },
  {
    file: 'agnhost',
    names: [agnhostImage],
    base: 'tools',
    programs: { '/agnhost': 'agnhost' },
    entrypoint: ['/agnhost'],
    cmd: ['pause']
  },
  {
    file: 'whoami',
    names: ['docker.io/traefik/whoami:v1.11.0'],
    programs: { '/whoami': 'whoami' },
    entrypoint: ['/whoami']
  },
  {
    file: 'busybox',
    names: ['docker.io/library/busybox:1.37'],
    base: 'busybox',
    cmd: ['sh']
  },
  {
    file: 'tools',
    names: ['docker.io/curlimages/curl:8.21.0', 'docker.io/nicolaka/netshoot:v0.14'],
    base: 'tools',
    cmd: ['sh']
  }
]
