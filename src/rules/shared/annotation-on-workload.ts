import { Field } from '../../base/field.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'

/** An annotation that is read of Pods, and that a workload has instead of its Pod template. */
export function annotationOnWorkload(manifest: Manifest, annotation: string): readonly Report[] {
  const template = podTemplatePathOf(manifest.object)
  const own = new Field(manifest.object).get('metadata', 'annotations', annotation)
  if (!template || template.length === 0 || own.text === undefined) return []
  const there = [...template, 'metadata', 'annotations', annotation]
  if (new Field(manifest.object).get(...there).isThere) return []
  return [
    {
      at: own.at,
      message: `The Pods of ${manifest.name ?? 'the workload'} do not get this annotation.`,
      fixes: [
        {
          title: 'Write it in the Pod template, too',
          safe: false,
          preferred: true,
          change: edit => edit.set(there, own.text)
        }
      ]
    }
  ]
}

/** For the examples of pages: a Deployment with text in its own metadata and in that of its Pods. */
export function deploymentWith(own: string, template: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
${own}spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
${template}    spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
`
}
