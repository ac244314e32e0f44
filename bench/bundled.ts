/** Programs of the benchmarks that run in a process of their own, bundled as the product is bundled. */
import path from 'node:path'
import { build } from 'esbuild'
import { outFolder, root } from './product.ts'

/** Resolves to the file that node runs. `name` is that of a module in bench/. */
export async function bundled(name: string): Promise<string> {
  const outfile = path.join(outFolder, `${name}.cjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    logLevel: 'warning'
  })
  return outfile
}
