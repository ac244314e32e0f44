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
