/** Plugins in the image of CoreDNS 1.14, from its plugin.cfg; `import` is a directive of the file itself. */
export const corednsPlugins: readonly string[] = [
  ...['acl', 'any', 'auto', 'autopath', 'azure', 'bind', 'bufsize', 'cache', 'cancel', 'chaos'],
  ...['clouddns', 'debug', 'dns64', 'dnssec', 'dnstap', 'erratic', 'errors', 'etcd', 'file'],
  ...['forward', 'geoip', 'grpc', 'grpc_server', 'header', 'health', 'hosts', 'https', 'https3'],
  ...['import', 'k8s_external', 'kubernetes', 'loadbalance', 'local', 'log', 'loop', 'metadata'],
  ...['minimal', 'multisocket', 'nomad', 'nsid', 'on', 'pprof', 'prometheus', 'quic', 'ready'],
  ...['reload', 'rewrite', 'root', 'route53', 'secondary', 'sign', 'template', 'timeouts', 'tls'],
  ...['trace', 'transfer', 'tsig', 'view', 'whoami']
]

/** Plugins that went, with what took their place. */
export const removedPlugins: ReadonlyMap<string, string> = new Map([
  ['proxy', 'forward'],
  ['federation', ''],
  ['reverse', 'template'],
  ['startup', 'on'],
  ['shutdown', 'on']
])

/** Plugins that may stand once in a server block; a second one keeps CoreDNS from starting. */
export const oncePlugins: ReadonlySet<string> = new Set([
  'cache',
  'health',
  'hosts',
  'loadbalance',
  'loop'
])
