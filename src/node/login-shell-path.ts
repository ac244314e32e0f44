import { execFile } from 'node:child_process'

let known: Promise<string> | undefined

/**
 * The PATH of the person's login shell, followed by the process's own. A desktop starts editors without
 * what shell profiles add, and credential plugins live there. Found out once.
 */
export function loginShellPath(env: NodeJS.ProcessEnv): Promise<string> {
  known ??= readLoginShellPath(env)
  return known
}

const shellTimeoutMs = 5_000
const mark = '__netlabs_path__'

export async function readLoginShellPath(env: NodeJS.ProcessEnv): Promise<string> {
  const own = env.PATH ?? ''
  const shell = env.SHELL
  if (process.platform === 'win32' || shell === undefined || shell === '') return own
  const output = await new Promise<string>(resolve => {
    const child = execFile(
      shell,
      // Profiles may print greetings, hence the marks around the answer.
      ['-ilc', `printf %s ${mark}; printenv PATH; printf %s ${mark}`],
      { timeout: shellTimeoutMs, killSignal: 'SIGKILL', env },
      // A shell that fails or hangs is no reason to fail: the process's own PATH is left.
      (_error, stdout) => resolve(stdout)
    )
    child.stdin?.end()
  })
  const found = output.split(mark)[1]?.trim() ?? ''
  return [...new Set([...found.split(':'), ...own.split(':')])].filter(one => one !== '').join(':')
}
