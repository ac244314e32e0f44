import assert from 'node:assert/strict'
import { it } from 'node:test'
import { onPracticeCluster } from './kubectl.ts'

const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: backend }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: backend }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: backend }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: backend }
spec: { containers: [{ name: client, image: curlimages/curl, command: [sleep, infinity] }] }
`
const weighted = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: split, namespace: backend }
spec:
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            weight: 80
            backend: { service: { name: web, port: { number: 80 } } }
`
const deny = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: backend }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }
`

onPracticeCluster(
  'kubectl works on the practice cluster',
  { 'lab.yaml': manifests, 'weighted.yaml': weighted, 'deny.yaml': deny },
  ({ kubectl, succeeds }) => {
    it('applies, and finds nothing to change the second time', async () => {
      assert.match(await succeeds('apply -f lab.yaml'), /deployment.apps\/web created/)
      const again = await succeeds('apply -f lab.yaml')
      assert.equal(again.match(/unchanged/g)?.length, 4, again)
    })

    it('waits and follows a rollout', async () => {
      await succeeds('wait -n backend --for=condition=Available deployment/web --timeout=30s')
      await succeeds('wait -n backend --for=condition=Ready pod/client --timeout=30s')
      assert.match(
        await succeeds('rollout status -n backend deployment/web --timeout=30s'),
        /successfully rolled out/
      )
    })

    it('prints tables, wide ones, YAML and jsonpath', async () => {
      const wide = await succeeds('get pods -n backend -o wide')
      assert.match(wide, /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE/)
      assert.equal(wide.match(/1\/1 +Running/g)?.length, 3, wide)
      const yaml = await succeeds('get deployment web -n backend -o yaml')
      assert.match(yaml, /^apiVersion: apps\/v1\nkind: Deployment\n/)
      assert.match(yaml, /readyReplicas: 2/)
      const addresses = await succeeds(
        'get endpoints web -n backend -o jsonpath={.subsets[*].addresses[*].ip}'
      )
      assert.equal(addresses.split(' ').length, 2)
    })

    it('runs commands with their exit code and their input', async () => {
      const page = await succeeds('exec -n backend client -- curl -s http://web')
      assert.match(page, /nginx/)
      assert.equal((await kubectl('exec -n backend client -- sh -c', 'exit 3')).code, 3)
      assert.equal(await succeeds('exec -i -n backend client -- cat'), 'typed\n')
    })

    it('finds a Service cut off by a policy, and open again without it', async () => {
      await succeeds('apply -f deny.yaml')
      const cut = await kubectl('exec -n backend client -- curl -s -m 2 http://web')
      assert.equal(cut.code, 28, cut.out)
      await succeeds('delete -f deny.yaml')
      await succeeds('exec -n backend client -- curl -s -m 2 http://web')
    })

    it('is told of an Ingress with a weight as an API server tells it', async () => {
      const { code, err } = await kubectl('apply -f weighted.yaml')
      assert.equal(code, 1)
      assert.match(
        err,
        /strict decoding error: unknown field "spec.rules\[0\].http.paths\[0\].weight"/
      )
      const applied = await kubectl('apply --server-side -f weighted.yaml')
      assert.equal(applied.code, 1)
      assert.match(
        applied.err,
        /\.spec\.rules\[0\]\.http\.paths\[0\]\.weight: field not declared in schema/
      )
    })

    it('scales, patches, labels and describes', async () => {
      await succeeds('scale deployment/web -n backend --replicas=1')
      await succeeds('rollout status -n backend deployment/web --timeout=30s')
      const patch = '{"spec":{"ports":[{"port":80,"name":"http"}]}}'
      await succeeds('patch service web -n backend -p', patch)
      await succeeds('label pod client -n backend role=client')
      assert.match(await succeeds('describe service web -n backend'), /Port: +http +80\/TCP/)
      assert.match(await succeeds('get pods -n backend -l role=client -o name'), /^pod\/client\n$/)
    })

    it('knows the kinds by their short names and explains their fields', async () => {
      assert.match(await succeeds('get netpol,ep,svc -n backend'), /service\/web/)
      assert.match(await succeeds('explain networkpolicy.spec.egress'), /ports/)
    })

    it('has a node that may be cordoned, and Endpoints with a warning', async () => {
      await succeeds('cordon practice-node')
      await succeeds('uncordon practice-node')
      const { out, err } = await kubectl('get endpoints kubernetes')
      assert.match(out, /172\.18\.0\.2:6443/)
      assert.match(err, /Endpoints is deprecated/)
    })

    it('deletes, and a Namespace takes with it what it holds', async () => {
      await succeeds('delete pod client -n backend')
      await succeeds('delete namespace backend --timeout=30s')
      assert.equal(await succeeds('get deployments,pods -n backend -o name'), '')
    })
  }
)
