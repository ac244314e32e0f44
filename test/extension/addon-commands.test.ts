import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addonFor, addons, installCommands } from '../../src/extension/tools/addon-commands.ts'
import { inContext, shellWord } from '../../src/labs/in-context.ts'
import { versions } from '../../src/labs/versions.ts'

test('every command of every addon names the context, in each of its parts', () => {
  for (const addon of addons) {
    const commands = installCommands(addon, 'my lab')
    assert.ok(commands.length > 0, addon)
    for (const part of commands.flatMap(command => command.split(' | ')))
      assert.match(part, /^\w+ --(kube-)?context 'my lab' /, `${addon}: ${part}`)
  }
})

test('what is downloaded by its address has a pinned version', () => {
  for (const addon of addons)
    for (const command of installCommands(addon, 'c')) {
      if (!/https:\/\/(github|raw)/.test(command)) continue
      assert.ok(
        Object.values(versions).some(({ version }) => command.includes(version)),
        `${addon}: ${command}`
      )
      assert.doesNotMatch(command, /latest|\bmain\b|\bmaster\b/)
    }
})

test('a context’s name can’t become a command', () => {
  assert.equal(shellWord('kind-netlabs'), 'kind-netlabs')
  assert.equal(shellWord('arn:aws:eks/lab@x'), 'arn:aws:eks/lab@x')
  assert.equal(shellWord("a'; rm -rf ~"), String.raw`'a'\''; rm -rf ~'`)
  assert.equal(
    inContext('linkerd install --crds | kubectl apply -f -', 'a b'),
    "linkerd --context 'a b' install --crds | kubectl --context 'a b' apply -f -"
  )
})

test('a capability leads to the addon that brings it', () => {
  assert.equal(addonFor('load-balancer'), 'metallb')
  assert.equal(addonFor('gateway-api'), 'traefik')
  assert.equal(addonFor('dual-stack'), undefined)
})
