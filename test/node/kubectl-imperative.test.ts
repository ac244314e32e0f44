import assert from 'node:assert/strict'
import { it } from 'node:test'
import { onPracticeCluster } from './kubectl.ts'

/** Commands without a manifest, most of which send their objects as protobuf. */
onPracticeCluster('kubectl makes objects without manifests', {}, ({ succeeds, fails }) => {
  it('creates a Namespace, a Deployment and its Service', async () => {
    assert.equal(await succeeds('create namespace shop'), 'namespace/shop created\n')
    await succeeds('create deployment web -n shop --image=nginx --replicas=2 --port=80')
    await succeeds('expose deployment web -n shop --port=80')
    await succeeds('run client -n shop --image=curlimages/curl --command -- sleep infinity')
    await succeeds('wait -n shop --for=condition=Available deployment/web --timeout=20s')
    await succeeds('wait -n shop --for=condition=Ready pod/client --timeout=20s')
    assert.match(await succeeds('exec -n shop client -- curl -s http://web.shop'), /nginx/)
  })

  it('scales, sets an image, and follows, undoes and restarts a rollout', async () => {
    const image = 'get deployment web -n shop -o jsonpath={.spec.template.spec.containers[0].image}'
    await succeeds('scale deployment/web -n shop --replicas=1')
    await succeeds('set image deployment/web -n shop nginx=nginx:1.27')
    assert.equal(await succeeds(image), 'nginx:1.27')
    await succeeds('rollout undo deployment/web -n shop')
    assert.equal(await succeeds(image), 'nginx')
    await succeeds('rollout restart deployment/web -n shop')
    await succeeds('rollout status deployment/web -n shop --timeout=20s')
    assert.match(await succeeds('rollout history deployment/web -n shop'), /^2 +<none>\n3 +<none>/m)
  })

  it('creates the other kinds that it has a command for', async () => {
    for (const command of [
      'create service clusterip plain --tcp=80:8080',
      'create service nodeport node --tcp=80:8080',
      'create service loadbalancer lb --tcp=80:8080',
      'create service externalname away --external-name=example.com',
      'create configmap settings --from-literal=a=b',
      'create secret generic secret --from-literal=a=b',
      'create serviceaccount bob',
      'create job once --image=busybox -- true'
    ])
      assert.match(await succeeds(`${command} -n shop`), /created/, command)
    const rule = 'create ingress in -n shop --rule=shop.example/cart*=web:80 --class=nginx'
    await succeeds(rule)
    const path = '-o jsonpath={.spec.rules[0].http.paths[0].path}'
    assert.equal(await succeeds(`get ingress in -n shop ${path}`), '/cart')
    const data = await succeeds('get secret secret -n shop -o jsonpath={.data.a}')
    assert.equal(Buffer.from(data, 'base64').toString(), 'b')
  })

  it('labels, annotates, and asks what it may do', async () => {
    await succeeds('label namespace shop team=front')
    await succeeds('annotate pod client -n shop note=here')
    assert.match(await succeeds('get namespaces -l team=front -o name'), /^namespace\/shop\n$/)
    assert.equal(await succeeds('auth can-i create pods'), 'yes\n')
  })

  it('runs a Pod for one command, and debugs another with a container beside it', async () => {
    const once = 'run once -n shop --rm -i --restart=Never'
    const page = await succeeds(`${once} --image=curlimages/curl -- -s http://web.shop`)
    assert.match(page, /nginx/)
    // It reads what this test types.
    assert.match(await succeeds(`${once} --image=busybox -- cat`), /^typed$/m)
    const beside = 'debug client -n shop -i --image=busybox --profile=general -c look -- cat'
    assert.equal(await succeeds(beside), 'typed\n')
  })

  it('is told in words what is not simulated', async () => {
    const words: Readonly<Record<string, RegExp>> = {
      'create token bob': /gives out no ServiceAccount tokens/,
      'autoscale deployment web --max=3': /measures no load/,
      'top pods': /Metrics API not available/
    }
    for (const [command, says] of Object.entries(words))
      assert.match(await fails(`${command} -n shop`), says, command)
  })

  it('may change the kubeconfig, which is removed at the end all the same', async () => {
    await succeeds('config set-context --current --namespace=shop')
    assert.equal(await succeeds('get pod client -o name'), 'pod/client\n')
  })

  it('deletes a Namespace by its name', async () => {
    await succeeds('delete namespace shop --timeout=20s')
    assert.match(await fails('get namespace shop'), /NotFound/)
  })
})
