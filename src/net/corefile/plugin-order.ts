/**
 * CoreDNS runs plugins in the order in which it was built, not in that of the Corefile. These are the ones of
 * its own image (plugin.cfg).
 */
export const pluginOrder: readonly string[] = (
  'root metadata geoip cancel tls proxyproto quic grpc_server https https3 timeouts multisocket reload nsid bufsize ' +
  'bind debug trace ready health pprof prometheus errors log dnstap local dns64 any chaos loadbalance tsig cache ' +
  'rewrite acl header dnssec autopath minimal template transfer hosts route53 azure clouddns k8s_external kubernetes ' +
  'file auto secondary etcd loop forward grpc erratic whoami on sign view nomad'
).split(' ')

/** `import` is the parser's own. */
export function isPlugin(name: string): boolean {
  return name === 'import' || pluginOrder.includes(name)
}
