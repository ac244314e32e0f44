import { statSync } from 'node:fs'
import path from 'node:path'
import { packageExtension } from '../scripts/package.ts'
import type { Figure } from './figure.ts'
import { own, root } from './product.ts'

/** Packs the extension and weighs the package and the bundles in it. */
export async function packageFigures(): Promise<Figure[]> {
  const figure = (what: string, ...files: readonly string[]): Figure => {
    const bytes = files.reduce((sum, file) => sum + statSync(path.join(root, file)).size, 0)
    return {
      section: 'Size',
      what,
      who: own,
      unit: 'kB',
      outcome: { values: [bytes / 1000], warmUp: 0 }
    }
  }
  const vsix = await packageExtension({ quiet: true })
  return [
    figure('the package (.vsix)', path.relative(root, vsix)),
    figure('what VS Code loads at activation', 'dist/extension.js', 'dist/text.js', 'dist/labs.js'),
    figure('loaded with the first manifest', 'dist/manifests.js'),
    figure('loaded with the first cluster, beside that', 'dist/cluster.js'),
    figure('loaded to listen for kubectl', 'dist/practice-server.js'),
    figure('loaded with a context of the kubeconfig', 'dist/kube-client.js'),
    figure(
      'the command line, to check manifests',
      'dist/lint.js',
      'dist/text.js',
      'dist/manifests.js'
    ),
    figure('the schemas', 'schemas/kubernetes.json')
  ]
}
