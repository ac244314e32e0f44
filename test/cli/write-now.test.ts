import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs'
import path from 'node:path'
import { Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { WriteNow } from '../../src/cli/write-now.ts'
import { temporaryFolder } from '../node/temporary-folder.ts'

describe('output of a command that ends when it has written', () => {
  test('stands in a file when the call returns, and no stream was made', async t => {
    const file = path.join(temporaryFolder(t), 'out')
    const fd = openSync(file, 'w')
    const output = new WriteNow(fd, () => assert.fail('no stream is needed'))
    output.write('é'.repeat(100_000))
    output.write('end')
    assert.equal(readFileSync(file, 'utf8'), `${'é'.repeat(100_000)}end`)
    await output.waitForRest()
    closeSync(fd)
  })

  test('a pipe that is full and does not wait gets the rest, in order, through the stream', async t => {
    const pipe = path.join(temporaryFolder(t), 'pipe')
    execFileSync('mkfifo', [pipe])
    const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
    const rest: Buffer[] = []
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        rest.push(chunk)
        setImmediate(done)
      }
    })
    const output = new WriteNow(fd, () => stream)
    const text = Array.from({ length: 60_000 }, (_, i) => `line ${i}\n`).join('')
    output.write(text)
    output.write('end')
    await output.waitForRest()
    const held = Buffer.alloc(text.length)
    const inPipe = held.subarray(0, readSync(fd, held))
    closeSync(fd)
    assert.ok(inPipe.length > 0 && rest.length > 1)
    assert.equal(Buffer.concat([inPipe, ...rest]).toString(), `${text}end`)
  })

  test('who has nobody left to write to is told', t => {
    const fd = openSync(path.join(temporaryFolder(t), 'out'), 'w')
    closeSync(fd)
    const output = new WriteNow(fd, () => assert.fail('no stream is needed'))
    assert.throws(() => output.write('text'), { code: 'EBADF' })
  })
})
