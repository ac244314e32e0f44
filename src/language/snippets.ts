/** A manifest to start from, with tab stops. */
export interface Snippet {
  readonly label: string
  readonly detail: string
  readonly body: string
}

/** What is needed most often. The product adds the manifests of the labs, see `walkthroughs/snippets.json`. */
export const commonSnippets: readonly Snippet[] = [
  {
    label: 'NetworkPolicy: deny all',
    detail: 'Nobody may connect to the Pods of a namespace',
    body: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: \${1:deny-all}
  namespace: \${2:backend}
spec:
  podSelector: {}
  policyTypes:
    - Ingress
$0`
  },
  {
    label: 'NetworkPolicy: allow from namespace',
    detail: 'Pods of one namespace may connect',
    body: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-from-\${1:frontend}
  namespace: \${2:backend}
spec:
  podSelector:
    matchLabels:
      \${3:app}: \${4:web}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: \${1:frontend}
      ports:
        - protocol: TCP
          port: \${5:80}
$0`
  },
  {
    label: 'NetworkPolicy: allow DNS',
    detail: 'Pods of a namespace may ask the DNS of the cluster',
    body: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: \${1:allow-dns}
  namespace: \${2:frontend}
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
$0`
  },
  {
    label: 'Service',
    detail: 'One name for the Pods with a label',
    body: `apiVersion: v1
kind: Service
metadata:
  name: \${1:web}
spec:
  selector:
    app: \${1:web}
  ports:
    - name: http
      port: \${2:80}
      targetPort: \${3:8080}
$0`
  },
  {
    label: 'Ingress',
    detail: 'HTTP from outside by host and path',
    body: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: \${1:web}
spec:
  ingressClassName: \${2:traefik}
  rules:
    - host: \${3:web.example}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: \${4:web}
                port:
                  number: \${5:80}
$0`
  },
  {
    label: 'HTTPRoute: weighted',
    detail: 'Shares of the traffic for two Services',
    body: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: \${1:web}
spec:
  parentRefs:
    - name: \${2:gateway}
  hostnames:
    - \${3:web.example}
  rules:
    - backendRefs:
        - name: \${4:web-v1}
          port: \${5:80}
          weight: \${6:90}
        - name: \${7:web-v2}
          port: \${5:80}
          weight: \${8:10}
$0`
  }
]
