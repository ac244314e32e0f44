/** The values of a chart, by the name that the language service gives them. */
export function valuesKey(
  chart: 'Traefik' | 'MetalLB' | 'ExternalDns' | 'Cilium' | 'KubePrometheusStack' | 'Istio'
): string {
  return `values.helm.sh/v1/${chart}Values`
}
