import { markdownTable } from './markdown-table.ts'

/** Checks of the labs that no cluster of the tests has carried, as `lab/step/check`, and why. */
export const unprovenChecks: Readonly<Record<string, string>> = {
  'services-from-outside/consul/consul-is-weighed': 'a person says what they have found',
  'metallb/bgp/session-is-established': 'a person sees it at their router',
  'multus/sriov/cards-are-known': 'it needs a network card that shares itself out',
  'mesh-across-clusters/below/tunnel-is-up': 'it needs the tunnel of Submariner',
  'observability/dashboard/dashboard-is-there': 'it needs Grafana',
  'observability/dashboard/figures-arrive': 'it needs Grafana'
}

/** What both pages about proofs say of them. */
export function unprovenSection(): string {
  const rows = Object.entries(unprovenChecks).map(([check, why]) => [`\`${check}\``, why])
  return [
    '## Checks of labs that are not proven here',
    'Neither the practice cluster nor the real one of the tests carries them. What they make of the answers of a cluster is tested with answers that are written by hand.',
    markdownTable(['check', 'why'], rows)
  ].join('\n\n')
}
