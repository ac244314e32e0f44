/**
 * Commands that make one mesh of the Istio of several clusters, which reach each other's load balancers: one root
 * certificate with an authority below it for each, a gateway to each network, and for each the right to read the
 * others. https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export function meshCommands(contexts: readonly string[]): readonly string[] {
  return [
    '# One root certificate for both meshes, and an authority below it for each. Keep the keys to yourself.',
    'mkdir -p mesh-certs',
    'openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=netlabs-mesh -keyout mesh-certs/root-key.pem -out mesh-certs/root-cert.pem',
    String.raw`printf 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n' > mesh-certs/authority.ext`,
    ...contexts.flatMap(authorityFor),
    '# Istio, with the same name of the mesh and a network of its own in each cluster.',
    ...contexts.map(
      context =>
        `istioctl --context ${context} install -y --set profile=minimal --set values.global.meshID=netlabs --set values.global.multiCluster.clusterName=${context} --set values.global.network=${context}`
    ),
    '# A gateway to each network.',
    ...contexts.flatMap(gatewayIn),
    '# Each istiod may read the Services and endpoints of the other cluster, at an address that its Pods reach.',
    ...contexts.flatMap(reader =>
      contexts.filter(other => other !== reader).flatMap(read => letRead(reader, read))
    )
  ]
}

function authorityFor(context: string): readonly string[] {
  const file = (end: string): string => `mesh-certs/${context}${end}`
  const kubectl = `kubectl --context ${context}`
  return [
    `openssl req -newkey rsa:2048 -nodes -subj /CN=${context} -keyout ${file('-key.pem')} -out ${file('.csr')}`,
    `openssl x509 -req -in ${file('.csr')} -CA mesh-certs/root-cert.pem -CAkey mesh-certs/root-key.pem -CAcreateserial -days 730 -extfile mesh-certs/authority.ext -out ${file('-cert.pem')}`,
    `cat ${file('-cert.pem')} mesh-certs/root-cert.pem > ${file('-chain.pem')}`,
    `${kubectl} create namespace istio-system`,
    `${kubectl} label namespace istio-system topology.istio.io/network=${context}`,
    `${kubectl} -n istio-system create secret generic cacerts --from-file=ca-cert.pem=${file('-cert.pem')} --from-file=ca-key.pem=${file('-key.pem')} --from-file=cert-chain.pem=${file('-chain.pem')} --from-file=root-cert.pem=mesh-certs/root-cert.pem`
  ]
}

/** A Pod that Istio's webhook makes a gateway of, and a Service whose label says which network it leads to. */
function gatewayIn(context: string): readonly string[] {
  const name = 'istio-eastwestgateway'
  return [
    `kubectl --context ${context} apply -f - <<'END'`,
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    '  namespace: istio-system',
    `  labels: {istio: eastwestgateway, topology.istio.io/network: ${context}}`,
    'spec:',
    '  type: LoadBalancer',
    '  selector: {istio: eastwestgateway}',
    '  ports:',
    '    - {name: status-port, port: 15021}',
    '    - {name: tls, port: 15443}',
    '---',
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${name}`,
    '  namespace: istio-system',
    '  labels: {istio: eastwestgateway}',
    'spec:',
    '  selector: {matchLabels: {istio: eastwestgateway}}',
    '  template:',
    '    metadata:',
    '      annotations: {inject.istio.io/templates: gateway}',
    `      labels: {istio: eastwestgateway, sidecar.istio.io/inject: "true", topology.istio.io/network: ${context}}`,
    '    spec:',
    '      containers:',
    '        - name: istio-proxy',
    '          # Istio fills in its own image.',
    '          image: auto',
    '          env:',
    `            - {name: ISTIO_META_REQUESTED_NETWORK_VIEW, value: ${context}}`,
    'END',
    `kubectl --context ${context} -n istio-system rollout status deployment/${name} --timeout=180s`
  ]
}

/** In a kubeconfig of kind stands an address of this machine, where no Pod finds the other API server. */
function letRead(reader: string, read: string): readonly string[] {
  return [
    `SERVER=$(kubectl --context ${read} -n default get endpointslices kubernetes -o jsonpath='{.endpoints[0].addresses[0]}:{.ports[0].port}')`,
    `istioctl --context ${read} create-remote-secret --name ${read} --server "https://$SERVER" | kubectl --context ${reader} apply -f -`
  ]
}
