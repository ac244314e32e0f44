import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { podSecurityFolder, podSecurityLabels } from '../../test/api/pod-security/cases.ts'
import type { ApiServer } from './api-server.ts'

/** Asks the server about each Pod in a namespace of each level, and hands its refusals over with the file for them. */
export async function recordPodSecurity(
  { call }: ApiServer,
  record: (file: string, verdicts: unknown) => void
): Promise<void> {
  const cases = parse(readFileSync(path.join(podSecurityFolder, 'cases.yaml'), 'utf8')) as Readonly<
    Record<string, object>
  >
  const verdicts: Record<string, Record<string, string>> = {}
  for (const [level, labels] of Object.entries(podSecurityLabels)) {
    const name = level.replaceAll(/[^a-z0-9]+/g, '-')
    const metadata = { name, labels }
    await call('POST', '/api/v1/namespaces', JSON.stringify({ metadata }))
    for (const [title, spec] of Object.entries(cases)) {
      const pod = {
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'a', image: 'x' }], ...spec }
      }
      const url = `/api/v1/namespaces/${name}/pods?dryRun=All`
      const answer = await call('POST', url, JSON.stringify(pod))
      const { message } = JSON.parse(answer.body) as { readonly message?: string }
      ;(verdicts[title] ??= {})[level] = answer.status === 201 ? '' : (message ?? '')
    }
  }
  record(path.join(podSecurityFolder, 'verdicts.json'), verdicts)
}
