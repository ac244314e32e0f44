import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyEdits } from '../../src/yaml/line-map.ts'
import { lintText } from '../support/service.ts'

const id = 'schema/unsupported-value'
const faulty = '  ports: [{ port: 80, protocol: tcp }]\n'

function service(name: string, spec: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec:\n${spec}`
}

function told(text: string): string[] {
  return lintText(text).map(({ rule, position }) => `${position.start.line + 1} ${rule}`)
}

describe('a comment keeps findings away', () => {
  const kept: Readonly<Record<string, string>> = {
    'on the next line, with the reason': service(
      'a',
      `  # netlabs-disable-next-line ${id} -- as it comes\n${faulty}`
    ),
    'on the next line, every check': service('a', `  # netlabs-disable-next-line\n${faulty}`),
    'one of several checks': service('a', `  # netlabs-disable-next-line ${id}\n${faulty}`),
    'below another comment and an empty line': service(
      'a',
      `  # netlabs-disable-next-line ${id}\n  # the port\n\n${faulty}`
    ),
    'in the document it stands in': `# netlabs-disable ${id}\n${service('a', faulty)}`,
    'in the document below the comment': `# netlabs-disable ${id}\n---\n${service('a', faulty)}`,
    'at the end of a document': service('a', `${faulty}# netlabs-disable ${id}\n`),
    'in the file': `# netlabs-disable-file ${id}\n${service('a', faulty)}---\n${service('b', faulty)}`,
    'in the file, from its end': `${service('a', faulty)}---\n${service('b', faulty)}# netlabs-disable-file ${id}\n`,
    'with the line ends of Windows': service(
      'a',
      `  # netlabs-disable-next-line ${id} -- as it comes\n${faulty}`
    ).replaceAll('\n', '\r\n')
  }
  for (const [name, text] of Object.entries(kept))
    test(name, () => {
      assert.deepEqual(told(text), [])
    })

  test('and no other: not in another document, not on another line, not of another check', () => {
    assert.deepEqual(
      told(`# netlabs-disable ${id}\n${service('a', faulty)}---\n${service('b', faulty)}`),
      [`12 ${id}`]
    )
    assert.deepEqual(
      told(
        service(
          'a',
          `  # netlabs-disable-next-line ${id}\n  ports:\n    - { port: 80, protocol: tcp }\n`
        )
      ),
      ['5 suppression/unused', `7 ${id}`]
    )
    assert.deepEqual(
      told(service('a', `  # netlabs-disable-next-line schema/unknown-field\n${faulty}`)),
      ['5 suppression/unused', `6 ${id}`]
    )
  })

  test('what only looks like one is none', () => {
    const text = service('a', `  externalName: a#netlabs-disable-file\n${faulty}`)
    assert.ok(told(text).includes(`6 ${id}`))
    assert.ok(!told(text).some(one => one.endsWith('suppression/unused')))
    assert.ok(told(service('a', `  # netlabs-disabled-file\n${faulty}`)).includes(`6 ${id}`))
  })

  test('a Corefile has such comments as well', () => {
    const corefile = (comment: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata:\n  Corefile: |\n    .:53 {\n        ${comment}\n        kubernets cluster.local\n        kubernetes cluster.local\n        forward . /etc/resolv.conf\n    }\n`
    const [found] = lintText(corefile('# c')).filter(({ position }) => position.start.line === 7)
    assert.ok(found)
    const left = lintText(corefile(`# netlabs-disable-next-line ${found.rule}`))
    assert.deepEqual(
      left.filter(({ rule }) => rule === found.rule || rule === 'suppression/unused'),
      []
    )
  })
})

describe('a comment that keeps nothing away is a hint that removes it', () => {
  const clean = '  ports: [{ port: 80 }]\n'
  const cases: Readonly<Record<string, readonly [text: string, what: string, fixed: string]>> = {
    alone: [
      service('a', `  # netlabs-disable-next-line ${id} -- once\n${clean}`),
      `${id} finds nothing here.`,
      service('a', clean)
    ],
    'without an id': [
      service('a', `  # netlabs-disable-next-line\n${clean}`),
      'This comment keeps no finding away.',
      service('a', clean)
    ],
    'behind a value': [
      service('a', `${clean.trimEnd()} # netlabs-disable\n`),
      'This comment keeps no finding away.',
      service('a', clean)
    ],
    'one id of several, the last': [
      service('a', `  # netlabs-disable-next-line ${id}, schema/unknown-field -- why\n${faulty}`),
      'schema/unknown-field finds nothing here.',
      service('a', `  # netlabs-disable-next-line ${id} -- why\n${faulty}`)
    ],
    'one id of several, the first': [
      service('a', `  # netlabs-disable-next-line schema/unknown-field, ${id}\n${faulty}`),
      'schema/unknown-field finds nothing here.',
      service('a', `  # netlabs-disable-next-line ${id}\n${faulty}`)
    ],
    'all of several ids': [
      service(
        'a',
        `  # netlabs-disable-next-line schema/unknown-field, schema/wrong-type\n${clean}`
      ),
      'None of these checks finds anything here.',
      service('a', clean)
    ],
    'an id that there is not': [
      service('a', `  # netlabs-disable-next-line schema/unsuported-value, ${id}\n${faulty}`),
      'There is no check schema/unsuported-value. Did you mean schema/unsupported-value?',
      service('a', `  # netlabs-disable-next-line ${id}\n${faulty}`)
    ]
  }
  for (const [name, [text, what, fixed]] of Object.entries(cases))
    test(name, () => {
      const [finding, ...more] = lintText(text)
      assert.deepEqual(more, [])
      assert.deepEqual(
        [finding?.rule, finding?.severity, finding?.what],
        ['suppression/unused', 'hint', what]
      )
      const [fix] = finding?.fixes ?? []
      assert.equal(fix?.safe, false)
      assert.equal(
        applyEdits(
          text,
          fix.edits.flatMap(({ edits }) => edits)
        ),
        fixed
      )
    })

  test('a rule that is off by default is asked elsewhere, where somebody enables it', () => {
    const text = service('a', `  # netlabs-disable-next-line service/cluster-ip-literal\n${clean}`)
    assert.deepEqual(lintText(text), [])
    const asked = lintText(text, { optIns: new Set(['service/cluster-ip-literal']) })
    assert.deepEqual(
      asked.map(({ rule }) => rule),
      ['suppression/unused']
    )
  })

  test('the hint obeys the settings as every other finding', () => {
    const text = service('a', `  # netlabs-disable-next-line ${id}\n${clean}`)
    assert.deepEqual(lintText(text, { severities: new Map([['suppression/unused', 'off']]) }), [])
  })
})
