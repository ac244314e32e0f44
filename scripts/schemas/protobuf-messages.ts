import { execFileSync } from 'node:child_process'
import path from 'node:path'
import type { ProtobufMessages } from '../../src/sim/protobuf/messages.ts'

const build = path.join(
  path.dirname(path.dirname(import.meta.dirname)),
  'test/cluster/build/kubernetes'
)

/** Reads from Kubernetes' Go types how kinds (`apps/v1/Deployment`) are laid out as protobuf messages. */
export function protobufMessages(kinds: readonly string[]): ProtobufMessages {
  const program = path.join(import.meta.dirname, 'messages.go')
  const text = execFileSync('go', ['run', '-mod=readonly', program, ...kinds], {
    cwd: build,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GOFLAGS: '', NODE_OPTIONS: '' }
  })
  return JSON.parse(text) as ProtobufMessages
}
