/** For the examples of pages: a VirtualService that routes by the beginning of a path. */
export function routeByPrefix(prefix: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - match: [{ uri: { prefix: ${prefix} } }]
      route: [{ destination: { host: web } }]
`
}

/** For the examples of pages: an EnvoyFilter with a script, whose body has a type or none. */
export function luaFilter(type?: string): string {
  const line = type === undefined ? '' : `            "@type": type.googleapis.com/${type}\n`
  return `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: lua, namespace: shop }
spec:
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: SIDECAR_INBOUND }
      patch:
        operation: INSERT_BEFORE
        value:
          name: envoy.filters.http.lua
          typed_config:
${line}            inlineCode: "function envoy_on_request(handle) end"
`
}
