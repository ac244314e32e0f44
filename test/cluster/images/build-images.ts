import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { withFullDisk } from '../../../scripts/full-disk.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { cacheFolder } from '../machine/folders.ts'
import { run } from '../machine/run.ts'
import { debianFolder } from '../programs/debian.ts'
import type { ProgramName, Programs } from '../programs/go-programs.ts'
import { packImage } from './docker-archive.ts'
import { bases, type ImageBase, type ImageRecipe } from './image-list.ts'
import { otherFile } from './other-files.ts'

/** Programs that are built, by name. */
type BuiltPrograms = Partial<Programs>

/** Packs the images that are missing; answers their archives. */
export async function imageArchives(
  recipes: readonly ImageRecipe[],
  programs: BuiltPrograms
): Promise<string[]> {
  const folder = path.join(cacheFolder, 'images')
  mkdirSync(folder, { recursive: true })
  const archives: string[] = []
  for (const recipe of recipes) {
    const used = Object.entries(recipe.programs ?? {}).map(([to, name]) => [to, programs[name]])
    const packages = recipe.base && bases[recipe.base]
    const key = createHash('sha256').update(JSON.stringify([recipe, used, packages, format]))
    const archive = path.join(folder, `${recipe.file}-${key.digest('hex').slice(0, 12)}.tar`)
    if (!existsSync(archive)) await build(recipe, programs, archive)
    archives.push(archive)
  }
  return archives
}

/** Changes when the code below makes other images of the same recipes. */
const format = 2

async function build(recipe: ImageRecipe, programs: BuiltPrograms, archive: string): Promise<void> {
  console.log(`Packing the image ${recipe.file} …`)
  const root = mkdtempSync(`${archive}.`)
  try {
    if (recipe.base !== undefined) await copyBase(recipe.base, root)
    writeUsers(root)
    for (const [to, name] of Object.entries(recipe.programs ?? {}))
      cpSync(programs[name] ?? missing(name), path.join(root, to))
    for (const [to, source] of Object.entries(recipe.files ?? {})) {
      cpSync(await otherFile(source), path.join(root, to))
      // Files of the module cache are for their owner alone to read, and images run as anybody.
      chmodSync(path.join(root, to), 0o755)
    }
    await packImage({ ...recipe, root }, archive)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    const what = `The image ${recipe.file} could not be packed: ${why}.`
    throw new ClusterFailure(withFullDisk(what, path.dirname(archive)))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function missing(name: ProgramName): never {
  throw new Error(`An image needs the program ${name}, which was not built.`)
}

async function copyBase(base: ImageBase, root: string): Promise<void> {
  const files = await debianFolder({ name: base, packages: bases[base], on: 'nothing' })
  const left = ['doc', 'man', 'locale', 'info', 'perl', 'zoneinfo'].map(name => `usr/share/${name}`)
  const exclude = left.flatMap(name => ['--exclude', `./${name}`])
  await run('sh', [
    '-c',
    'from=$1 to=$2; shift 2; tar -C "$from" "$@" -cf - . | tar -C "$to" -xf -',
    'sh',
    files,
    root,
    ...exclude
  ])
  if (base !== 'busybox') await run('chroot', [root, '/sbin/ldconfig'])
  if (existsSync(path.join(root, 'usr/bin/busybox'))) await linkApplets(root)
}

/** Names for busybox, such as wget and nslookup, where no package brings a program of that name. */
async function linkApplets(root: string): Promise<void> {
  const busybox = path.join(root, 'usr/bin/busybox')
  for (const applet of (await run(busybox, ['--list'])).trim().split('\n')) {
    const taken = ['usr/bin', 'usr/sbin'].some(folder =>
      existsSync(path.join(root, folder, applet))
    )
    if (!taken) symlinkSync('busybox', path.join(root, 'usr/bin', applet))
  }
}

function writeUsers(root: string): void {
  for (const folder of ['etc', 'tmp', 'root', 'proc', 'sys', 'dev', 'run'])
    mkdirSync(path.join(root, folder), { recursive: true })
  chmodSync(path.join(root, 'tmp'), 0o1777)
  const users = [
    'root:x:0:0:root:/root:/bin/sh',
    // Debian's tcpdump becomes this one once it listens, and ends when there is none.
    'tcpdump:x:108:108::/nonexistent:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/:/bin/false'
  ]
  writeFileSync(path.join(root, 'etc/passwd'), `${users.join('\n')}\n`)
  writeFileSync(path.join(root, 'etc/group'), 'root:x:0:\ntcpdump:x:108:\nnogroup:x:65534:\n')
  writeFileSync(path.join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n')
  rmSync(path.join(root, 'etc/resolv.conf'), { force: true })
}
