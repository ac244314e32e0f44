import { workspace, type Uri } from 'vscode'

/** Whether a file or folder is there. */
export async function fileExists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri)
    return true
  } catch {
    // stat rejects for what isn't there; that is the answer.
    return false
  }
}
