/** The parameters that a kubelet lets every Pod set, https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/. */
const safe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat'
])

/** Below net. there are a few that the kernel keeps for the whole machine. */
const ofMachine =
  /^net\.(?:netfilter\.nf_conntrack_(?:max|buckets)|nf_conntrack_max|core\.(?:[rw]mem_(?:max|default)|netdev_max_backlog|dev_weight|optmem_max|bpf_jit_\w+))$/

export function isSafeSysctl(name: string): boolean {
  return safe.has(dotted(name))
}

/** Whether the kernel keeps a value of its own for each Pod; the list of the kubelet (`pkg/kubelet/sysctl`). */
export function isNamespacedSysctl(name: string): boolean {
  const plain = dotted(name)
  if (/^(?:kernel\.(?:sem|shm\w*|msg\w*)|fs\.mqueue\.)/.test(plain)) return true
  return plain.startsWith('net.') && !ofMachine.test(plain)
}

/** `net/ipv4/tcp_rmem` is another way to write it. */
function dotted(name: string): string {
  const separator = /[./]/.exec(name)?.[0]
  return separator === '/' ? name.replaceAll('/', '.') : name
}
