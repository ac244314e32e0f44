import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The parsed `*.json` of a folder by file name. The folder is part of the product, so a file that is
 * missing or broken is a fault of the installation and rejects.
 */
export async function readSchemaFiles(folder: string): Promise<ReadonlyMap<string, unknown>> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.json')).sort()
  return new Map(
    await Promise.all(
      names.map(async name => {
        const text = await readFile(path.join(folder, name), 'utf8')
        return [name, JSON.parse(text) as unknown] as const
      })
    )
  )
}
