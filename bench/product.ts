import path from 'node:path'
import manifest from '../package.json' with { type: 'json' }

export const root = path.dirname(import.meta.dirname)

/** Where the benchmark leaves what it makes. */
export const outFolder = path.join(root, 'out', 'bench')

/** How the product is called in the tables. */
export const own = `this project ${manifest.version}`
