import type { Addition } from './addition.ts'
import { externalDns } from './external-dns.ts'
import { istio } from './istio.ts'
import { mcs } from './mcs.ts'
import { metallbBgp } from './metallb-bgp.ts'
import { metallb } from './metallb.ts'
import { multus } from './multus.ts'
import { nodeCache } from './node-cache.ts'
import { prometheus } from './prometheus.ts'
import { traefik } from './traefik.ts'

/** In the order in which they are started: an address for a Service needs what hands addresses out. */
export const additions = {
  metallb,
  'metallb-bgp': metallbBgp,
  traefik,
  multus,
  istio,
  'external-dns': externalDns,
  prometheus,
  'node-cache': nodeCache,
  mcs
} as const satisfies Readonly<Record<string, Addition>>

export type AdditionName = keyof typeof additions

export const additionNames = Object.keys(additions) as readonly AdditionName[]
