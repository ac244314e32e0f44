/** The YAML extension by Red Hat as its users have it: its language server over standard input and output. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { kubernetesSchemas } from './kubernetes-schemas.ts'
import { LspClient } from './lsp-client.ts'
import { cachedFolder, install } from './peer-cache.ts'

const version = '2.0.0'
export const yamlServerName = `yaml-language-server ${version}`
/** The server waits so long after a change before it looks at the text. */
export const yamlServerPause = 200

const uri = 'file:///workspace/bench.yaml'

export interface YamlServer {
  /** Milliseconds from the opening of the text to its diagnostics. */
  open(text: string): Promise<number>
  /** Milliseconds from the change to the new text to its diagnostics. `faults` are expected. */
  change(text: string, faults: number): Promise<number>
  readonly pid: number
  stop(): Promise<void>
}

/**
 * Starts the server with the setting `yaml.schemas: { "kubernetes": "*.yaml" }`. The schema that it asks its
 * editor for is read from the cache, so its download is not part of any figure.
 * @throws Error `not installed: …`
 */
export async function startYamlServer(): Promise<YamlServer> {
  const folder = await cachedFolder(`yaml-language-server-${version}`, work =>
    install('npm', ['install', '--prefix', work, `yaml-language-server@${version}`], { cwd: work })
  )
  const { referring } = await kubernetesSchemas()
  const settings = {
    yaml: {
      schemas: { kubernetes: '*.yaml' },
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
      validate: true
    }
  }
  const answer = (method: string, params: unknown): unknown => {
    if (method === 'vscode/content')
      return readFileSync(path.join(referring, path.posix.basename(String(params))), 'utf8')
    if (method !== 'workspace/configuration') return null
    const { items } = params as { items: readonly { section?: string }[] }
    return items.map(({ section }) => (section === 'yaml' ? settings.yaml : {}))
  }
  const program = path.join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server')
  const client = new LspClient(process.execPath, [program, '--stdio'], answer)
  await client.request('initialize', {
    processId: process.pid,
    rootUri: 'file:///workspace',
    capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
    initializationOptions: { settings }
  })
  client.notify('initialized', {})
  client.notify('yaml/registerContentRequest', {})
  client.notify('workspace/didChangeConfiguration', { settings })
  return serverOver(client)
}

function serverOver(client: LspClient): YamlServer {
  let turn = 1
  const diagnostics = (faults: number): Promise<void> =>
    client.next((method, params) => {
      if (method !== 'textDocument/publishDiagnostics') return false
      const found = (params as { diagnostics: readonly unknown[] }).diagnostics.length
      return faults === 0 ? found === 0 : found >= faults
    })
  const timed = async (faults: number, act: () => void): Promise<number> => {
    const answered = diagnostics(faults)
    const from = performance.now()
    act()
    await answered
    return performance.now() - from
  }
  return {
    pid: client.process.pid ?? 0,
    open: text =>
      timed(1, () =>
        client.notify('textDocument/didOpen', {
          textDocument: { uri, languageId: 'yaml', version: turn, text }
        })
      ),
    change: (text, faults) =>
      timed(faults, () =>
        client.notify('textDocument/didChange', {
          textDocument: { uri, version: ++turn },
          contentChanges: [{ text }]
        })
      ),
    stop: () => client.stop()
  }
}
