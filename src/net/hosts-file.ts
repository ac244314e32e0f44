import { podIpsOf, type Pod } from '../model/pod.ts'
import { nameOf } from './network.ts'

/** The addresses that a Pod's /etc/hosts has for a name: the loopback, the Pod itself and its hostAliases. */
export function hostsFileAddresses(pod: Pod, host: string): readonly string[] {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost') return ['127.0.0.1', '::1']
  if (name === 'ip6-localhost' || name === 'ip6-loopback') return ['::1']
  const aliases = (pod.spec?.hostAliases ?? [])
    .filter(alias => (alias.hostnames ?? []).some(one => one.toLowerCase() === name))
    .map(alias => alias.ip)
  const isOwn =
    pod.spec?.hostNetwork !== true && name === (pod.spec?.hostname ?? nameOf(pod)).toLowerCase()
  return isOwn ? [...podIpsOf(pod), ...aliases] : aliases
}
