import { Field } from '../../base/field.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import type { CniFault } from './cni-values.ts'
import { setTo } from './set-to.ts'

/** A file of `/etc/cni/net.d`: a list of plugins, or one plugin as before version 1.0. */
export const cniFileKeys = ['config.cni.dev/v1/NetworkConfiguration']

export function pluginsOf(manifest: Manifest): readonly Field[] {
  const root = new Field(manifest.object)
  const list = root.get('plugins')
  return list.isThere ? list.items : [root]
}

/** The report of a fault in a file. */
export function inFile({ field, message, meant, isTaken = false }: CniFault): Report {
  return {
    at: field.at,
    part: 'value',
    message,
    ...(isTaken && { severity: 'warning' as const }),
    fixes: setTo(field.at, meant)
  }
}

/** For the examples of pages. */
export function networkList(...plugins: readonly string[]): string {
  return `{
  "cniVersion": "1.0.0",
  "name": "lab",
  "plugins": [
${plugins.map(plugin => `    ${plugin}`).join(',\n')}
  ]
}
`
}

export const bridge =
  '{ "type": "bridge", "bridge": "cni0", "ipam": { "type": "host-local", "subnet": "10.22.0.0/16" } }'
