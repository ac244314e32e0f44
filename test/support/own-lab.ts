/** A lab that somebody has written for their own course. */
export const definition = `id: my-first-service
title: A Service of our own
description: A lab that came with the workspace.
group: First steps
level: beginner
minutes: 5
topics: [service]
backlog: []
requires: [exec]
namespaces: [own-lab]
steps:
  - id: serve
    title: Give the Pods a name
    goal: The Service web has a ready endpoint.
    page: 1-serve.md
    picture:
      file: serve.svg
      alt: A Service named web with one Pod behind it.
    manifests: [manifests/10-web.yaml]
    checks:
      - id: web-has-endpoints
        kind: object
        title: Service web has endpoints
        object: {apiVersion: v1, kind: Service, namespace: own-lab, name: web}
        expect: selects
        claims: At least one Pod that the Service selects is Ready.
    hints:
      nudge: Compare the labels.
      where: Look at the selector.
      difference: The Pods say app=web.
      solve: Write app=web.
`

export const manifest = `apiVersion: v1
kind: Namespace
metadata: {name: own-lab, labels: {netlabs/lab: my-first-service}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: own-lab, labels: {app: web, netlabs/lab: my-first-service}}
spec:
  containers:
    - name: web
      image: registry.k8s.io/e2e-test-images/agnhost:2.53
      args: [netexec, --http-port=8080]
      ports: [{containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: own-lab, labels: {netlabs/lab: my-first-service}}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`
