import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule({
  id: 'pod/subdomain-without-names',
  appliesTo: podKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['pod', 'dns', 'headless'],
  what: 'The subdomain of the Pod is not the name of a headless Service, while one that is meant is here.',
  why: 'The name <hostname>.<subdomain> of a Pod is in DNS only below a headless Service with the name of the subdomain in the same namespace.',
  todo: 'Let the subdomain be the name of the headless Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: workers, namespace: shop }
spec: { clusterIP: None, selector: { app: worker }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: worker-1, namespace: shop, labels: { app: worker } }
spec:
  hostname: worker-1
  subdomain: worker
  containers: [{ name: worker, image: worker }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: workers, namespace: shop }
spec: { clusterIP: None, selector: { app: worker }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: worker-1, namespace: shop, labels: { app: worker } }
spec:
  hostname: worker-1
  subdomain: workers
  containers: [{ name: worker, image: worker }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields'
    ]
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    const subdomain = pod?.spec.subdomain
    if (!pod || subdomain === undefined || manifest.partial) return
    const at = [...pod.at, 'subdomain']
    const [service, another] = servicesNamed(workspace, manifest, subdomain)
    if (service) {
      const { clusterIP, type } = service.object.spec ?? {}
      if (another || service.partial || clusterIP === 'None' || type === 'ExternalName') return
      report({
        at,
        part: 'value',
        message: `${describeManifest(service)} is not headless, so there are no names of Pods below it.`,
        related: [{ manifest: service, at: ['spec'], message: 'It has an address of its own.' }]
      })
      return
    }
    const headless = servicesBeside(workspace, manifest)
      .filter(({ object }) => object.spec?.clusterIP === 'None')
      .map(({ name }) => name)
    const meant = slipOf(subdomain, headless)
    if (meant === undefined) return
    report({
      at,
      part: 'value',
      message: `There is no Service ${subdomain} here, but there is the headless Service ${meant}.`,
      fixes: [
        { title: `Use ${meant}`, safe: false, preferred: true, change: edit => edit.set(at, meant) }
      ]
    })
  }
})
