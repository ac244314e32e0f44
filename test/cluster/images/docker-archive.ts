import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from '../machine/run.ts'

export interface ImageContent {
  /** References that Pods name, such as `docker.io/library/busybox:1.37`. */
  readonly names: readonly string[]
  /** The root file system, packed as the only layer. */
  readonly root: string
  readonly entrypoint?: readonly string[]
  readonly cmd?: readonly string[]
  readonly user?: string
  readonly path?: string
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Packs a folder as the archive that `docker save` would make and `ctr images import` takes. */
export async function packImage(content: ImageContent, archive: string): Promise<void> {
  const work = mkdtempSync(`${archive}.`)
  try {
    const layer = path.join(work, 'layer.tar')
    const owner = ['--numeric-owner', '--owner=0', '--group=0', '--sort=name', '--mtime=@0']
    await run('tar', [...owner, '-C', content.root, '-cf', layer, '.'], { timeoutMs: 120_000 })
    const config = JSON.stringify(imageConfig(content, `sha256:${await sha256(layer)}`))
    const configFile = `${createHash('sha256').update(config).digest('hex')}.json`
    writeFileSync(path.join(work, configFile), config)
    const manifest = [{ Config: configFile, RepoTags: content.names, Layers: ['layer.tar'] }]
    writeFileSync(path.join(work, 'manifest.json'), JSON.stringify(manifest))
    const packed = path.join(work, 'image.tar')
    const members = ['manifest.json', configFile, 'layer.tar']
    await run('tar', [...owner, '-C', work, '-cf', packed, ...members], { timeoutMs: 120_000 })
    renameSync(packed, archive)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function imageConfig(content: ImageContent, layer: string): unknown {
  const { entrypoint, cmd, user } = content
  const created = '1970-01-01T00:00:00Z'
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created,
    config: {
      Env: [`PATH=${content.path ?? searchPath}`],
      ...(entrypoint && { Entrypoint: entrypoint }),
      ...(cmd && { Cmd: cmd }),
      ...(user !== undefined && { User: user })
    },
    rootfs: { type: 'layers', diff_ids: [layer] },
    history: [{ created }]
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
