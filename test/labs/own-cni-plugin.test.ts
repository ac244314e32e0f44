/**
 * The plugin of the lab cni-plugin-and-ebpf. The practice cluster runs no script, so its checks are run here, by the
 * shell of this machine, with the texts that the lab brings.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { recordOf, stringOf } from '../../src/base/json.ts'
import { parseYamlFile } from '../../src/yaml/yaml-file.ts'
import { temporaryFolder } from '../node/temporary-folder.ts'
import { labCalled, readLabFile } from './playground.ts'

const lab = labCalled('cni-plugin-and-ebpf')

/** As much of jq as the checks use; not every machine has it. It ends with an error for what is no JSON. */
const jq = `
const { readFileSync } = require('node:fs')
const wanted = process.argv.at(-1)
const value = JSON.parse(readFileSync(0, 'utf8'))
if (wanted === '.prevResult') console.log(JSON.stringify(value.prevResult))
else if (wanted === '.supportedVersions[]') for (const one of value.supportedVersions) console.log(one)
else if (wanted === '.ips[0].address') console.log(value.ips[0].address)
else process.exit(3)
`

/** Which checks of the step pass with the ConfigMap of this file. */
function passing(t: TestContext, file: string): readonly string[] {
  const folder = temporaryFolder(t)
  const plugin = path.join(folder, 'plugin')
  const bin = path.join(folder, 'bin')
  for (const one of [plugin, bin]) mkdirSync(one)
  writeFileSync(path.join(bin, 'jq.cjs'), jq)
  writeFileSync(
    path.join(bin, 'jq'),
    `#!/bin/sh\nexec '${process.execPath}' '${path.join(bin, 'jq.cjs')}' "$@"\n`
  )
  chmodSync(path.join(bin, 'jq'), 0o755)
  const { documents } = parseYamlFile(readLabFile(lab, file))
  const map = documents.map(({ value }) => recordOf(value)).find(one => one.kind === 'ConfigMap')
  for (const [name, text] of Object.entries(recordOf(map?.data)))
    writeFileSync(path.join(plugin, name), stringOf(text) ?? '')
  const step = lab.steps.find(({ id }) => id === 'own')
  return (step?.checks ?? []).flatMap(check => {
    if (check.kind !== 'exec') assert.fail(`${check.id} is no command`)
    const [program = '', ...args] = check.command.map(word => word.replaceAll('/plugin', plugin))
    const ran = spawnSync(program, args, {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` }
    })
    const isMet = ran.status === 0 && new RegExp(check.expect.stdout ?? '$^').test(ran.stdout)
    return isMet ? [check.id] : []
  })
}

const all = ['says-its-versions', 'hands-on-what-it-got', 'cleans-up-twice']

test('the plugin of the solution keeps the contract', t => {
  assert.deepEqual(passing(t, 'solution/15-own-plugin.yaml'), all)
})

test('the plugin to start from speaks where only JSON may stand', t => {
  assert.deepEqual(passing(t, 'manifests/15-own-plugin.yaml'), [])
})

test('a plugin that fails when nothing is left breaks one promise alone', t => {
  assert.deepEqual(
    passing(t, 'wrong/plugin-that-fails-twice.yaml'),
    all.filter(id => id !== 'cleans-up-twice')
  )
})
