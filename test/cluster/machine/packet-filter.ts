import { UnfitMachine } from './checks.ts'
import { ClusterFailure } from './cluster-failure.ts'
import { run } from './run.ts'

/** One of each thing that kube-proxy and the NetworkPolicy agent say to the packet filter. */
const rules = `table inet netlabs-try {
  map services { type ipv4_addr . inet_proto . inet_service : verdict; }
  set pods { type ipv6_addr; flags interval; }
  chain before {
    type nat hook prerouting priority dstnat
    fib daddr type local accept
    numgen random mod 2 vmap { 0 : accept, 1 : drop }
    ip daddr . meta l4proto . th dport vmap @services
    tcp dport 80 dnat ip to 10.0.0.1:80
    tcp dport 80 dnat ip6 to [fd00::1]:80
  }
  chain across {
    type filter hook forward priority filter
    ct state established,related accept
    ip6 saddr @pods meta mark set 0x4000
    reject with tcp reset
  }
  chain after {
    type nat hook postrouting priority srcnat
    meta mark & 0x4000 != 0 masquerade fully-random
  }
}
`

/** The words that run a program of unpacked packages, whether or not this machine has its libraries. */
function nftOf(files: string): string {
  return `LD_LIBRARY_PATH=${files}/usr/lib/x86_64-linux-gnu:${files}/usr/lib/aarch64-linux-gnu ${files}/usr/sbin/nft`
}

/**
 * Hands rules to this kernel's packet filter, in a network namespace that is gone afterwards.
 * @param files a node's packages, whose nft is asked
 * @throws UnfitMachine when the kernel refuses them
 */
export async function checkPacketFilter(files: string): Promise<void> {
  try {
    await run('unshare', ['-n', 'sh', '-ec', `${nftOf(files)} -f -`], { input: rules })
  } catch (thrown) {
    if (!(thrown instanceof ClusterFailure)) throw thrown
    throw new UnfitMachine(
      `This kernel refuses the packet filter (nf_tables) that Services and NetworkPolicies need. Use another machine, or give a KUBECONFIG.\n${thrown.message}`
    )
  }
}
