import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { withFullDisk } from '../../../scripts/full-disk.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { cacheFolder } from '../machine/folders.ts'
import { run } from '../machine/run.ts'

export interface DebianFolder {
  readonly name: string
  readonly packages: readonly string[]
  /**
   * `machine` leaves out what this machine has already, because the folder is laid over its /usr; `nothing`
   * brings everything, down to the C library.
   */
  readonly on: 'machine' | 'nothing'
}

/**
 * A folder with Debian packages unpacked in it. They come through the apt that the machine is set up with,
 * and nothing is installed: apt's lists, its archives and the files stay in the cache folder.
 * @throws ClusterFailure when apt refuses or a package can't be had
 */
export async function debianFolder({ name, packages, on }: DebianFolder): Promise<string> {
  const folder = folderOf({ name, packages, on })
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  try {
    const archives = path.join(unfinished, 'archives')
    mkdirSync(path.join(archives, 'partial'), { recursive: true })
    await download(packages, archives, on, path.join(path.dirname(folder), 'lists'))
    const files = path.join(unfinished, 'files')
    linkMergedFolders(files)
    // One tar after another, because dpkg-deb would replace the links of the merged /usr by folders.
    for (const archive of globSync('*.deb', { cwd: archives }).sort())
      await run('sh', [
        '-c',
        'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"',
        'sh',
        path.join(archives, archive),
        files
      ])
    finishByHand(files)
    renameSync(files, folder)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    throw new ClusterFailure(withFullDisk(why, path.dirname(folder)))
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return folder
}

/** Whether `debianFolder` would answer at once. */
export function isUnpacked(folder: DebianFolder): boolean {
  return existsSync(folderOf(folder))
}

function folderOf({ name, packages, on }: DebianFolder): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([packages, on]))
    .digest('hex')
  return path.join(cacheFolder, 'debian', `${name}-${hash.slice(0, 12)}`)
}

async function download(
  packages: readonly string[],
  archives: string,
  on: DebianFolder['on'],
  lists: string
): Promise<void> {
  mkdirSync(path.join(lists, 'partial'), { recursive: true })
  const status = path.join(archives, 'partial', 'no-packages')
  if (on === 'nothing') writeFileSync(status, '')
  const options = [
    `Dir::State::Lists=${lists}`,
    `Dir::Cache::Archives=${archives}`,
    'Dir::Cache::pkgcache=',
    'Dir::Cache::srcpkgcache=',
    'APT::Sandbox::User=root',
    ...(on === 'nothing' ? [`Dir::State::status=${status}`] : [])
  ].flatMap(option => ['-o', option])
  try {
    await run('apt-get', [...options, 'update', '-qq'], { timeoutMs: 300_000 })
    const install = ['install', '--download-only', '--no-install-recommends', '--reinstall', '-y']
    await run('apt-get', [...options, ...install, '-qq', ...packages], { timeoutMs: 600_000 })
  } catch (thrown) {
    throw new ClusterFailure(
      `Debian's packages can't be had: ${(thrown as Error).message}\nThe cluster needs the apt of Debian 12 or newer and a mirror that it can reach.`
    )
  }
}

/** Debian keeps /bin, /sbin and /lib as links into /usr; packages of old still name them. */
function linkMergedFolders(files: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    mkdirSync(path.join(files, 'usr', name), { recursive: true })
    symlinkSync(`usr/${name}`, path.join(files, name))
  }
}

/** What the packages' scripts would have done: the one choice among alternatives that is needed here. */
function finishByHand(files: string): void {
  const links = [
    ...['iptables', 'ip6tables'].flatMap(family =>
      ['', '-save', '-restore'].map(verb => ({
        link: `usr/sbin/${family}${verb}`,
        to: 'xtables-nft-multi'
      }))
    ),
    { link: 'usr/bin/nc', to: 'nc.openbsd' },
    { link: 'usr/bin/awk', to: 'mawk' },
    { link: 'usr/bin/sh', to: 'dash' }
  ]
  for (const { link, to } of links) {
    const folder = path.dirname(path.join(files, link))
    if (existsSync(path.join(folder, to)) && !existsSync(path.join(files, link)))
      symlinkSync(to, path.join(files, link))
  }
}
