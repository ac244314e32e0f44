import { statSync } from 'node:fs'
import path from 'node:path'
import { packageExtension } from '../scripts/package.ts'
import type { Figure } from './figure.ts'
import { own, root } from './product.ts'

/** Packs the extension and weighs the package and the bundles in it. */
export async function packageFigures(): Promise<Figure[]> {
  const figure = (what: string, file: string): Figure => ({
    section: 'Size',
    what,
    who: own,
    unit: 'kB',
    outcome: { values: [statSync(file).size / 1000], warmUp: 0 }
  })
  const vsix = await packageExtension({ quiet: true })
  return [
    figure('the package (.vsix)', vsix),
    figure('what VS Code loads at activation', path.join(root, 'dist/extension.js')),
    figure('loaded with the first cluster', path.join(root, 'dist/cluster.js')),
    figure('loaded to listen for kubectl', path.join(root, 'dist/practice-server.js')),
    figure('loaded with a context of the kubeconfig', path.join(root, 'dist/kube-client.js')),
    figure('the command line', path.join(root, 'dist/lint.js')),
    figure('the schemas', path.join(root, 'schemas/kubernetes.json'))
  ]
}
